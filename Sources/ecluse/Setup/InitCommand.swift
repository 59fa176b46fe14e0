internal import Commands
internal import Convention
internal import Home
internal import Platform
internal import Support

extension CommandTable {
    static let initialise = Command(
        "init", "make a new home directory with its keys and configuration",
        discussion: """
            Makes the directories of a home, two host keys, an envelope identity, a receipt key, one pseudonym secret per domain of
            the conventions given, and a commented ecluse.json5. Nothing that exists is overwritten.
            """,
        options: [
            .value("convention", "FOLDER", "a convention to install; may be given several times"),
            .flag(
                "demo",
                "a home for demonstrations: loopback, a free port, example keys and unsigned conventions allowed"),
            .value("example-keys", "FOLDER", "with --demo: take the example keys of this folder instead of new ones"),
        ],
        arguments: [.init("HOME", .one, "the directory: absent, empty, or prepared by deploy/tmpfiles.conf")],
        examples: [
            .init("ecluse init /srv/ecluse", "a home without conventions yet"),
            .init("ecluse init /tmp/home --demo --convention Conventions/sidep", "a home to try things in"),
        ],
        run: initialise)

    private static func initialise(_ invocation: Invocation) throws -> ExitStatus {
        let demo = invocation.flag("demo")
        let changes: [String: JSONValue] =
            demo
            ? [
                "listen.address": "127.0.0.1", "listen.port": 0, "conventions.allowUnsigned": true,
                "operators.demo": true,
            ] : [:]
        let clock = SystemClock()
        let layout = try HomeInitialiser.initialise(
            invocation.arguments[0], clock: clock, changes: changes,
            exampleKeys: demo ? invocation.value("example-keys") : nil)
        let home = OpenedHome.opened(try Home(layout.root))
        for folder in invocation.all("convention") {
            let convention = try home.addConvention(folder)
            invocation.output.line("convention \(convention.id) \(convention.version) installed")
        }
        try home.publish(try home.conventions(), on: clock.now().date)
        let identity = try home.keys.identity(home.configuration)
        invocation.output.line("home made at \(layout.root)")
        invocation.output.line("envelope recipient  \(identity.recipient)")
        invocation.output.line("receipt key         \(identity.receiptKey)")
        for key in identity.hostKeys {
            invocation.output.line("host key            \(key.fingerprint) (\(key.name))")
        }
        invocation.output.line("next: look through \(layout.configuration), then ecluse doctor --home \(layout.root)")
        return .success
    }
}
