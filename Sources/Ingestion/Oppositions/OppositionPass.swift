internal import Columns
internal import Convention
internal import Exclusion
internal import Pseudonymisation
internal import Records
internal import Support
internal import Treatment

/// Reads an opposition update: the same pass as over a table, with the identifier treated as the base's own tables treat it, so
/// that the pseudonyms are those of the catalogue.
///
/// Every valid line is taken, whatever the others are: a person's opposition must not wait for the correction of another line.
struct OppositionPass {
    /// Lines taken from one update.
    static let maximumLines = 5_000_000
    /// Value of the scope field that stands for all bases; an empty one stands for the convention's own.
    static let allBases = "all"

    private let work: BlockWork
    private let base: String
    private let domain: String

    init(_ rules: OppositionRules, person: PersonRules, convention: Convention, ring: PseudonymKeyRing) throws {
        base = convention.card.base
        domain = person.domain
        let table = OppositionPass.table(rules, person: convention.personField(person))
        work = BlockWork(
            table: try CompiledTable(table, of: convention), exclusion: nil, ring: ring,
            surrogateKey: try Surrogates.newKey(), keySeed: .random(), neededField: 0)
    }

    /// The updates and what was found on the way.
    func run(_ plaintext: any ByteSource) throws -> ([OppositionUpdate], DropPassResult) {
        let sink = OppositionSink(base: base, domain: domain)
        let result = try DropPass(works: [work], workers: 1, directory: "").run(SingleFile(plaintext), into: sink)
        return (sink.updates, result)
    }

    /// An update as a table of its own.
    private static func table(_ rules: OppositionRules, person: (field: Field?, treatment: FieldTreatment))
        -> ConventionTable
    {
        // What is no identifier in a data drop is none here either.
        // A number is compared as a number there and here: `007` is 7.
        let type: FieldType = person.field?.type == .integer ? .integer : .string
        var identifier = Field(name: rules.identifierField, type: type, required: true)
        identifier.pattern = person.field?.pattern
        identifier.check = person.field?.check
        identifier.minLength = person.field?.minLength
        identifier.maxLength = person.field?.maxLength
        var fields = [
            identifier,
            Field(name: rules.actionField, type: .string, required: true),
            Field(name: rules.dateField, type: .date(format: "%Y-%m-%d"), required: true),
        ]
        fields[1].enumeration = OppositionUpdate.Action.allCases.map(\.rawValue)
        var treatments: [FieldTreatment] = [person.treatment, .keepCoded, .keep]
        if let scope = rules.scopeField {
            var field = Field(name: scope, type: .string)
            field.enumeration = [allBases]
            fields.append(field)
            treatments.append(.keepCoded)
        }
        return ConventionTable(
            name: "oppositions", title: "", namePattern: rules.namePattern, nameExample: rules.nameExample,
            format: .csv(rules.dialect), schema: TableSchema(name: "oppositions", fields: fields),
            treatments: treatments,
            outputNames: fields.map { _ in nil }, descriptions: fields.map { _ in "" }, loadMode: .append)
    }
}

extension Convention {
    /// The field of a table that holds the person's identifier, and how its pseudonym is made.
    fileprivate func personField(_ person: PersonRules) -> (field: Field?, treatment: FieldTreatment) {
        for table in tables {
            guard let name = person.fields[table.name],
                let index = table.schema.fields.firstIndex(where: { $0.name == name })
            else { continue }
            switch table.treatments[index] {
            case .pseudonym(person.domain, let kind):
                return (table.schema.fields[index], .pseudonym(domain: person.domain, kind: kind))
            case .rekey(person.domain): return (table.schema.fields[index], .rekey(domain: person.domain))
            case .renumber:
                return (table.schema.fields[index], .pseudonym(domain: person.domain, kind: .opaque))
            default: continue
            }
        }
        return (nil, .pseudonym(domain: person.domain, kind: .opaque))
    }
}

/// Turns treated rows into updates.
private final class OppositionSink: RowSink {
    private let base: String
    private let domain: String
    private(set) var updates: [OppositionUpdate] = []

    init(base: String, domain: String) {
        self.base = base
        self.domain = domain
    }

    func flush() {}

    func append(_ columns: [Column], _ rows: RowSelection, table: Int) throws {
        let columns = columns.map(\.decoded)
        guard columns.count >= 3, case .bytes(let persons) = columns[0].values,
            case .bytes(let actions) = columns[1].values,
            case .int32(let days) = columns[2].values
        else { preconditionFailure("an update is made of other columns") }
        guard updates.count + rows.count <= OppositionPass.maximumLines else {
            throw DropFault.tooManyOppositions(limit: OppositionPass.maximumLines)
        }
        for row in rows.runs.joined() {
            guard let person = PseudonymText.parse(persons.bytes.span.extracting(persons.range(row))),
                let action = OppositionUpdate.Action(rawValue: String(decoding: actions.entry(row), as: UTF8.self))
            else { continue }
            let isForAll = columns.count > 3 && !columns[3].isNull(row)
            updates.append(
                OppositionUpdate(
                    action: action, domain: domain, epoch: person.epoch, pseudonym: person.pseudonym,
                    base: isForAll ? nil : base, purpose: nil, date: CivilDate(days: days[row])))
        }
    }
}
