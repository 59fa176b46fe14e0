internal import Commands
internal import Convention
internal import Glibc
internal import Home
internal import Platform
internal import Producer
internal import Support

/// The made-up rows of the benchmarks, written once a working folder.
struct BenchRows {
    /// Persons that made-up rows of ours speak of, a third of the rows as in the peers' generator.
    private static let rowsAPerson = 3

    let workbench: Workbench
    /// Folder of the peers' programs, if there is one.
    let peers: String?
    /// Programs that may be a Python with what is needed.
    let pythons: [String]

    /// Name of the file with `rows` rows; made with the peers' generator where that runs, else with ours.
    func csv(_ rows: Int) throws -> String {
        let name = "rows-\(rows).csv"
        if workbench.exists(name) { return name }
        workbench.output.line("making \(rows) rows")
        if let peers, let python = python(with: "numpy"), unsafe access(peers + "/generate.py", R_OK) == 0 {
            try workbench.tool(python, log: "generate").run(
                [peers + "/generate.py", String(rows), workbench.path(name + ".new")])
        } else {
            workbench.output.line("  (without numpy and the peers' generate.py: rows of our own maker)")
            try writeOwn(rows, to: workbench.path(name + ".new"))
        }
        let folder = try Directory(workbench.root)
        try folder.rename(name + ".new", to: name, in: folder)
        return name
    }

    /// The first Python that has `modules`.
    func python(with modules: String) -> String? {
        pythons.first { name in
            guard let tool = try? workbench.tool(name, log: "python") else { return false }
            return (try? tool.run(["-c", "import " + modules])) != nil
        }
    }

    private func writeOwn(_ rows: Int, to path: String) throws {
        let file = try FileDescriptor.open(path, [.write, .create, .truncate])
        _ = try write(rows) { block in try file.write(block) }
    }

    /// Bytes of a row of ours, about.
    func bytesARow() throws -> Int {
        let rows = 1000
        return max(1, try write(rows) { _ in } / rows)
    }

    /// Hands `rows` rows of our own maker to `sink`, block by block; says how many bytes there were.
    func write(_ rows: Int, to sink: ([UInt8]) throws -> Void) throws -> Int {
        let report = try ConventionFolder.load(workbench.path("convention"))
        guard let convention = report.convention, let table = convention.tables.first else {
            throw BenchFault.noConvention(workbench.path("convention"))
        }
        var options = SyntheticDrop.Options(rows: rows, day: SystemClock().now().date)
        options.population = max(1, rows / BenchRows.rowsAPerson)
        return try SyntheticDrop.one(of: convention, table: table.name, options).write(to: sink).bytes
    }

    /// An opposition update of `count` persons of whom no row speaks: born in month 13.
    static func writeOppositions(_ count: Int, to path: String) throws {
        let file = try FileDescriptor.open(path, [.write, .create, .truncate])
        var text = "NIR;ACTION;DATE\n"
        for index in 0..<count {
            // Sex, year, month, department, commune, order: every person another commune and order.
            let number = 1_00_13_75_000_000 + index / 1_000_000 * 10_000_000_000 + index % 1_000_000
            text += "\(number)\(pad(97 - number % 97, 2));add;2026-01-01\n"
            if text.utf8.count > 1 << 20 {
                try file.write(Array(text.utf8))
                text = ""
            }
        }
        try file.write(Array(text.utf8))
    }
}
