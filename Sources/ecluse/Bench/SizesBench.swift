internal import Commands
internal import Glibc
internal import Home
internal import Platform
internal import Support

/// `ecluse bench ingest --sizes`: time a byte and peak memory for drops of several sizes, which ought not to depend on it.
///
/// Rows go from their maker through `age` into the sealed file: their plaintext is nowhere on the disk.
struct SizesBench {
    private static let megabyte = 1_000_000

    /// What became of one size.
    private struct Outcome {
        let rows: Int
        let bytes: Int
        let run: BenchTool.Run
    }

    let workbench: Workbench
    let source: BenchRows
    let runs: Int
    let ingest: (String) throws -> BenchTool.Run

    /// Measures drops of about `megabytes` each.
    func run(_ megabytes: [Int], _ template: HomeLayout, _ invocation: Invocation) throws -> ExitStatus {
        let rowBytes = try source.bytesARow()
        var outcomes: [Outcome] = []
        for size in megabytes {
            let name = "sized-\(size).csv"
            let rows = max(1, size * SizesBench.megabyte / rowBytes)
            let bytes = try makeSealed(name, rows, template)
            for run in 1...runs {
                let outcome = Outcome(rows: rows, bytes: bytes, run: try ingest(name))
                workbench.output.line("\(size) MB, run \(run) of \(runs): \(decimal(outcome.run.seconds)) s")
                outcomes.append(outcome)
            }
        }
        report(outcomes, invocation)
        return .success
    }

    /// Makes and seals `rows` rows; says how many bytes they have.
    private func makeSealed(_ name: String, _ rows: Int, _ template: HomeLayout) throws -> Int {
        workbench.output.line("making and sealing \(rows) rows")
        let ends = try Pipe.open()
        let reader = FileDescriptor(owning: ends.reader)
        let writer = FileDescriptor(owning: ends.writer)
        let age = try workbench.tool("age", log: "age")
        let child = try age.start(
            ["-r", try workbench.recipient(template), "-o", workbench.path(name + ".age")], input: reader.raw)
        try reader.close()
        let bytes = try source.write(rows) { block in try writer.write(block) }
        try writer.close()
        guard try child.wait() == .exited(0) else { throw BenchFault.failed("age", log: age.log) }
        return bytes
    }

    private func report(_ outcomes: [Outcome], _ invocation: Invocation) {
        if invocation.wantsJSON {
            let list = outcomes.map { outcome in
                JSONValue.object([
                    ("rows", .count(outcome.rows)), ("bytes", .count(outcome.bytes)),
                    ("seconds", .decimal(outcome.run.seconds)),
                    ("processorSeconds", .decimal(outcome.run.usage.processorSeconds)),
                    ("peakBytes", .count(Int(outcome.run.usage.peakBytes))),
                ])
            }
            return invocation.output.line(JSONWriter.string(.list(list), .pretty))
        }
        var table = TextTable(">MB", ">ROWS", ">SECONDS", ">MB/s", ">PROCESSOR ns/byte", ">PEAK MiB")
        for outcome in outcomes {
            let megabytes = Double(outcome.bytes) / Double(SizesBench.megabyte)
            table.add([
                decimal(megabytes, 0), String(outcome.rows), decimal(outcome.run.seconds),
                decimal(megabytes / outcome.run.seconds, 0),
                decimal(outcome.run.usage.processorSeconds * 1e9 / Double(outcome.bytes), 1),
                decimal(Double(outcome.run.usage.peakBytes) / 1_048_576, 0),
            ])
        }
        table.write(to: invocation.output)
    }
}
