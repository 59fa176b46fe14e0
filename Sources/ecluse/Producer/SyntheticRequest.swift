internal import Convention
internal import Home
internal import Producer
internal import Records
internal import Support

/// Made-up drops that are asked for: the options of `ecluse synth`, which the demonstration types too.
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
    /// Share of the records that get a fault.
    var faults = 0.0
    /// Where codes of nomenclatures are looked up; their patterns alone are used where it is nil.
    var nomenclatures: NomenclatureLibrary?
    /// Record, from 1, in which a forbidden column is filled.
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

    /// The drop that is asked for: that with the file of the table.
    func drop(countsPersons: Bool = false) throws -> SyntheticDrop {
        try SyntheticDrop.one(of: try convention(), table: table, options(countsPersons: countsPersons))
    }

    /// All drops of the convention.
    func drops() throws -> [SyntheticDrop] { try SyntheticDrop.all(of: try convention(), options()) }

    private func convention() throws -> Convention {
        let report = try ConventionFolder.load(folder)
        guard let convention = report.convention, report.errors.isEmpty else {
            throw HomeFault.convention(id: "", report.errors)
        }
        return try convention.judging(by: nomenclatures ?? NomenclatureLibrary(), on: day).convention
    }

    private func options(countsPersons: Bool = false) -> SyntheticDrop.Options {
        var options = SyntheticDrop.Options(rows: rows, day: day)
        options.seed = seed
        options.population = max(SyntheticRequest.smallestPopulation, rows / SyntheticRequest.rowsPerPerson)
        options.faults = faults
        options.nominativeRow = nominativeRow.map { $0 - 1 }
        options.countsPersons = countsPersons
        return options
    }
}

/// Options of `ecluse synth` that make no sense.
enum SynthesisRequestFault: Fault {
    case badShare
    /// An option that takes a day has something else.
    case badDay(option: String)

    var code: FaultCode {
        switch self {
        case .badShare: "usage.synth-share"
        case .badDay: "usage.synth-day"
        }
    }

    var arguments: [String: String] {
        switch self {
        case .badShare: [:]
        case .badDay(let option): ["option": option]
        }
    }

    /// Sentences of the codes.
    static let messages = MessageTable([
        Message(
            "usage.synth-share", fr: "« --faults » attend une part entre 0 et 1, par exemple 0.005",
            en: "“--faults” needs a share between 0 and 1, such as 0.005"),
        Message(
            "usage.synth-day", fr: "« {option} » attend un jour, par exemple 2026-11-20",
            en: "“{option}” needs a day, such as 2026-11-20"),
    ])
}
