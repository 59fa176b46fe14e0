internal import Crypto
internal import Exclusion
internal import SQLite
package import Support

extension SQLiteLedger {
    package func undeliveredReceipts(limit: Int) throws -> [ReceiptRecord] {
        try locked { database in
            try database.list(
                """
                SELECT \(ReceiptRecord.columns) WHERE r.deliveredAt IS NULL ORDER BY r.createdAt, r.account, r.number LIMIT ?
                """, [.int(limit)], ReceiptRecord.init)
        }
    }

    package func outstandingReceipts(account: String) throws -> [ReceiptReference] {
        try locked { database in
            try database.list(
                """
                SELECT r.number, d.id, r.kind FROM receipts r JOIN drops d ON d.sequence = r.dropSequence
                WHERE r.account = ? AND r.deliveredAt IS NOT NULL AND r.acknowledgedAt IS NULL ORDER BY r.number
                """, [.text(account)]
            ) { row in
                ReceiptReference(
                    number: try row.integer(0), drop: try row.text(1), kind: try named(row.text(2), "kind"))
            }
        }
    }

    package func markReceiptDelivered(account: String, number: Int64, at: Timestamp) throws {
        try mark("deliveredAt", account, number, at)
    }

    package func markReceiptAcknowledged(account: String, number: Int64, at: Timestamp) throws {
        try mark("acknowledgedAt", account, number, at)
    }

    private func mark(_ column: String, _ account: String, _ number: Int64, _ at: Timestamp) throws {
        try transaction { database in
            let changed = try database.run(
                "UPDATE receipts SET \(column) = ifnull(\(column), ?) WHERE account = ? AND number = ?",
                [.int(at.microseconds), .text(account), .int(number)])
            guard changed == 1 else { throw LedgerFault.unknownReceipt }
        }
    }

    package func receipts(account: String, after number: Int64, limit: Int) throws -> [ReceiptRecord] {
        try locked { database in
            try database.list(
                "SELECT \(ReceiptRecord.columns) WHERE r.account = ? AND r.number > ? ORDER BY r.number LIMIT ?",
                [.text(account), .int(number), .int(limit)], ReceiptRecord.init)
        }
    }

    package func receipts(drop id: String) throws -> [ReceiptRecord] {
        try locked { database in
            let record = try database.known(id)
            return try database.list(
                "SELECT \(ReceiptRecord.columns) WHERE r.dropSequence = ? ORDER BY r.number",
                [.int(record.sequence)], ReceiptRecord.init)
        }
    }
}

extension Database {
    /// Gives the next place in the account's chain to `render` and stores what it makes.
    func addReceipt(
        _ kind: ReceiptKind, of record: DropRecord, at: Timestamp, matrix: ExclusionMatrix.Counts,
        render: ReceiptRenderer
    ) throws -> ReceiptRecord {
        let slot = try nextSlot(account: record.drop.account, kind: kind, matrix: matrix)
        let content = try render(slot)
        guard try SHA256.hash(content.json) == content.sha256 else { throw LedgerFault.receiptDigest }
        try run(
            """
            INSERT INTO receipts (account, number, dropSequence, kind, createdAt, previous, sha256, json, signature, text,
                report) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                .text(slot.account), .int(slot.number), .int(record.sequence), .text(kind.rawValue),
                .int(at.microseconds),
                .blob(slot.previous.bytes), .blob(content.sha256.bytes), .blob(content.json), .blob(content.signature),
                .blob(content.text), .blob(content.report),
            ])
        return ReceiptRecord(
            account: slot.account, number: slot.number, drop: record.id, kind: kind, createdAt: at,
            previous: slot.previous,
            content: content)
    }

    private func nextSlot(account: String, kind: ReceiptKind, matrix: ExclusionMatrix.Counts) throws -> ReceiptSlot {
        let last = try list(
            "SELECT number, sha256 FROM receipts WHERE account = ? ORDER BY number DESC LIMIT 1", [.text(account)]
        ) { row in (number: try row.integer(0), sha256: try digest(row.blob(1))) }.first
        let previous = try last?.sha256 ?? digest([UInt8](repeating: 0, count: SHA256Digest.length))
        return ReceiptSlot(
            account: account, number: (last?.number ?? 0) + 1, previous: previous, kind: kind, matrix: matrix)
    }
}
