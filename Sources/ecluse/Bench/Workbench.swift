internal import Commands
internal import Convention
internal import Glibc
internal import Home
internal import Platform
internal import Spool
internal import Support

/// The folder in which a benchmark works: made-up rows, keys, a prepared home, logs.
///
/// With `--work` it stays, and what is in it is used again; without, it is made below `/tmp` and removed at the end.
struct Workbench {
    static let account = "rpu-bench"
    /// The key that stands in the benchmark's convention until a run puts its own there.
    private static let exampleKey =
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKuoXjSbNR1JujjW5+yB8w5oXpk5OMosymywzakE4FWx ecluse example producer key"

    let root: String
    private let isTemporary: Bool
    private let convention: String
    let output: Output

    /// Opens the folder that the command line names.
    init(_ invocation: Invocation) throws {
        output = invocation.output
        convention = try Workbench.checkoutFile("Tests/Bench/rpu-bench", named: invocation.value("convention"))
        if let path = invocation.value("work") {
            guard unsafe mkdir(path, 0o700) == 0 || errno == EEXIST else { throw SystemError("mkdir", path) }
            root = Workbench.absolute(path) ?? path
            isTemporary = false
        } else {
            root = try Workbench.temporaryFolder()
            isTemporary = true
        }
    }

    /// Removes the folder if it is temporary.
    func close() {
        if isTemporary { _ = try? tool("rm").run(["-rf", "--", root]) }
    }

    /// Path of `name` in the folder.
    func path(_ name: String) -> String { root + "/" + name }

    func exists(_ name: String) -> Bool { unsafe access(path(name), F_OK) == 0 }

    /// The program `name`; its output goes to `<log>.log`.
    func tool(_ name: String, log: String? = nil) throws -> BenchTool {
        try BenchTool(name, log: isTemporary && name == "rm" ? "/dev/null" : path((log ?? "tool") + ".log"))
    }

    /// This program itself.
    func ecluse(log: String) throws -> BenchTool { try tool(Workbench.ownPath, log: log) }

    static var ownPath: String { absolute("/proc/self/exe") ?? "/proc/self/exe" }

    // MARK: home

    /// A home with the benchmark's convention and `oppositions` persons in its matrix, ready to be copied.
    func template(oppositions: Int) throws -> HomeLayout {
        let layout = HomeLayout(path("template"))
        let mark = "prepared.\(oppositions)"
        if exists(mark) { return layout }
        output.line("preparing a home with \(oppositions) persons in its exclusion matrix")
        try tool("rm").run(["-rf", "--", layout.root, path("client"), path("client.pub")])
        try tool("ssh-keygen").run(["-q", "-t", "ed25519", "-N", "", "-C", "bench", "-f", path("client")])
        try makeConvention()
        let changes: [String: JSONValue] = [
            "listen.address": "127.0.0.1", "listen.port": 0, "conventions.allowUnsigned": true, "operators.demo": true,
            "limits.connections": 10_000, "limits.connectionsPerAddress": 10_000,
            "limits.connectionsPerSecond": 1000, "limits.unauthenticated": 10_000,
        ]
        let clock = SystemClock()
        _ = try HomeInitialiser.initialise(layout.root, clock: clock, changes: changes)
        let home = try Home(layout.root)
        _ = try home.addConvention(path("convention"))
        try home.publish(try home.conventions(), on: clock.now().date)
        if oppositions > 0 {
            try BenchRows.writeOppositions(oppositions, to: path("oppositions.csv"))
            try seal("oppositions.csv", for: layout)
            try handOver("oppositions.csv.age", to: layout, as: "/oppositions/OPPOSITIONS_20260101.csv.age")
            try ecluse(log: "oppositions").run(["ingest", "--once", "--home", layout.root])
        }
        try Directory(root).writeDurably(mark, [])
        return layout
    }

    /// A fresh copy of `template`.
    func freshHome(_ template: HomeLayout, _ name: String = "run") throws -> HomeLayout {
        try tool("rm").run(["-rf", "--", path(name)])
        try tool("cp").run(["-a", "--", template.root, path(name)])
        return HomeLayout(path(name))
    }

    /// The convention with the key of this benchmark's client.
    private func makeConvention() throws {
        try tool("rm").run(["-rf", "--", path("convention")])
        try tool("cp").run(["-r", "--", convention, path("convention")])
        let own = String(decoding: try Directory(root).read("client.pub", limit: 4096), as: UTF8.self)
            .split(separator: "\n").first.map(String.init)
        let folder = try Directory(path("convention"))
        let text = String(decoding: try folder.read("convention.json", limit: 1 << 20), as: UTF8.self)
        let parts = text.split(separator: Workbench.exampleKey, omittingEmptySubsequences: false)
        try folder.writeDurably("convention.json", Array(parts.joined(separator: own ?? "").utf8))
    }

    // MARK: drops

    /// Seals `name` with the real `age` as `<name>.age`.
    func seal(_ name: String, for layout: HomeLayout) throws {
        try tool("age").run(["-r", try recipient(layout), "-o", path(name + ".age"), path(name)])
    }

    /// The recipient that drops of the home are sealed for.
    func recipient(_ layout: HomeLayout) throws -> String {
        let home = try Home(layout.root)
        return try home.keys.identity(home.configuration).recipient
    }

    /// The file with the identity that opens what ``seal(_:for:)`` makes.
    func identityFile(_ layout: HomeLayout) throws -> String? {
        try Directory(layout.envelopeKeys).names().first { $0.hasSuffix(HomeLayout.envelopeSuffix) }
            .map { layout.envelopeKeys + "/" + $0 }
    }

    /// Puts `name` into the inbox as a producer would: OpenSSH's `sftp`, against the receiver's session on its pipes.
    func handOver(_ name: String, to layout: HomeLayout, as remote: String) throws {
        let session = "\(Workbench.ownPath) sftp-session --account \(Workbench.account) --home \(layout.root)"
        try batch("put \(path(name)) \(remote)\n")
        try tool("sftp", log: "hand-over").run(["-q", "-D", session, "-b", path("batch")])
    }

    /// Writes the commands that the next `sftp` reads.
    func batch(_ commands: String, name: String = "batch") throws {
        let file = try FileDescriptor.open(path(name), [.write, .create, .truncate])
        try file.write(Array(commands.utf8))
    }

    /// A Python that has `module`: the one named, the checkout's, or the system's.
    func python(with module: String, named: String?) throws -> String {
        let checkout = try? Workbench.checkoutFile(".build/venv/bin/python", named: nil)
        for name in [named, checkout, "python3"].compactMap(\.self) {
            guard let tool = try? tool(name, log: "python") else { continue }
            if (try? tool.run(["-c", "import " + module])) != nil { return name }
        }
        throw BenchFault.noTool("python3, " + module)
    }

    // MARK: places

    /// `named`, or `path` below the checkout that this program or the working directory is in.
    static func checkoutFile(_ path: String, named: String?) throws(BenchFault) -> String {
        if let named { return named }
        var folders = ["."]
        var own = ownPath.split(separator: "/").dropLast()
        while !own.isEmpty {
            folders.append("/" + own.joined(separator: "/"))
            own = own.dropLast()
        }
        for folder in folders where unsafe access(folder + "/" + path, F_OK) == 0 { return folder + "/" + path }
        throw .noConvention(path)
    }

    private static func absolute(_ path: String) -> String? {
        guard let resolved = unsafe realpath(path, nil) else { return nil }
        defer { unsafe free(resolved) }
        return unsafe String(cString: resolved)
    }

    private static func temporaryFolder() throws(SystemError) -> String {
        var name = Array("/tmp/ecluse-bench-XXXXXX".utf8CString)
        let made = unsafe name.withUnsafeMutableBufferPointer { buffer in
            unsafe buffer.baseAddress.flatMap { unsafe mkdtemp($0) } != nil
        }
        guard made else { throw SystemError("mkdtemp") }
        return String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
