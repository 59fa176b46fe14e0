package import Crypto
internal import Exclusion
internal import SQLite
package import Support

/// Deliveries: several drops, tied by a manifest.
extension SQLiteLedger {
    package func announce(_ delivery: DeliveryRecord, at: Timestamp, notice: DeliveryNoticeRenderer) throws
        -> DeliveryRecord
    {
        try transaction { database in
            let manifest = try database.known(delivery.manifest)
            guard manifest.state == .processing else { throw LedgerFault.wrongState(manifest.state) }
            try database.run(
                "INSERT INTO deliveries (manifest, period, content, deadline) VALUES (?, ?, ?, ?)",
                [
                    .int(manifest.sequence), .text(delivery.period), .blob(delivery.content.bytes),
                    .int(delivery.deadline.microseconds),
                ])
            for (position, file) in delivery.files.enumerated() {
                try database.run(
                    "INSERT INTO deliveryFiles (manifest, position, name, tableName) VALUES (?, ?, ?, ?)",
                    [.int(manifest.sequence), .int(position), .text(file.name), .text(file.table)])
            }
            try database.run(
                "UPDATE drops SET delivery = sequence, isRunning = 0, crashes = 0 WHERE sequence = ?",
                [.int(manifest.sequence)])
            try database.move(manifest, to: .received, at: at, note: nil)
            let known = try database.claim(manifest, at: at)
            if !known.isComplete {
                _ = try database.addReceipt(
                    .notice, of: manifest, at: at, matrix: ExclusionMatrix.Counts()
                ) { slot in try notice(known.missing, slot) }
            }
            return known
        }
    }

    package func claimFiles(delivery id: String, at: Timestamp) throws -> DeliveryRecord {
        try transaction { database in
            let manifest = try database.known(id)
            guard manifest.state == .received else { throw LedgerFault.wrongState(manifest.state) }
            return try database.claim(manifest, at: at)
        }
    }

    package func delivery(_ id: String) throws -> DeliveryRecord? {
        try locked { database in
            guard let manifest = try database.drop(id) else { return nil }
            return try database.delivery(manifest)
        }
    }

    package func openDeliveries() throws -> [DeliveryRecord] {
        try locked { database in
            let manifests = try database.list(
                """
                SELECT \(DropRecord.columns) FROM drops WHERE state IN ('received', 'processing') AND delivery = sequence
                ORDER BY sequence
                """, [], DropRecord.init)
            return try manifests.compactMap { try database.delivery($0) }
        }
    }

    package func earlierDelivery(content: SHA256Digest, convention: String, than id: String) throws -> DropRecord? {
        try locked { database in
            try database.list(
                """
                SELECT \(DropRecord.columns) FROM drops WHERE convention = ? AND id <> ?
                AND sequence IN (SELECT manifest FROM deliveries WHERE content = ?) AND state IN ('ingested', 'partial')
                ORDER BY sequence LIMIT 1
                """, [.text(convention), .text(id), .blob(content.bytes)], DropRecord.init
            ).first
        }
    }

    package func isSuperseded(_ id: String) throws -> Bool {
        try locked { database in
            try database.first(
                """
                SELECT 1 FROM drops d JOIN drops n ON n.account = d.account AND n.sequence > d.sequence
                WHERE d.id = ? AND n.name = d.name AND n.channel = d.channel AND n.delivery IS NOT NULL
                """, [.text(id)]
            ) { row throws(DatabaseFault) in try row.integer(0) == 1 } ?? false
        }
    }

    package func finish(_ delivery: DeliveryOutcome, receipt: DeliveryReceiptRenderer) throws {
        try transaction { database in
            for outcome in delivery.outcomes {
                // The files of a delivery wait as they are while their manifest is worked on.
                let record = try database.known(outcome.drop)
                if record.state == .received, DropState.processing.allows(outcome.state) {
                    try database.move(record, to: .processing, at: outcome.at, note: nil)
                }
                _ = try database.finish(outcome) { slot in try receipt(outcome.drop, slot) }
            }
            for id in delivery.released {
                let record = try database.known(id)
                guard record.state == .received else { throw LedgerFault.wrongState(record.state) }
                try database.run(
                    "UPDATE drops SET delivery = NULL, waitsSince = ? WHERE sequence = ?",
                    [.int(delivery.at.microseconds), .int(record.sequence)])
                guard delivery.notifies else { continue }
                _ = try database.addReceipt(
                    .notice, of: record, at: delivery.at, matrix: ExclusionMatrix.Counts()
                ) { slot in try receipt(id, slot) }
            }
        }
    }

    package func requeue(delivery id: String, release: Bool, note: String?, at: Timestamp) throws {
        try transaction { database in
            let manifest = try database.known(id)
            let files = try database.delivery(manifest)?.files.compactMap(\.drop) ?? []
            for drop in files + [id] { try database.requeue(drop, release: release, note: note, at: at) }
        }
    }
}

extension Database {
    /// Takes the newest waiting upload of each name that is not there yet.
    fileprivate func claim(_ manifest: DropRecord, at: Timestamp) throws -> DeliveryRecord {
        guard let delivery = try delivery(manifest) else { throw LedgerFault.unknownDrop }
        for (position, file) in delivery.files.enumerated() where file.drop == nil {
            let found = try list(
                """
                SELECT sequence FROM drops WHERE state IN ('received', 'processing') AND state = 'received'
                AND account = ? AND convention = ? AND name = ? AND channel = 'data' AND delivery IS NULL
                ORDER BY sequence DESC LIMIT 1
                """, [.text(manifest.drop.account), .text(manifest.drop.convention), .text(file.name)]
            ) { row in try row.integer(0) }
            guard let sequence = found.first else { continue }
            try run("UPDATE drops SET delivery = ? WHERE sequence = ?", [.int(manifest.sequence), .int(sequence)])
            try run(
                "UPDATE deliveryFiles SET dropSequence = ? WHERE manifest = ? AND position = ?",
                [.int(sequence), .int(manifest.sequence), .int(position)])
        }
        guard let claimed = try self.delivery(manifest) else { throw LedgerFault.unknownDrop }
        return claimed
    }

    /// The delivery of `manifest`; nil where it has announced none.
    fileprivate func delivery(_ manifest: DropRecord) throws -> DeliveryRecord? {
        let files = try list(
            """
            SELECT f.name, f.tableName, d.id FROM deliveryFiles f LEFT JOIN drops d ON d.sequence = f.dropSequence
            WHERE f.manifest = ? ORDER BY f.position
            """, [.int(manifest.sequence)]
        ) { row in
            DeliveryRecord.File(name: try row.text(0), table: try row.text(1), drop: try row.optionalText(2))
        }
        return try list(
            "SELECT period, content, deadline FROM deliveries WHERE manifest = ?", [.int(manifest.sequence)]
        ) { row in
            DeliveryRecord(
                manifest: manifest.id, period: try row.text(0), content: try digest(row.blob(1)),
                deadline: Timestamp(microseconds: try row.integer(2)), files: files)
        }.first
    }
}
