internal import Commands
internal import Glibc
internal import Platform
internal import Producer
internal import Support

extension CommandTable {
    static let synth = Command(
        "synth", "make up drops of a convention: records of nobody, to try things with",
        discussion: """
            Writes the drop of a table to standard output, or with --output the drops of all tables into a folder, under the names that
            the convention asks for: in its formats, compressed and in archives as it says, not sealed. Records are made from the
            schemas alone: types, codes, patterns, keys, references between tables, rules. The same options give the same bytes; days of
            the same number of records speak of the same persons.

            What was made, and what the gateway will leave out of it, is told on standard error, or with --json on standard output where
            --output takes the drops.
            """,
        options: [
            .value("convention", "FOLDER", "folder with convention.json and its schemas"),
            .value("table", "NAME", "the table; the convention's first where not given"),
            .value("output", "FOLDER", "where all drops of the convention go, or that of --table"),
            .value("rows", "N", "records of each file's own table; 1000 where not given"),
            .value("seed", "S", "another number, other records; 1 where not given"),
            .value("day", "DATE", "day that the records speak of, YYYY-MM-DD; yesterday where not given"),
            .value("faults", "SHARE", "share of the records that get a fault, from 0 to 1; none where not given"),
            OpenedNomenclatures.option,
            .value("nominative-row", "K", "fill a column that must stay empty in the K-th record"),
        ],
        examples: [
            .init("ecluse synth --convention Conventions/sidep --rows 100000 > SIDEP_20261120.csv", "a good day"),
            .init(
                "ecluse synth --convention Conventions/sidep --rows 1000 --faults 0.005 | age -R recipient.txt > day.csv.age",
                "five broken records in a thousand, sealed at once"),
            .init(
                "ecluse synth --convention Conventions/sidep --rows 1000 --faults 0.01 --output drops --json",
                "files with their own names, and what the receipts will say of them"),
        ],
        run: synthesise)

    private static func synthesise(_ invocation: Invocation) throws -> ExitStatus {
        let yesterday = CivilDate(days: SystemClock().now().date.days - 1)
        var request = SyntheticRequest(
            folder: try invocation.required("convention"), table: invocation.value("table"),
            rows: try invocation.integer("rows", in: 0...1_000_000_000, default: 1000), day: yesterday)
        request.nomenclatures = try OpenedNomenclatures.library(invocation)
        request.seed = UInt64(try invocation.integer("seed", in: 0...Int.max, default: 1))
        if let text = invocation.value("day") {
            guard let day = CivilDate(iso8601: text) else { throw SynthesisRequestFault.badDay(option: "--day") }
            request.day = day
        }
        if let text = invocation.value("faults") {
            guard let share = Double(text), (0...1).contains(share) else { throw SynthesisRequestFault.badShare }
            request.faults = share
        }
        if invocation.value("nominative-row") != nil {
            request.nominativeRow = try invocation.integer("nominative-row", in: 1...Int.max, default: 1)
        }
        if let folder = invocation.value("output") { return try write(request, to: folder, invocation) }
        let output = invocation.output
        let drop = try request.drop()
        let summary = try drop.write { block in
            if output.isClosed { throw SystemError("write", "standard output", number: EPIPE) }
            output.write(block)
        }
        tell([SynthesisReport(drop, summary)], invocation.errors, isJSON: invocation.wantsJSON)
        return .success
    }

    /// Writes drops into a folder, each under its name without the suffix of its envelope.
    private static func write(
        _ request: SyntheticRequest, to folder: String, _ invocation: Invocation
    ) throws -> ExitStatus {
        let drops = request.table == nil ? try request.drops() : [try request.drop()]
        if unsafe mkdir(folder, 0o755) != 0, errno != EEXIST { throw SystemError("mkdir", folder, number: errno) }
        var reports: [SynthesisReport] = []
        for drop in drops {
            let path = folder + "/" + SynthesisReport.plainName(drop)
            let file = try FileDescriptor.open(path, [.write, .create, .truncate])
            let summary = try drop.write { try file.write($0) }
            reports.append(SynthesisReport(drop, summary))
        }
        let output = invocation.wantsJSON ? invocation.output : invocation.errors
        tell(reports, output, isJSON: invocation.wantsJSON)
        return .success
    }

    private static func tell(_ reports: [SynthesisReport], _ output: Output, isJSON: Bool) {
        if isJSON { return output.write(JSONWriter.string(SynthesisReport.json(reports)) + "\n") }
        for report in reports { for line in report.lines { output.line(line) } }
    }
}
