internal import SQLite
package import Support

extension SQLiteLedger {
    package func request(
        _ action: OperatorAction, drop id: String, operatorName: String, note: String, at: Timestamp
    ) throws -> OperatorRequest {
        try transaction { database in
            let record = try database.known(id)
            guard record.state == .quarantined else { throw LedgerFault.wrongState(record.state) }
            let values: [Value] = [
                .int(record.sequence), .text(action.rawValue), .text(operatorName), .text(note), .int(at.microseconds),
            ]
            do {
                try database.run(
                    "INSERT INTO requests (dropSequence, action, operator, note, at) VALUES (?, ?, ?, ?, ?)", values)
            } catch let fault as DatabaseFault where fault.result == .unique { throw LedgerFault.requestPending }
            let rows = try database.list(
                "SELECT \(OperatorRequest.columns) WHERE q.dropSequence = ? AND q.settledAt IS NULL",
                [.int(record.sequence)], OperatorRequest.init)
            guard let request = rows.first else { throw LedgerFault.unknownRequest }
            return request
        }
    }

    package func pendingRequests() throws -> [OperatorRequest] {
        try locked { database in
            try database.list(
                "SELECT \(OperatorRequest.columns) WHERE q.settledAt IS NULL ORDER BY q.id", [], OperatorRequest.init)
        }
    }

    package func settleRequest(_ id: Int64, result: String, at: Timestamp) throws {
        try transaction { database in
            let changed = try database.run(
                "UPDATE requests SET settledAt = ?, result = ? WHERE id = ? AND settledAt IS NULL",
                [.int(at.microseconds), .text(result), .int(id)])
            guard changed == 1 else { throw LedgerFault.unknownRequest }
        }
    }

    package func requests(drop id: String) throws -> [OperatorRequest] {
        try locked { database in
            let record = try database.known(id)
            return try database.list(
                "SELECT \(OperatorRequest.columns) WHERE q.dropSequence = ? ORDER BY q.id",
                [.int(record.sequence)], OperatorRequest.init)
        }
    }
}
