internal import Convention
internal import Home
internal import Producer
internal import Records
internal import Support

/// A made-up drop that is asked for: the options of `ecluse synth`, which the demonstration types too.
struct SyntheticRequest {
    /// Rows that a person has on average, so that days of the same size speak of the same persons.
    private static let rowsPerPerson = 4
    private static let smallestPopulation = 200

    /// Folder of the convention.
    var folder: String
    /// Nil for the convention's first table.
    var table: String?
    var rows: Int
    var day: CivilDate
    var seed: UInt64 = 1
    /// Share of the rows that break a rule.
    var faults = 0.0
    /// Row, from 1, in which a forbidden column is filled.
    var nominativeRow: Int?

    /// The same as words for `ecluse synth`.
    var words: [String] {
        var words = ["synth", "--convention", folder, "--rows", String(rows), "--day", day.description]
        if let table { words += ["--table", table] }
        if seed != 1 { words += ["--seed", String(seed)] }
        if faults > 0 { words += ["--faults", String(faults)] }
        if let nominativeRow { words += ["--nominative-row", String(nominativeRow)] }
        return words
    }

    /// The drop that is asked for.
    func drop(countsPersons: Bool = false) throws -> SyntheticDrop {
        let report = try ConventionFolder.load(folder)
        guard let convention = report.convention, report.errors.isEmpty else {
            throw HomeFault.convention(id: "", report.errors)
        }
        guard let table = table.map({ convention.table(named: $0) }) ?? convention.tables.first else {
            throw SynthesisFault.unknownTable
        }
        guard case .csv = table.format else { throw SynthesisFault.notCSV }
        var options = SyntheticDrop.Options(rows: rows, day: day)
        options.seed = seed
        options.population = max(SyntheticRequest.smallestPopulation, rows / SyntheticRequest.rowsPerPerson)
        for fault in SyntheticFault.allCases { options.faults[fault] = faults / Double(SyntheticFault.allCases.count) }
        options.nominativeRow = nominativeRow.map { $0 - 1 }
        options.countsPersons = countsPersons
        return SyntheticDrop(table: table, personField: convention.person?.fields[table.name], options: options)
    }
}

/// Why no drop can be made up.
enum SynthesisFault: Fault {
    case unknownTable
    case notCSV
    case badShare
    case badDay

    var code: FaultCode {
        switch self {
        case .unknownTable: "usage.synth-table"
        case .notCSV: "usage.synth-format"
        case .badShare: "usage.synth-share"
        case .badDay: "usage.synth-day"
        }
    }

    /// Sentences of the codes.
    static let messages = MessageTable([
        Message(
            "usage.synth-table", fr: "la convention n’a pas de table de ce nom ; voyez son convention.json",
            en: "the convention has no table of that name; see its convention.json"),
        Message(
            "usage.synth-format", fr: "le fichier de cette table n’est pas du CSV, le seul format que « synth » écrit",
            en: "the file of this table is not CSV, the only format that “synth” writes"),
        Message(
            "usage.synth-share", fr: "« --faults » attend une part entre 0 et 1, par exemple 0.005",
            en: "“--faults” needs a share between 0 and 1, such as 0.005"),
        Message(
            "usage.synth-day", fr: "« --day » attend un jour, par exemple 2026-11-20",
            en: "“--day” needs a day, such as 2026-11-20"),
    ])
}
