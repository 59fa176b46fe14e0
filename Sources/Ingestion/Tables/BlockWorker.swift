internal import Columns
internal import Exclusion
internal import Pseudonymisation
internal import Records
internal import Support
internal import Treatment

/// What all workers of a pass share about one table.
struct BlockWork: Sendable {
    let table: CompiledTable
    let exclusion: ExclusionSet?
    let ring: PseudonymKeyRing
    /// Key of the surrogates of this drop.
    let surrogateKey: SecretBytes
    /// Seed of the key hashes of this drop.
    let keySeed: KeySeed
    /// Field without whose treated value a record means nothing: a placeholder in it rejects the record.
    var neededField: Int?

    /// The work on each of the tables of one drop; the keys are those of the drop, so that a value has one surrogate in all of them.
    static func ofDrop(_ tables: [CompiledTable], exclusion: ExclusionSet?, ring: PseudonymKeyRing) throws
        -> [BlockWork]
    {
        let surrogateKey = try Surrogates.newKey()
        let seed = KeySeed.random()
        return tables.map {
            BlockWork(table: $0, exclusion: exclusion, ring: ring, surrogateKey: surrogateKey, keySeed: seed)
        }
    }
}

/// One thread's part of a pass over one table: a block in, treated rows out.
struct BlockWorker {
    private let work: BlockWork
    private let parser: BlockParser
    private let context: TreatmentContext

    init(_ work: BlockWork) throws {
        self.work = work
        parser = try BlockParser(work.table.plan, seed: work.keySeed)
        context = try TreatmentContext(plan: work.table.treatments, ring: work.ring, surrogateKey: work.surrogateKey)
    }

    func treat(_ block: RecordBlock) throws -> TreatedRows {
        let parsed = parser.parse(block)
        let plan = work.table.treatments
        let columns = parsed.columns.enumerated().map { index, column in
            column ?? plan.fields[index].kind.nulls(parsed.rowCount)
        }
        let treated = try plan.apply(columns: columns, rejected: parsed.rejected, context: context)
        var rejected = parsed.rejected
        var untreated = TreatmentLog()
        for violation in treated.violations {
            rejected[violation.row] = true
            untreated.note(violation.code, field: violation.field, line: parsed.lines[violation.row])
        }
        if let field = work.neededField {
            for row in rejected.indices where !rejected[row] && treated.columns[field].isNull(row) {
                rejected[row] = true
                untreated.note(IdentifierFailure.placeholder.code, field: field, line: parsed.lines[row])
            }
        }
        var quarantine = TreatmentLog()
        for finding in treated.quarantine {
            quarantine.note(
                finding.code, field: finding.field, line: parsed.lines[finding.firstRow], count: UInt64(finding.count))
        }
        return TreatedRows(
            index: block.index, table: block.table, rows: parsed.rowCount, columns: treated.columns, rejected: rejected,
            excluded: treated.persons.flatMap { work.exclusion?.mask($0) }, keys: parsed.keys, lines: parsed.lines,
            violations: parsed.violations, totals: parsed.totals, owners: parsed.owners,
            ownerTotals: parsed.ownerTotals, ownerBlock: parsed.ownerBlock, untreated: untreated, quarantine: quarantine
        )
    }
}

/// One thread's workers, one a table, each made when its first block comes.
struct BlockWorkers {
    private let works: [BlockWork]
    private var workers: [BlockWorker?]

    init(_ works: [BlockWork]) {
        self.works = works
        workers = works.map { _ in nil }
    }

    mutating func treat(_ block: RecordBlock) throws -> TreatedRows {
        if let worker = workers[block.table] { return try worker.treat(block) }
        let worker = try BlockWorker(works[block.table])
        workers[block.table] = worker
        return try worker.treat(block)
    }
}
