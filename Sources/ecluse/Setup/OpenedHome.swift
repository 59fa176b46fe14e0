internal import Commands
internal import Convention
internal import Home
internal import Platform
internal import Spool
internal import Support

/// The home that a command works on.
enum OpenedHome {
    /// Opens the home that `--home` or `$ECLUSE_HOME` names.
    ///
    /// The home itself says whether its roles are of several users, so that no unit and no operator need think of a umask.
    static func open(_ invocation: Invocation) throws -> Home { opened(try Home(invocation.required("home"))) }

    /// `home`, with what is made from now on shared as far as the home is.
    static func opened(_ home: Home) -> Home {
        if home.isShared { ProcessSettings.shareWithGroup() }
        return home
    }
}

extension Home {
    /// Where the view of an account's `/convention` lies.
    func conventionView(account: String) -> String { layout.spool(account: account) + "/convention" }

    /// Makes the tree of each account of the conventions in force and writes what it sees in `/convention`.
    ///
    /// Where several users share the home this is root's work: the receiver can read the view and not change it, and neither
    /// gate can make an account.
    func publish(_ library: ConventionLibrary, on day: CivilDate) throws {
        for convention in library.inForce(on: day) {
            for account in convention.accounts {
                _ = try AccountTree(spool: layout.spool, account: account.name)
                let own = try Directory(layout.spool).directory(account.name)
                try own.make("convention", permissions: 0o750)
                let view = try own.directory("convention")
                let readable = try view.readableLikeThis()
                let files = try publication(convention, account: account.name, on: day)
                for (name, bytes) in files.sorted(by: { $0.key < $1.key }) {
                    try view.install(name, bytes, permissions: readable)
                }
                for name in try view.names() where files[name] == nil { try view.remove(name) }
            }
        }
    }
}
