internal import Crypto
internal import SQLite
internal import Support

/// How rows become values. A value that makes no sense is a damaged ledger, never a guess.
extension DropRecord {
    static let columns = """
        id, account, convention, conventionVersion, channel, name, size, sha256, arrivedAt, client, \
        sequence, state, attempts, released, prepared, counts, codes, tables, finishedAt, archivedAt, closedAt, crashes, \
        signer, keepsOriginal, (SELECT m.id FROM drops m WHERE m.sequence = drops.delivery), waitsSince
        """

    init(_ row: borrowing Row) throws {
        drop = NewDrop(
            id: try row.text(0), account: try row.text(1), convention: try row.text(2),
            conventionVersion: Int(try row.integer(3)), channel: try named(row.text(4), "channel"),
            name: try row.text(5),
            size: UInt64(clamping: try row.integer(6)), sha256: try digest(row.blob(7)),
            arrivedAt: Timestamp(microseconds: try row.integer(8)), client: try row.optionalText(9))
        sequence = try row.integer(10)
        state = try named(row.text(11), "state")
        attempts = Int(try row.integer(12))
        released = try row.integer(13) == 1
        prepared = try row.optionalBlob(14)
        result = DropResult(
            counts: try row.optionalBlob(15), codes: try row.text(16).split(separator: " ").map(String.init),
            tables: try row.text(17).split(separator: " ").map { text in
                guard let table = DropTable(text: text) else { throw LedgerFault.damaged("tables") }
                return table
            }, signer: try row.optionalText(22), keepsOriginal: try row.integer(23) == 1)
        finishedAt = try moment(row, 18)
        archivedAt = try moment(row, 19)
        closedAt = try moment(row, 20)
        crashes = Int(try row.integer(21))
        delivery = try row.optionalText(24)
        waitsSince = try moment(row, 25)
    }
}

extension DropSignature {
    init(_ row: borrowing Row) throws {
        self.init(
            id: try row.text(0), name: try row.text(1), size: UInt64(clamping: try row.integer(2)),
            sha256: try digest(row.blob(3)), arrivedAt: Timestamp(microseconds: try row.integer(4)),
            bytes: try row.blob(5))
    }
}

extension ReceiptRecord {
    static let columns = """
        r.account, r.number, d.id, r.kind, r.createdAt, r.previous, r.json, r.signature, r.text, r.report, r.sha256, \
        r.deliveredAt, r.acknowledgedAt FROM receipts r JOIN drops d ON d.sequence = r.dropSequence
        """

    init(_ row: borrowing Row) throws {
        account = try row.text(0)
        number = try row.integer(1)
        drop = try row.text(2)
        kind = try named(row.text(3), "kind")
        createdAt = Timestamp(microseconds: try row.integer(4))
        previous = try digest(row.blob(5))
        content = StoredReceipt(
            json: try row.blob(6), signature: try row.blob(7), text: try row.blob(8), report: try row.optionalBlob(9),
            sha256: try digest(row.blob(10)))
        deliveredAt = try moment(row, 11)
        acknowledgedAt = try moment(row, 12)
    }
}

extension OperatorRequest {
    static let columns = """
        q.id, d.id, q.action, q.operator, q.note, q.at, q.settledAt, q.result \
        FROM requests q JOIN drops d ON d.sequence = q.dropSequence
        """

    init(_ row: borrowing Row) throws {
        id = try row.integer(0)
        drop = try row.text(1)
        action = try named(row.text(2), "action")
        operatorName = try row.text(3)
        note = try row.text(4)
        at = Timestamp(microseconds: try row.integer(5))
        settledAt = try moment(row, 6)
        result = try row.optionalText(7)
    }
}

/// The case that `text` names.
func named<Case: RawRepresentable<String>>(_ text: String, _ column: String) throws -> Case {
    guard let value = Case(rawValue: text) else { throw LedgerFault.damaged(column) }
    return value
}

/// The digest in a column.
func digest(_ bytes: [UInt8]) throws -> SHA256Digest {
    guard let digest = SHA256Digest(bytes: bytes) else { throw LedgerFault.damaged("sha256") }
    return digest
}

/// The moment in a column, or nil.
func moment(_ row: borrowing Row, _ column: Int) throws -> Timestamp? {
    try row.optionalInteger(column).map(Timestamp.init(microseconds:))
}

extension Database {
    /// All rows as values.
    func list<R>(_ sql: String, _ values: [Value] = [], _ make: (borrowing Row) throws -> R) throws -> [R] {
        var results: [R] = []
        try forEach(sql, values) { row in results.append(try make(row)) }
        return results
    }

    /// The drop `id`.
    func drop(_ id: String) throws -> DropRecord? {
        try list("SELECT \(DropRecord.columns) FROM drops WHERE id = ?", [.text(id)], DropRecord.init).first
    }

    /// The drop `id`, which must exist.
    func known(_ id: String) throws -> DropRecord {
        guard let record = try drop(id) else { throw LedgerFault.unknownDrop }
        return record
    }
}
