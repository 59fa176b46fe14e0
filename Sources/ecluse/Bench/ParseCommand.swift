internal import Commands
internal import Convention
internal import Home
internal import Platform
internal import Records
internal import Support

/// Started by `bench formats`: reads and checks a file as the ingester does, and counts.
struct ParseCommand {
    private static let pieceBytes = 1 << 20
    private static let workers = 2

    /// Reads the file of the command line.
    static func run(_ invocation: Invocation) throws -> ExitStatus {
        let folder = try invocation.required("convention")
        let name = try invocation.required("table")
        guard let convention = try ConventionFolder.load(folder).convention else {
            throw BenchFault.noConvention(folder)
        }
        let tables = convention.tables.filter { $0.name == name } + convention.tables.filter { $0.partOf == name }
        let plans = try tables.map { try RecordPlan(schema: $0.schema.withPatternsAlone, format: $0.format) }
        let counts = try read(invocation.arguments.first ?? "", plans)
        invocation.output.line("records \(counts.records) rejected \(counts.rejected)")
        return .success
    }

    private static func read(_ path: String, _ plans: [RecordPlan]) throws -> (records: Int, rejected: Int) {
        let blocks = BoundedQueue<RecordBlock>(capacity: workers * 2)
        let total = Lock((records: 0, rejected: 0))
        let threads = try (0..<workers).map { _ in
            try Thread {
                guard let parsers = try? plans.map({ try BlockParser($0, seed: .random()) }) else { return }
                while let block = blocks.pop() {
                    let parsed = parsers[block.table].parse(block)
                    total.withLock {
                        $0.records += parsed.rowCount
                        $0.rejected += parsed.rejected.count { $0 }
                    }
                }
            }
        }
        do {
            defer {
                blocks.close()
                for thread in threads { thread.join() }
            }
            try cut(path, plans, into: blocks)
        }
        return total.withLock { $0 }
    }

    private static func cut(_ path: String, _ plans: [RecordPlan], into blocks: BoundedQueue<RecordBlock>) throws {
        let file = try FileDescriptor.open(path, .read)
        var splitter = try TableSplitter(plans)
        var buffer = [UInt8](repeating: 0, count: pieceBytes)
        while true {
            let count = try unsafe buffer.withUnsafeMutableBytes { try unsafe file.read(into: $0) }
            if count == 0 { break }
            for block in try splitter.push(buffer.span.extracting(first: count)) { _ = blocks.push(block) }
        }
        for block in try splitter.finish() { _ = blocks.push(block) }
    }
}
