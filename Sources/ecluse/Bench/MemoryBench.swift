internal import Commands
internal import Glibc
internal import Platform
internal import Support

/// `ecluse bench upload --memory`: the most that each process of a server holds while it takes uploads.
struct MemoryBench {
    /// Microseconds between two looks.
    private static let pause: UInt32 = 20_000

    private let field: UploadField
    private let runs: Int

    init(_ field: UploadField, runs: Int) {
        self.field = field
        self.runs = runs
    }

    func run(_ invocation: Invocation) throws -> ExitStatus {
        var all: [(server: String, peaks: [String: ProcessMemory])] = []
        for (name, side) in [("ecluse", UploadField.Side.ours), ("openssh", .theirs)] {
            var peaks: [String: ProcessMemory] = [:]
            for run in 1...runs {
                _ = try field.upload(to: side, cipher: nil, run: run) {
                    MemoryBench.watch(field.server(side).id, &peaks)
                }
            }
            all.append((name, peaks))
        }
        report(all, invocation)
        return .success
    }

    /// Looks at the family of `server` again and again until it is alone.
    private static func watch(_ server: Int32, _ peaks: inout [String: ProcessMemory]) {
        var hasServed = false
        for _ in 0..<100_000 {
            let family = ProcessMemory.family(of: server)
            for (process, role) in family {
                guard let now = ProcessMemory(process) else { continue }
                let key = process == server ? role + " (listener)" : role
                peaks[key] = peaks[key].map { .peak($0, now) } ?? now
            }
            if hasServed, family.count <= 1 { return }
            if family.count > 1 { hasServed = true }
            usleep(pause)
        }
    }

    private func report(_ all: [(server: String, peaks: [String: ProcessMemory])], _ invocation: Invocation) {
        let rows = all.flatMap { server, peaks in
            peaks.sorted { $0.key < $1.key }.map { (server: server, role: $0.key, memory: $0.value) }
        }
        if invocation.wantsJSON {
            let list = rows.map { row in
                JSONValue.object([
                    ("server", .text(row.server)), ("process", .text(row.role)),
                    ("residentBytes", .count(row.memory.resident)),
                    ("proportionalBytes", .count(row.memory.proportional)), ("ownBytes", .count(row.memory.own)),
                ])
            }
            let value = JSONValue.object([("mebibytes", .count(field.size)), ("processes", .list(list))])
            return invocation.output.line(JSONWriter.string(value, .pretty))
        }
        var table = TextTable("SERVER", "PROCESS", ">RESIDENT MiB", ">PROPORTIONAL MiB", ">OWN MiB")
        for row in rows {
            table.add(
                [row.server, row.role] + [row.memory.resident, row.memory.proportional, row.memory.own].map(mebibytes))
        }
        table.write(to: invocation.output)
        invocation.output.line(
            "peaks while one client sends \(field.size) MiB; own: pages of no other process; proportional: shared pages divided "
                + "by their users")
    }
}

/// `bytes` in MiB, with one decimal.
func mebibytes(_ bytes: Int) -> String { decimal(Double(bytes) / 1_048_576, 1) }
