package import Exclusion
internal import SQLite
internal import Support

extension SQLiteLedger {
    package func matrixVersion() throws -> Int64 { try locked { try $0.matrixVersion() } }

    package func matrixRows(domain: String?, _ body: (MatrixRow) throws -> Void) throws -> Int64 {
        try locked { database in
            try database.snapshot {
                let version = try database.matrixVersion()
                var reader = MatrixReader(scopes: try database.scopes(), drops: [:])
                let wanted = domain == nil ? "" : "WHERE scope IN (SELECT id FROM scopes WHERE domain = ?)"
                try database.forEach(
                    "SELECT scope, pseudonym, since, until, source, closing FROM matrix \(wanted) ORDER BY id",
                    domain.map { [.text($0)] } ?? []
                ) { row in try body(try reader.row(row, database)) }
                return version
            }
        }
    }
}

/// Makes rows of the matrix, remembering the few scopes and drops that millions of them share.
private struct MatrixReader {
    let scopes: [Int64: MatrixScope]
    var drops: [Int64: String]

    mutating func row(_ row: borrowing Row, _ database: Database) throws -> MatrixRow {
        guard let scope = scopes[try row.integer(0)] else { throw LedgerFault.damaged("scope") }
        guard let pseudonym = storedPseudonym(try row.blob(1)) else { throw LedgerFault.damaged("pseudonym") }
        return MatrixRow(
            domain: scope.domain, epoch: scope.epoch, pseudonym: pseudonym, base: scope.base, purpose: scope.purpose,
            since: try day(row.integer(2)), until: try row.optionalInteger(3).map(day),
            sourceDrop: try drop(row.integer(4), database),
            closingDrop: try row.optionalInteger(5).map { sequence in try drop(sequence, database) })
    }

    private mutating func drop(_ sequence: Int64, _ database: Database) throws -> String {
        if let id = drops[sequence] { return id }
        let found = try database.list("SELECT id FROM drops WHERE sequence = ?", [.int(sequence)]) { try $0.text(0) }
        guard let id = found.first else { throw LedgerFault.damaged("source") }
        drops[sequence] = id
        return id
    }

    private func day(_ number: Int64) throws -> CivilDate {
        guard let days = Int32(exactly: number) else { throw LedgerFault.damaged("since") }
        return CivilDate(days: days)
    }
}

/// What the rows of a scope have in common.
struct MatrixScope: Hashable {
    var domain: String
    var epoch: Int
    var base: String?
    var purpose: String?

    /// The scope of an update.
    init(_ update: OppositionUpdate) {
        domain = update.domain
        epoch = update.epoch
        base = update.base
        purpose = update.purpose
    }

    init(_ row: borrowing Row) throws {
        domain = try row.text(1)
        epoch = Int(try row.integer(2))
        base = try row.optionalText(3)
        purpose = try row.optionalText(4)
    }
}

extension Database {
    func matrixVersion() throws -> Int64 {
        let found = try list("SELECT version FROM matrixVersion") { try $0.integer(0) }
        guard let version = found.first else { throw LedgerFault.damaged("matrixVersion") }
        return version
    }

    func scopes() throws -> [Int64: MatrixScope] {
        let pairs = try list("SELECT id, domain, epoch, base, purpose FROM scopes") { row in
            (try row.integer(0), try MatrixScope(row))
        }
        return Dictionary(pairs) { first, _ in first }
    }

    /// Opens and closes rows of the matrix as `updates` say, in their order.
    func apply(_ updates: [OppositionUpdate], source: DropRecord) throws -> MatrixEffect {
        var effect = MatrixEffect()
        guard !updates.isEmpty else { return effect }
        var known = Dictionary(try scopes().map { ($0.value, $0.key) }) { first, _ in first }
        for update in updates {
            let scope = MatrixScope(update)
            let id = try known[scope] ?? addScope(scope)
            known[scope] = id
            switch update.action {
            case .add:
                let inserted = try open(update, scope: id, source: source)
                effect.inserted += inserted
                effect.unchanged += 1 - inserted
            case .withdraw:
                let closed = try close(update, scope: id, source: source)
                effect.closed += closed
                if closed == 0 { effect.unchanged += 1 }
            }
        }
        if effect.inserted + effect.closed > 0 { try run("UPDATE matrixVersion SET version = version + 1") }
        return effect
    }

    private func addScope(_ scope: MatrixScope) throws -> Int64 {
        let sql = "INSERT INTO scopes (domain, epoch, base, purpose) VALUES (?, ?, ?, ?) RETURNING id"
        let values: [Value] = [.text(scope.domain), .int(scope.epoch), .text(scope.base), .text(scope.purpose)]
        guard let id = try list(sql, values, { try $0.integer(0) }).first else { throw LedgerFault.damaged("scope") }
        return id
    }

    /// A row that stands since that day or earlier already says it.
    private func open(_ update: OppositionUpdate, scope: Int64, source: DropRecord) throws -> Int {
        try run(
            """
            INSERT INTO matrix (scope, pseudonym, since, source) SELECT ?1, ?2, ?3, ?4 WHERE NOT EXISTS
                (SELECT 1 FROM matrix WHERE pseudonym = ?2 AND scope = ?1 AND until IS NULL AND since <= ?3)
            """,
            [.int(scope), .blob(update.pseudonymBytes), .int(update.date.days), .int(source.sequence)])
    }

    /// A withdrawal dated before the opposition leaves a row without a day of effect: history stays.
    private func close(_ update: OppositionUpdate, scope: Int64, source: DropRecord) throws -> Int {
        try run(
            """
            UPDATE matrix SET until = max(since, ?3), closing = ?4 WHERE pseudonym = ?2 AND scope = ?1 AND until IS NULL
            """,
            [.int(scope), .blob(update.pseudonymBytes), .int(update.date.days), .int(source.sequence)])
    }
}
