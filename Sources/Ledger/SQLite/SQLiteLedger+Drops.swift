package import Crypto
internal import Exclusion
internal import SQLite
package import Support

extension SQLiteLedger {
    package func register(_ drop: NewDrop, at: Timestamp, arrival: ReceiptRenderer) throws -> Registration {
        try transaction { database in
            if let record = try database.drop(drop.id) {
                guard record.drop.sha256 == drop.sha256, record.drop.account == drop.account else {
                    throw LedgerFault.dropDiffers
                }
                return Registration(record: record, isNew: false)
            }
            try database.run(
                """
                INSERT INTO drops (id, account, convention, conventionVersion, channel, name, size, sha256, arrivedAt, client,
                    state, waitsSince) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'received', ?)
                """,
                [
                    .text(drop.id), .text(drop.account), .text(drop.convention), .int(drop.conventionVersion),
                    .text(drop.channel.rawValue), .text(drop.name), .integer(Int64(clamping: drop.size)),
                    .blob(drop.sha256.bytes), .int(drop.arrivedAt.microseconds), .text(drop.client),
                    .int(at.microseconds),
                ])
            let record = try database.known(drop.id)
            try database.note(record, from: nil, to: .received, at: at, note: nil)
            _ = try database.addReceipt(.arrival, of: record, at: at, matrix: ExclusionMatrix.Counts(), render: arrival)
            return Registration(record: record, isNew: true)
        }
    }

    package func drop(_ id: String) throws -> DropRecord? { try locked { try $0.drop(id) } }

    package func earlierDrop(sha256: SHA256Digest, convention: String, than id: String) throws -> DropRecord? {
        try locked { database in
            try database.list(
                """
                SELECT \(DropRecord.columns) FROM drops WHERE sha256 = ? AND convention = ? AND id <> ?
                AND state IN ('ingested', 'partial', 'processing')
                AND sequence < ifnull((SELECT sequence FROM drops WHERE id = ?), sequence + 1)
                ORDER BY sequence LIMIT 1
                """,
                [.blob(sha256.bytes), .text(convention), .text(id), .text(id)], DropRecord.init
            ).first
        }
    }

    package func begin(_ id: String, at: Timestamp) throws -> DropRecord {
        try transaction { database in
            let record = try database.known(id)
            try database.move(record, to: .processing, at: at, note: nil)
            try database.run(
                "UPDATE drops SET attempts = attempts + 1, crashes = crashes + isRunning, isRunning = 1 WHERE sequence = ?",
                [.int(record.sequence)])
            return try database.known(id)
        }
    }

    package func postpone(_ id: String) throws {
        try transaction { database in
            let record = try database.known(id)
            try database.run("UPDATE drops SET isRunning = 0 WHERE sequence = ?", [.int(record.sequence)])
        }
    }

    package func prepare(_ id: String, outcome: [UInt8], at: Timestamp) throws {
        try transaction { database in
            let record = try database.known(id)
            guard record.state == .processing else { throw LedgerFault.wrongState(record.state) }
            try database.run(
                "UPDATE drops SET prepared = ? WHERE sequence = ?", [.blob(outcome), .int(record.sequence)])
        }
    }

    package func finish(_ outcome: Outcome, receipt: ReceiptRenderer) throws -> ReceiptRecord {
        guard outcome.state.isFinal || outcome.state == .quarantined else { throw LedgerFault.notAnEnd(outcome.state) }
        return try transaction { database in try database.finish(outcome, receipt: receipt) }
    }

    package func requeue(_ id: String, release: Bool, note: String?, at: Timestamp) throws {
        try transaction { database in try database.requeue(id, release: release, note: note, at: at) }
    }

    package func markArchived(_ id: String, at: Timestamp) throws {
        try transaction { database in
            let record = try database.known(id)
            try database.run(
                "UPDATE drops SET archivedAt = ifnull(archivedAt, ?) WHERE sequence = ?",
                [.int(at.microseconds), .int(record.sequence)])
        }
    }

    package func markClosed(_ id: String, at: Timestamp) throws {
        try transaction { database in
            let record = try database.known(id)
            guard record.state.isFinal else { throw LedgerFault.wrongState(record.state) }
            try database.run(
                "UPDATE drops SET closedAt = ifnull(closedAt, ?), prepared = NULL WHERE sequence = ?",
                [.int(at.microseconds), .int(record.sequence)])
        }
    }

    package func unfinished() throws -> [DropRecord] {
        try locked { database in
            try database.list(
                """
                SELECT \(DropRecord.columns) FROM drops WHERE state IN ('received', 'processing')
                ORDER BY channel = 'data', sequence
                """, [], DropRecord.init)
        }
    }

    package func quarantinedOppositions() throws -> [DropRecord] {
        try locked { database in
            try database.list(
                """
                SELECT \(DropRecord.columns) FROM drops WHERE closedAt IS NULL
                AND state = 'quarantined' AND channel = 'oppositions' ORDER BY sequence
                """, [], DropRecord.init)
        }
    }

    package func unarchived() throws -> [DropRecord] {
        try locked { database in
            try database.list(
                """
                SELECT \(DropRecord.columns) FROM drops WHERE archivedAt IS NULL
                AND state NOT IN ('received', 'processing') ORDER BY sequence
                """, [], DropRecord.init)
        }
    }

    package func unclosed() throws -> [DropRecord] {
        try locked { database in
            try database.list(
                """
                SELECT \(DropRecord.columns) FROM drops WHERE closedAt IS NULL
                AND state NOT IN ('received', 'processing', 'quarantined') ORDER BY sequence
                """, [], DropRecord.init)
        }
    }
}

extension Database {
    /// Ends an attempt.
    func finish(_ outcome: Outcome, receipt: ReceiptRenderer) throws -> ReceiptRecord {
        let record = try known(outcome.drop)
        try move(record, to: outcome.state, at: outcome.at, note: outcome.note)
        try run(
            """
            UPDATE drops SET counts = ?, codes = ?, tables = ?, signer = ?, keepsOriginal = ?, finishedAt = ?,
            isRunning = 0
            WHERE sequence = ?
            """,
            [
                .blob(outcome.result.counts), .text(outcome.result.codes.joined(separator: " ")),
                .text(outcome.result.tables.map(\.text).joined(separator: " ")), .text(outcome.result.signer),
                .int(outcome.result.keepsOriginal ? 1 : 0),
                .int(outcome.at.microseconds), .int(record.sequence),
            ])
        let matrix = try apply(outcome.oppositions, source: record)
        return try addReceipt(
            outcome.state == .quarantined ? .quarantine : .outcome, of: record, at: outcome.at, matrix: matrix,
            render: receipt)
    }

    /// Sends a quarantined drop back to `received`.
    func requeue(_ id: String, release: Bool, note: String?, at: Timestamp) throws {
        let record = try known(id)
        guard record.state == .quarantined else { throw LedgerFault.wrongState(record.state) }
        try move(record, to: .received, at: at, note: note)
        try run(
            """
            UPDATE drops SET prepared = NULL, finishedAt = NULL, released = max(released, ?), isRunning = 0, crashes = 0
            WHERE sequence = ?
            """,
            [.int(release ? 1 : 0), .int(record.sequence)])
    }

    /// Changes the state of `record` where the table of transitions allows it, and adds to its history.
    func move(_ record: DropRecord, to next: DropState, at: Timestamp, note: String?) throws {
        guard record.state.allows(next) else { throw LedgerFault.transitionRefused(from: record.state, to: next) }
        try run("UPDATE drops SET state = ? WHERE sequence = ?", [.text(next.rawValue), .int(record.sequence)])
        try self.note(record, from: record.state, to: next, at: at, note: note)
    }

    /// Adds to the history of `record`.
    func note(_ record: DropRecord, from: DropState?, to: DropState, at: Timestamp, note: String?) throws {
        try run(
            "INSERT INTO events (dropSequence, at, fromState, toState, note) VALUES (?, ?, ?, ?, ?)",
            [
                .int(record.sequence), .int(at.microseconds), .text(from?.rawValue), .text(to.rawValue), .text(note),
            ])
    }
}
