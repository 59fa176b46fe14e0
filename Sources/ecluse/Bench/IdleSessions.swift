internal import Commands
internal import Glibc
internal import Platform
internal import Support

/// `ecluse bench upload --idle N`: so many sessions that have logged in and do nothing, then an upload beside them.
struct IdleSessions {
    /// Tries before the helper counts as stuck, and microseconds between them.
    private static let tries = 6000
    private static let pause: UInt32 = 100_000

    private let field: UploadField
    private let count: Int

    init(_ field: UploadField, count: Int) {
        self.field = field
        self.count = count
    }

    /// What one kind of process holds.
    private struct Role {
        var processes = 0
        var proportional = 0
        var own = 0
    }

    func run(_ invocation: Invocation) throws -> ExitStatus {
        let alone = try field.upload(to: .ours, cipher: nil, run: 1)
        let script = try Workbench.checkoutFile("Tests/Bench/idle_sessions.py", named: nil)
        let python = try field.workbench.python(with: "asyncssh", named: invocation.value("python"))
        let helper = try field.workbench.tool(python, log: "idle")
        let begin = Monotonic.now()
        let child = try helper.start([
            "-u", script, String(field.port), Workbench.account, field.workbench.path("client"), String(count),
        ])
        defer { stop(child) }
        try wait(for: helper, child)
        let opening = begin.seconds(until: .now())
        let roles = IdleSessions.look(field.receiver.id)
        let beside = try field.upload(to: .ours, cipher: nil, run: 2)
        report(opening, roles, alone, beside, invocation)
        return .success
    }

    private func wait(for helper: BenchTool, _ child: ChildProcess) throws {
        for _ in 0..<IdleSessions.tries {
            if try helper.output().contains("ready \(count)\n") { return }
            if child.reapIfEnded() != nil { break }
            usleep(IdleSessions.pause)
        }
        throw BenchFault.failed("idle_sessions.py", log: helper.log)
    }

    private static func look(_ listener: Int32) -> [(role: String, figures: Role)] {
        var roles: [String: Role] = [:]
        for (process, role) in ProcessMemory.family(of: listener) {
            guard let memory = ProcessMemory(process) else { continue }
            roles[role, default: Role()].processes += 1
            roles[role, default: Role()].proportional += memory.proportional
            roles[role, default: Role()].own += memory.own
        }
        return roles.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    private func report(
        _ opening: Double, _ roles: [(role: String, figures: Role)], _ alone: Double, _ beside: Double,
        _ invocation: Invocation
    ) {
        if invocation.wantsJSON {
            let list = roles.map { role, figures in
                JSONValue.object([
                    ("process", .text(role)), ("processes", .count(figures.processes)),
                    ("proportionalBytes", .count(figures.proportional)), ("ownBytes", .count(figures.own)),
                ])
            }
            let value = JSONValue.object([
                ("sessions", .count(count)), ("openingSeconds", .decimal(opening)), ("processes", .list(list)),
                ("mebibytes", .count(field.size)), ("aloneSeconds", .decimal(alone)),
                ("besideSeconds", .decimal(beside)),
            ])
            return invocation.output.line(JSONWriter.string(value, .pretty))
        }
        var table = TextTable(
            "PROCESS", ">NUMBER", ">PROPORTIONAL MiB EACH", ">OWN MiB EACH", ">PROPORTIONAL MiB IN ALL")
        for (role, figures) in roles {
            table.add(
                role, String(figures.processes), mebibytes(figures.proportional / max(1, figures.processes)),
                mebibytes(figures.own / max(1, figures.processes)), mebibytes(figures.proportional))
        }
        table.write(to: invocation.output)
        invocation.output.line("\(count) sessions opened in \(decimal(opening, 1)) s by one client")
        invocation.output.line(
            "one upload of \(field.size) MiB: \(decimal(alone)) s alone, \(decimal(beside)) s beside them")
    }
}
