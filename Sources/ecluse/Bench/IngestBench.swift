internal import Commands
internal import Glibc
internal import Home
internal import Ledger
internal import Platform
internal import Support

/// `ecluse bench ingest`.
struct IngestBench {
    private let invocation: Invocation
    private let rows: Int
    private let runs: Int
    private let oppositions: Int
    private let peers: String?
    /// Megabytes of drops to measure one after the other, without peers.
    private let sizes: [Int]

    init(_ invocation: Invocation) throws {
        self.invocation = invocation
        rows = try invocation.integer("rows", in: 1...100_000_000, default: 8_000_000)
        runs = try invocation.integer("runs", in: 1...1000, default: 3)
        oppositions = try invocation.integer("oppositions", in: 0...10_000_000, default: 1_000_000)
        peers = invocation.value("peers")
        let parts = (invocation.value("sizes") ?? "").split(separator: ",")
        sizes = parts.compactMap { Int($0) }.filter { (1...100_000).contains($0) }
        guard sizes.count == parts.count else {
            throw UsageFault("usage.bad-number", ["option": "--sizes", "minimum": "1", "maximum": "100000"])
        }
    }

    func run() throws -> ExitStatus {
        let workbench = try Workbench(invocation)
        defer { workbench.close() }
        let template = try workbench.template(oppositions: oppositions)
        let source = BenchRows(workbench: workbench, peers: peers, pythons: pythons)
        if !sizes.isEmpty {
            let bench = SizesBench(workbench: workbench, source: source, runs: runs) { name in
                try ingest(name, template, workbench)
            }
            return try bench.run(sizes, template, invocation)
        }
        let csv = try source.csv(rows)
        // The seal belongs to the template's key.
        try workbench.seal(csv, for: template)
        let plainBytes = Double(try Directory(workbench.root).status(csv)?.size ?? 0)
        let list = try PeerProgram.all(
            peers, source, csv: workbench.path(csv), identity: try workbench.identityFile(template), workbench)
        var ours: [BenchTool.Run] = []
        var theirs: [[Double]] = list.map { _ in [] }
        for run in 1...runs {
            for index in list.indices {
                ours.append(try ingest(csv, template, workbench))
                theirs[index].append(try list[index].run())
            }
            if list.isEmpty { ours.append(try ingest(csv, template, workbench)) }
            workbench.output.line("run \(run) of \(runs): ours \(decimal(ours.last?.seconds ?? 0)) s")
        }
        report(ours, list, theirs, plainBytes)
        return .success
    }

    private var pythons: [String] {
        let own = invocation.all("python")
        let virtual = (try? Workbench.checkoutFile(".build/venv/bin/python", named: nil)).map { [$0] } ?? []
        return own + virtual + ["python3"]
    }

    /// One run on a fresh home: the whole process is what is measured.
    private func ingest(_ csv: String, _ template: HomeLayout, _ workbench: Workbench) throws -> BenchTool.Run {
        let home = try workbench.freshHome(template)
        try workbench.handOver(csv + ".age", to: home, as: "/inbox/RPU_1.csv.age")
        // Nobody pays for what the copy left to be written.
        sync()
        let tool = try workbench.ecluse(log: "ingest")
        let run = try tool.run(["ingest", "--once", "--home", home.root])
        // The newest drop is the benchmark's; the one before it filled the matrix.
        let newest = try SQLiteLedger(path: home.ledger, role: .reader).drops(DropFilter()).drops.first
        guard let state = newest?.state, state == .ingested || state == .partial else {
            throw BenchFault.failed("ecluse", log: tool.log)
        }
        return run
    }

    private func report(_ ours: [BenchTool.Run], _ list: [PeerProgram], _ theirs: [[Double]], _ bytes: Double) {
        let median = Figures(ours.map(\.seconds)).median
        let peak = Figures(ours.map { Double($0.usage.peakBytes) }).percentile(1) / 1_048_576
        let processor = Figures(ours.map(\.usage.processorSeconds)).median
        let ratios = theirs.map { Figures($0).median / median }
        if invocation.wantsJSON {
            let peers = zip(list, zip(theirs, ratios)).map { peer, figures in
                JSONValue.object([
                    ("name", .text(peer.name)), ("medianSeconds", .decimal(Figures(figures.0).median)),
                    ("ratio", .decimal(figures.1)),
                ])
            }
            let value = JSONValue.object([
                ("rows", .count(rows)), ("bytes", .count(Int(bytes))), ("runs", .count(ours.count)),
                ("medianSeconds", .decimal(median)), ("processorSeconds", .decimal(processor)),
                ("peakMebibytes", .decimal(peak)), ("peers", .list(peers)),
            ])
            return invocation.output.line(JSONWriter.string(value, .pretty))
        }
        var table = TextTable("PROGRAM", ">MEDIAN s", ">THEIRS / OURS", "WHAT IT DOES")
        table.add("ecluse", decimal(median), "", "the whole job, from the sealed drop")
        for (index, peer) in list.enumerated() {
            table.add(peer.name, decimal(Figures(theirs[index]).median), decimal(ratios[index]), peer.work)
        }
        table.write(to: invocation.output)
        if list.isEmpty {
            invocation.output.line(
                "no peer could be run: give --peers FOLDER, and --python where polars and duckdb are")
        }
        let rate = Int(Double(rows) / median)
        invocation.output.line(
            "ecluse: \(rate) rows/s, \(decimal(bytes / median / 1_000_000, 0)) MB/s of plaintext, processor \(decimal(processor)) s, "
                + "peak memory \(decimal(peak, 0)) MiB")
    }
}
