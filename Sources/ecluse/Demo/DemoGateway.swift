internal import Glibc
internal import Home
internal import Platform
internal import Support

/// The gateway of the demonstration: a home in the temporary folder, and all roles as a child process.
final class DemoGateway {
    /// This program, for the commands that an operator types.
    private static let program = "/proc/self/exe"
    /// Names of the conventions, which are also those of their folders.
    static let conventions = ["sidep", "oscour"]

    private let place: DemoPlace
    private let loop: DemoLoop
    private let screen: DemoScreen
    private var roles: ChildProcess?
    /// The port of the receiver, once it runs.
    private(set) var port = 0

    init(_ place: DemoPlace, _ loop: DemoLoop, _ screen: DemoScreen) {
        self.place = place
        self.loop = loop
        self.screen = screen
    }

    var layout: HomeLayout { HomeLayout(place.home) }

    /// Makes the home with the example keys and both conventions.
    func initialise() throws {
        screen.command(
            "ecluse init home --demo --example-keys keys-example --convention Conventions/sidep --convention Conventions/oscour"
        )
        let words = ["init", place.home, "--demo", "--example-keys", place.checkout + "/keys-example"]
        let folders = DemoGateway.conventions.flatMap { ["--convention", "\(place.checkout)/Conventions/\($0)"] }
        let made = try loop.run(DemoGateway.program, words + folders)
        guard made.isSuccess else { throw failure("ecluse init", made) }
        screen.quote(made.text.split(separator: "\n").filter { !$0.hasPrefix("next:") })
    }

    /// Starts all roles and waits until the receiver listens and the ingester watches the inboxes.
    func start() throws {
        screen.command("ecluse run --home home &")
        let ends = try Pipe.open()
        let writer = FileDescriptor(owning: ends.writer)
        let log = try DemoLog(reader: ends.reader, path: place.log)
        loop.log = log
        roles = try loop.start(DemoGateway.program, ["run", "--home", place.home], into: writer.raw)
        try writer.close()
        try loop.wait(for: "the gateway's start") { log.port != nil && log.isIngesterReady }
        port = log.port ?? 0
        screen.quote(log.lines)
    }

    /// Stops the roles in good order and waits for their end; nothing where they do not run.
    func stop() {
        guard let roles else { return }
        self.roles = nil
        roles.terminate()
        do { try loop.finish(roles) } catch { roles.kill() }
    }

    /// What the roles said last.
    func showLog() { screen.quote(loop.log?.lines ?? []) }

    /// Runs a command as the operator types it and gives what it says.
    @discardableResult
    func command(_ words: [String], isShown: Bool = true) throws -> String {
        let ended = try loop.run(DemoGateway.program, words + ["--home", place.home])
        let line = "ecluse " + words.map(DemoGateway.quoted).joined(separator: " ")
        if isShown { screen.command(line) }
        guard ended.isSuccess else { throw failure(line, ended) }
        return ended.text
    }

    /// Runs `ecluse synth`, which needs no home, into the file `output`; shown with the folder as in a checkout.
    func synthesise(_ request: SyntheticRequest, to output: String) throws {
        let words = request.words
        let shown = words.map { $0 == request.folder ? String($0.dropFirst(place.checkout.count + 1)) : $0 }
        screen.command("ecluse \(shown.joined(separator: " ")) > \(output)")
        let ended = try loop.run(DemoGateway.program, words, output: output)
        guard ended.isSuccess else { throw failure("ecluse synth", ended) }
    }

    private func failure(_ name: String, _ ended: DemoLoop.Ended) -> DemoFault {
        screen.quote(text: ended.text)
        return .commandFailed(name)
    }

    private static func quoted(_ word: String) -> String { word.contains(" ") ? "'\(word)'" : word }
}
