internal import Commands
internal import Glibc
internal import Platform
internal import Producer
internal import Support

extension CommandTable {
    static let synth = Command(
        "synth", "make up a drop of a convention: records of nobody, to try things with",
        discussion: """
            Writes a plain CSV file to standard output, made from the convention's schema alone: seal it with age and send it. The same
            options give the same bytes. Days of the same number of rows speak of the same persons.
            """,
        options: [
            .value("convention", "FOLDER", "folder with convention.json and its schemas"),
            .value("table", "NAME", "the table; the convention's first where not given"),
            .value("rows", "N", "records; 1000 where not given"),
            .value("seed", "S", "another number, other records; 1 where not given"),
            .value("day", "DATE", "day that the records speak of, YYYY-MM-DD; yesterday where not given"),
            .value("faults", "SHARE", "share of the records that break a rule, from 0 to 1; none where not given"),
            .value("nominative-row", "K", "fill a column that must stay empty in the K-th record"),
        ],
        examples: [
            .init("ecluse synth --convention Conventions/sidep --rows 100000 > SIDEP_20261120.csv", "a good day"),
            .init(
                "ecluse synth --convention Conventions/sidep --rows 1000 --faults 0.005 | age -R recipient.txt > day.csv.age",
                "five broken records in a thousand, sealed at once"),
        ],
        run: synthesise)

    private static func synthesise(_ invocation: Invocation) throws -> ExitStatus {
        let yesterday = CivilDate(days: SystemClock().now().date.days - 1)
        var request = SyntheticRequest(
            folder: try invocation.required("convention"), table: invocation.value("table"),
            rows: try invocation.integer("rows", in: 0...1_000_000_000, default: 1000), day: yesterday)
        request.seed = UInt64(try invocation.integer("seed", in: 0...Int.max, default: 1))
        if let text = invocation.value("day") {
            guard let day = CivilDate(iso8601: text) else { throw SynthesisFault.badDay }
            request.day = day
        }
        if let text = invocation.value("faults") {
            guard let share = Double(text), (0...1).contains(share) else { throw SynthesisFault.badShare }
            request.faults = share
        }
        if invocation.value("nominative-row") != nil {
            request.nominativeRow = try invocation.integer("nominative-row", in: 1...Int.max, default: 1)
        }
        let output = invocation.output
        try request.drop().write { block in
            if output.isClosed { throw SystemError("write", "standard output", number: EPIPE) }
            output.write(block)
        }
        return .success
    }
}
