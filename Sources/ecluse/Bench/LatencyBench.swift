internal import Commands
internal import Glibc
internal import Home
internal import Platform
internal import Support

/// `ecluse bench latency`.
///
/// The clock starts when the drop shows in the inbox, which is just before the client reads the reply to CLOSE, and stops when
/// the outcome's statement, the last of its files, shows in the account's receipts.
struct LatencyBench {
    /// Milliseconds that one outcome may take.
    private static let patience: Int32 = 60_000

    private let invocation: Invocation
    private let drops: Int
    private let rows: Int
    private let oppositions: Int

    init(_ invocation: Invocation) throws {
        self.invocation = invocation
        drops = try invocation.integer("drops", in: 1...10_000, default: 50)
        rows = try invocation.integer("rows", in: 1...1_000_000, default: 1000)
        oppositions = try invocation.integer("oppositions", in: 0...10_000_000, default: 1_000_000)
    }

    func run() throws -> ExitStatus {
        let workbench = try Workbench(invocation)
        defer { workbench.close() }
        let template = try workbench.template(oppositions: oppositions)
        let csv = try BenchRows(workbench: workbench, peers: nil, pythons: []).csv(rows)
        let home = try workbench.freshHome(template, "latency")
        let receiver = try workbench.ecluse(log: "receiver")
        let gates = [
            try receiver.start(["receive", "--home", home.root]),
            try workbench.ecluse(log: "ingester").start(["ingest", "--home", home.root]),
        ]
        defer { for gate in gates { stop(gate) } }
        let client = SFTPClient(
            workbench: workbench, user: Workbench.account, port: try SFTPClient.port(of: receiver), cipher: nil)
        try client.waitForServer()

        let account = home.spool(account: Workbench.account)
        try Directory(account).make("receipts")
        let watch = try FileWatch()
        for name in ["inbox", "receipts"] { try watch.add(account + "/" + name) }
        var times: [Double] = []
        // One more than asked: the first reads the matrix.
        for number in 0...drops {
            // A seal is never the same twice, so no drop is a duplicate.
            try workbench.seal(csv, for: template)
            try client.run("put \(workbench.path(csv + ".age")) /inbox/RPU_\(number).csv.age\n")
            times.append(try outcome(watch, account))
            try workbench.tool("rm").run(["-f", workbench.path(csv + ".age")])
        }
        report(times)
        return .success
    }

    /// Milliseconds from the drop's appearance to its outcome's.
    private func outcome(_ watch: FileWatch, _ account: String) throws -> Double {
        var start: (id: String, moment: Monotonic)?
        while true {
            let events = try watch.wait(milliseconds: LatencyBench.patience)
            if events.isEmpty { throw BenchFault.late("the outcome's receipt") }
            let now = Monotonic.now()
            for case .appeared(let directory, let name) in events {
                if directory.hasSuffix("/inbox") { start = (name, now) }
                guard let start, name.hasSuffix("-outcome-\(start.id).json") else { continue }
                return start.moment.seconds(until: now) * 1000
            }
        }
    }

    private func report(_ times: [Double]) {
        let first = times.first ?? 0
        let figures = Figures(Array(times.dropFirst()))
        let (median, last) = (figures.median, figures.percentile(0.99))
        if invocation.wantsJSON {
            let value = JSONValue.object([
                ("drops", .count(drops)), ("rows", .count(rows)), ("firstMilliseconds", .decimal(first)),
                ("medianMilliseconds", .decimal(median)), ("p99Milliseconds", .decimal(last)),
            ])
            return invocation.output.line(JSONWriter.string(value, .pretty))
        }
        invocation.output.line(
            "upload closed to outcome in /receipts, \(drops) drops of \(rows) rows, one after the other")
        invocation.output.line("median \(decimal(median, 1)) ms, 99th percentile \(decimal(last, 1)) ms")
        invocation.output.line("first drop after the start, which reads the matrix: \(decimal(first, 1)) ms")
    }
}
