internal import Catalogue
internal import Convention
internal import Ledger
internal import Platform
internal import Pseudonymisation
internal import Support

/// The rows of a drop on their way into its table: a data file, then one commit.
struct Publication {
    let rows: RowGroupWriter
    private let file: DataFileWriter
    private let delta: DeltaTable
    private let record: DropRecord
    private let table: CompiledTable

    /// Starts the drop's data file.
    init(_ table: CompiledTable, _ delta: DeltaTable, _ record: DropRecord, _ threads: Int) throws {
        file = try DataFileWriter(table: delta, dropID: record.id, number: 0, schema: table.parquet)
        rows = RowGroupWriter(schema: table.parquet, file: file, threads: threads)
        self.delta = delta
        self.record = record
        self.table = table
    }

    /// Makes the file durable and commits it: all rows are in the table after this, or none.
    ///
    /// Gives the table's version.
    func commit(
        _ result: TablePassResult, convention: Convention, ledger: any Ledger, keys: IngestionKeys, now: Timestamp
    ) throws -> Int64 {
        let info: [(String, JSONValue)] = [
            ("drop", .text(record.id)), ("convention", .text(convention.id)),
            ("conventionVersion", .count(convention.version)),
            ("keyEpoch", .count(convention.person.flatMap { keys.pseudonyms.current($0.domain)?.epoch } ?? 0)),
            ("matrixVersion", .count(try ledger.matrixVersion())), ("rowsRead", .count(result.counts.read)),
            ("rowsKept", .count(result.counts.kept)),
        ]
        let added = try file.finish(tags: ["drop": record.id], now: now)
        try ledger.prepare(record.id, outcome: JSONWriter.write(result.counts.json), at: now)
        CrashPoint.reached(.outcomePrepared)
        let outcome = try delta.commit(
            DeltaCommit(
                adds: [added], removal: table.removal, transaction: DeltaTransaction(appID: record.id, version: 1),
                info: info),
            now: now)
        return outcome.version
    }
}
