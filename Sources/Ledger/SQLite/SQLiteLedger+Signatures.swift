internal import Crypto
internal import SQLite
package import Support

/// Signatures beside drops.
extension SQLiteLedger {
    package func attach(_ signature: DropSignature, to id: String, at: Timestamp) throws {
        try transaction { database in
            let record = try database.known(id)
            if let known = try database.signature(of: id) {
                guard known.id == signature.id else { throw LedgerFault.signatureThere }
                return
            }
            guard record.state == .received else { throw LedgerFault.wrongState(record.state) }
            try database.run(
                """
                INSERT INTO signatures (id, dropSequence, name, size, sha256, arrivedAt, bytes, attachedAt)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """,
                [
                    .text(signature.id), .int(record.sequence), .text(signature.name),
                    .integer(Int64(clamping: signature.size)), .blob(signature.sha256.bytes),
                    .int(signature.arrivedAt.microseconds), .blob(signature.bytes), .int(at.microseconds),
                ])
        }
    }

    package func signature(drop id: String) throws -> DropSignature? { try locked { try $0.signature(of: id) } }

    package func isAttached(_ id: String) throws -> Bool {
        try locked { database in
            try database.first("SELECT 1 FROM signatures WHERE id = ?", [.text(id)]) { row throws(DatabaseFault) in
                try row.integer(0) == 1
            } ?? false
        }
    }
}

extension Database {
    fileprivate func signature(of drop: String) throws -> DropSignature? {
        try list(
            """
            SELECT s.id, s.name, s.size, s.sha256, s.arrivedAt, s.bytes FROM signatures s
            JOIN drops d ON d.sequence = s.dropSequence WHERE d.id = ?
            """, [.text(drop)], DropSignature.init
        ).first
    }
}
