package import Exclusion
internal import Pseudonymisation
internal import SQLite
internal import Support

extension SQLiteLedger {
    /// Only the rows in force are read, and of each only its pseudonym: a matrix has millions of rows.
    package func excluded(in scope: ExclusionScope) throws -> ExclusionSet {
        try locked { database in
            try database.snapshot {
                var pseudonyms: [Pseudonym] = []
                var foreign = 0
                for (id, opposition) in try database.scopes() where opposition.isFor(scope) {
                    if opposition.epoch == scope.epoch {
                        try database.pseudonymsInForce(id, scope.day, into: &pseudonyms)
                    } else {
                        foreign += try database.countInForce(id, scope.day)
                    }
                }
                guard foreign == 0 else {
                    throw ExclusionFault.epoch(domain: scope.domain, expected: scope.epoch, rows: foreign)
                }
                return ExclusionSet(pseudonyms)
            }
        }
    }
}

extension MatrixScope {
    fileprivate func isFor(_ scope: ExclusionScope) -> Bool {
        domain == scope.domain
            && MatrixRow.opposition(to: base, purpose, concerns: scope.base, scope.purpose)
    }
}

extension Database {
    /// What ``MatrixRow/isInForce(on:)`` says, for one scope and a day given twice.
    private static let inForce = "FROM matrix WHERE scope = ? AND since <= ? AND (until IS NULL OR until > ?)"

    fileprivate func pseudonymsInForce(_ scope: Int64, _ day: CivilDate, into list: inout [Pseudonym]) throws {
        try forEach("SELECT pseudonym \(Database.inForce)", values(scope, day)) { row in
            let (high, low) = try row.words(0)
            list.append(Pseudonym(high: high, low: low))
        }
    }

    fileprivate func countInForce(_ scope: Int64, _ day: CivilDate) throws -> Int {
        let counts = try list("SELECT count(*) \(Database.inForce)", values(scope, day)) { Int(try $0.integer(0)) }
        return counts.first ?? 0
    }

    private func values(_ scope: Int64, _ day: CivilDate) -> [Value] { [.int(scope), .int(day.days), .int(day.days)] }
}
