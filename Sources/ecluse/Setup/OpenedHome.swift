internal import Commands
internal import Convention
internal import Home
internal import Platform
internal import Spool
internal import Support

/// The home that a command works on.
enum OpenedHome {
    /// Opens the home that `--home` or `$ECLUSE_HOME` names.
    static func open(_ invocation: Invocation) throws -> Home { try Home(invocation.required("home")) }
}

extension Home {
    /// Where the view of an account's `/convention` lies.
    func conventionView(account: String) -> String { layout.spool(account: account) + "/convention" }

    /// Writes what each account of the conventions in force sees in `/convention`.
    func publish(_ library: ConventionLibrary, on day: CivilDate) throws {
        for convention in library.inForce(on: day) {
            for account in convention.accounts {
                _ = try AccountTree(spool: layout.spool, account: account.name)
                let own = try Directory(layout.spool).directory(account.name)
                try own.make("convention")
                let view = try own.directory("convention")
                let files = try publication(convention, account: account.name)
                for (name, bytes) in files.sorted(by: { $0.key < $1.key }) {
                    try view.writeDurably(name, bytes, permissions: 0o644)
                }
                for name in try view.names() where files[name] == nil { try view.remove(name) }
            }
        }
    }
}
