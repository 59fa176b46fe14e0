internal import Catalogue
internal import Convention
internal import Ledger
internal import Platform
internal import Pseudonymisation
internal import Support

/// The rows of a drop on their way into its tables: a data file a table, then one commit a table.
///
/// A drop that replaces rows has more files: those of earlier drops without the rows that go (``Rewriting``). They are durable
/// before the ledger knows of them, and added and removed in the same commit as the drop's own rows.
///
/// Each table takes all of its rows or none. No coordinator spans Delta tables, so for as long as one `link` takes a reader may
/// see the drop in one table and not yet in the next. What makes the drop whole all the same is the order: every data file is
/// durable, then the ledger knows what is to be committed (``PreparedOutcome``), then every log entry is written, then one
/// `link` a table publishes. Once one table is linked the drop is decided: ``finish(_:in:record:now:)`` gives the others what
/// was prepared, before anything else is done with the drop.
struct Publication {
    let rows: DropRowGroups
    private let files: [DataFileWriter]
    private let tables: [CatalogueTable]
    private let record: DropRecord

    /// Starts the drop's data files, one a table.
    init(_ tables: [CatalogueTable], _ record: DropRecord, _ threads: Int) throws {
        files = try tables.map { table in
            try DataFileWriter(table: table.delta, dropID: record.id, number: 0, schema: table.compiled.parquet)
        }
        rows = DropRowGroups(
            zip(tables, files).map { table, file in
                RowGroupWriter(schema: table.compiled.parquet, file: file, threads: threads)
            })
        self.tables = tables
        self.record = record
    }

    /// Makes the files durable, writes those anew from which rows go, and commits all.
    ///
    /// Gives what was committed and the versions of the tables.
    func commit(
        _ result: DropPassResult, convention: Convention, ledger: any Ledger, keys: IngestionKeys, now: Timestamp
    ) throws -> (prepared: PreparedOutcome, versions: [Int64]) {
        let epoch = convention.person.flatMap { keys.pseudonyms.current($0.domain)?.epoch } ?? 0
        let matrixVersion = try ledger.matrixVersion()
        var parts: [PreparedOutcome.Part] = []
        for (index, found) in result.tables.enumerated() {
            let file = try files[index].finish(tags: ["drop": record.id], now: now)
            let rewriting = try tables[index].rewriting(found, record, now)
            var info: [(name: String, value: JSONValue)] =
                [
                    ("drop", .text(record.id)), ("convention", .text(convention.id)),
                    ("conventionVersion", .count(convention.version)), ("keyEpoch", .count(epoch)),
                    ("matrixVersion", .count(matrixVersion)), ("rowsRead", .count(found.counts.read)),
                    ("rowsKept", .count(found.counts.kept)),
                ] + Publication.judges(result.nomenclatures)
            if let rewriting { info.append(("rowsReplaced", .count(rewriting.rows))) }
            parts.append(
                PreparedOutcome.Part(
                    table: found.table.path, counts: found.counts, file: file, rewriting: rewriting, info: info))
        }
        let prepared = PreparedOutcome(parts: parts)
        try ledger.prepare(record.id, outcome: prepared.json, at: now)
        CrashPoint.reached(.outcomePrepared)
        return (prepared, try DeltaTable.commit(zip(tables, parts).map { $0.change($1, of: record) }, now: now))
    }

    /// By which versions of nomenclatures the rows were judged.
    private static func judges(_ used: [NomenclatureUse]) -> [(name: String, value: JSONValue)] {
        used.isEmpty ? [] : [("nomenclatures", .object(used.map { ($0.name, .optional($0.version)) }))]
    }

    /// Commits what a crash left uncommitted of a drop that some of `tables` hold already, and gives what was prepared.
    ///
    /// Where other drops have come to a table since, what it replaces there is looked for anew, with what `read` finds in the drop.
    static func finish(
        _ tables: [CatalogueTable], _ committed: [CommittedTransaction?], record: DropRecord, now: Timestamp,
        read: () throws -> DropPassResult
    ) throws -> (prepared: PreparedOutcome?, versions: [Int64]) {
        var prepared = record.prepared.flatMap(PreparedOutcome.init(json:))
        var changes: [TableChange] = []
        var result: DropPassResult?
        for (index, table) in tables.enumerated() where committed[index] == nil {
            guard let place = prepared?.parts.firstIndex(where: { $0.table == table.compiled.path }),
                var part = prepared?.parts[place]
            else { throw SystemFault.preparedMissing }
            if let basis = part.rewriting?.basis, try table.delta.snapshot().version != basis {
                result = try result ?? read()
                part.rewriting = try result.flatMap { try table.rewriting($0.tables[index], record, now) }
                prepared?.parts[place] = part
            }
            changes.append(table.change(part, of: record))
        }
        var added = try DeltaTable.commit(changes, now: now).makeIterator()
        return (prepared, committed.compactMap { $0?.tableVersion ?? added.next() })
    }
}

/// A table of the convention with its place in the catalogue.
struct CatalogueTable {
    let compiled: CompiledTable
    let delta: DeltaTable

    /// Opens the table, which is made where it does not exist.
    init(_ compiled: CompiledTable, in store: CatalogueStore, now: Timestamp) throws {
        self.compiled = compiled
        delta = try store.createTable(
            base: compiled.base, table: compiled.name, schema: compiled.parquet, description: nil, now: now)
    }

    /// Writes files anew without the rows that the drop `record` replaces, as `found` says; nil where it only adds, or replaces all.
    fileprivate func rewriting(_ found: TablePassResult, _ record: DropRecord, _ now: Timestamp) throws -> Rewriting? {
        try found.replaces.map { replaced in
            // Number 0 is the file of the drop's own rows.
            try delta.rewriting(
                without: replaced, schema: compiled.parquet, dropID: record.id, from: 1, now: now)
        }
    }

    fileprivate func change(_ part: PreparedOutcome.Part, of record: DropRecord) -> TableChange {
        TableChange(
            delta,
            DeltaCommit(
                adds: [part.file] + (part.rewriting?.added ?? []),
                removal: part.rewriting?.removal ?? compiled.removal,
                transaction: DeltaTransaction(appID: record.id, version: 1), schema: compiled.parquet,
                info: part.info))
    }
}
