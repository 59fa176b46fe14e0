internal import Commands
internal import Platform
internal import Support

/// `ecluse bench formats`: reading and checking, beside a reader of the same format.
struct FormatBench {
    /// A format: the table of the benchmark's convention, and who else reads it.
    private struct Kind {
        let name: String
        let table: String
        /// Python module and program of the peer; nil where it is `xmllint`.
        let peer: (name: String, module: String, program: String)?
    }

    private static let timed = "\nprint('wall', time.perf_counter() - begin)"
    private static let kinds = [
        Kind(
            name: "JSON lines", table: "mesure",
            peer: (
                "polars read_ndjson", "polars",
                "import sys, time, polars\nbegin = time.perf_counter()\npolars.read_ndjson(sys.argv[1])" + timed
            )),
        Kind(
            name: "JSON lines", table: "mesure",
            peer: (
                "duckdb read_json", "duckdb",
                """
                import sys, time, duckdb
                begin = time.perf_counter()
                duckdb.sql("create table t as select * from read_json('%s', format='newline_delimited')" % sys.argv[1])
                """ + timed
            )),
        Kind(
            name: "fixed width", table: "rum",
            peer: (
                "duckdb substring", "duckdb",
                """
                import sys, time, duckdb
                begin = time.perf_counter()
                duckdb.sql('''create table t as select l[1:3] v, trim(l[4:6])::int age, trim(l[7:12]) nom, l[13:14]::int nda
                    from read_csv('%s', columns={'l': 'varchar'}, delim='\\x01', quote='', header=false)''' % sys.argv[1])
                """ + timed
            )),
        Kind(name: "XML", table: "visite", peer: nil),
    ]

    private let invocation: Invocation
    private let megabytes: Int
    private let runs: Int

    init(_ invocation: Invocation) throws {
        self.invocation = invocation
        megabytes = try invocation.integer("size", in: 1...100_000, default: 256)
        runs = try invocation.integer("runs", in: 1...1000, default: 3)
    }

    func run() throws -> ExitStatus {
        let workbench = try Workbench(invocation)
        defer { workbench.close() }
        let convention = try Workbench.checkoutFile(
            "Tests/SystemTests/Vectors/formats", named: invocation.value("convention"))
        var table = TextTable("FORMAT", ">MB/s", "BESIDE", ">MB/s", ">OURS / THEIRS")
        for kind in FormatBench.kinds {
            let file = try FormatFiles(workbench).file(kind.table, megabytes: megabytes)
            let size = Double(try Directory(workbench.root).status(file)?.size ?? 0) / 1_000_000
            let peer = try? peer(kind, workbench.path(file), workbench)
            var ours: [Double] = []
            var theirs: [Double] = []
            for _ in 0..<runs {
                ours.append(
                    try workbench.ecluse(log: "parse").run(
                        ["bench-parse", "--convention", convention, "--table", kind.table, workbench.path(file)]
                    ).seconds)
                if let peer { theirs.append(try FormatBench.seconds(peer.tool.run(peer.arguments))) }
            }
            let mine = size / Figures(ours).median
            guard peer != nil else {
                table.add(kind.name, decimal(mine, 0), "(not installed: \(kind.peer?.module ?? "xmllint"))", "", "")
                continue
            }
            let other = size / Figures(theirs).median
            table.add(
                kind.name, decimal(mine, 0), kind.peer?.name ?? "xmllint --stream --noout", decimal(other, 0),
                decimal(mine / other))
        }
        table.write(to: invocation.output)
        return .success
    }

    private func peer(_ kind: Kind, _ file: String, _ workbench: Workbench) throws -> (
        tool: BenchTool, arguments: [String]
    ) {
        guard let peer = kind.peer else {
            return (try workbench.tool("xmllint", log: "xmllint"), ["--stream", "--noout", file])
        }
        let python = try workbench.python(with: peer.module, named: invocation.value("python"))
        return (try workbench.tool(python, log: "peer"), ["-c", peer.program, file])
    }

    /// What the program says itself, else the time of its process.
    private static func seconds(_ run: BenchTool.Run) -> Double {
        let words = run.output.split { $0 == " " || $0 == "\n" }
        guard let index = words.lastIndex(of: "wall"), index + 1 < words.count else { return run.seconds }
        return Double(words[index + 1]) ?? run.seconds
    }
}
