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

    /// The scope of a row of the history.
    init(_ row: MatrixRow) {
        (domain, epoch, base, purpose) = (row.domain, row.epoch, row.base, row.purpose)
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

    /// Records what `updates` change, by the rules of `ExclusionMatrix`.
    func apply(_ updates: [OppositionUpdate], source: DropRecord) throws -> ExclusionMatrix.Counts {
        guard !updates.isEmpty else { return ExclusionMatrix.Counts() }
        var scopes = Dictionary(try self.scopes().map { ($0.value, $0.key) }) { first, _ in first }
        for scope in Set(updates.map { MatrixScope($0) }) where scopes[scope] == nil {
            scopes[scope] = try addScope(scope)
        }
        let change = ExclusionMatrix.apply(updates, to: try history(of: updates, scopes), sourceDrop: source.id)
        for row in change.opened { try open(row, scopes, source) }
        for row in change.closed { try close(row, scopes, source) }
        if !change.opened.isEmpty || !change.closed.isEmpty {
            try run("UPDATE matrixVersion SET version = version + 1")
        }
        return change.counts
    }

    /// The rows known of the persons in `updates`, in the scopes of the updates.
    private func history(of updates: [OppositionUpdate], _ scopes: [MatrixScope: Int64]) throws -> [MatrixRow] {
        var reader = MatrixReader(scopes: try self.scopes(), drops: [:])
        var asked: Set<MatrixKey> = []
        var rows: [MatrixRow] = []
        for update in updates {
            guard let scope = scopes[MatrixScope(update)] else { continue }
            guard asked.insert(MatrixKey(scope: scope, pseudonym: update.pseudonymBytes)).inserted else { continue }
            let sql = """
                SELECT scope, pseudonym, since, until, source, closing FROM matrix WHERE pseudonym = ? AND scope = ? ORDER BY id
                """
            try forEach(sql, [.blob(update.pseudonymBytes), .int(scope)]) { row in
                rows.append(try reader.row(row, self))
            }
        }
        return rows
    }

    private func addScope(_ scope: MatrixScope) throws -> Int64 {
        let sql = "INSERT INTO scopes (domain, epoch, base, purpose) VALUES (?, ?, ?, ?) RETURNING id"
        let values: [Value] = [.text(scope.domain), .int(scope.epoch), .text(scope.base), .text(scope.purpose)]
        guard let id = try list(sql, values, { try $0.integer(0) }).first else { throw LedgerFault.damaged("scope") }
        return id
    }

    private func open(_ row: MatrixRow, _ scopes: [MatrixScope: Int64], _ source: DropRecord) throws {
        try run(
            "INSERT INTO matrix (scope, pseudonym, since, source, until, closing) VALUES (?, ?, ?, ?, ?, ?)",
            [
                .int(try id(row, scopes)), .blob(row.pseudonymBytes), .int(row.since.days), .int(source.sequence),
                .int(row.until?.days), .int(row.until == nil ? nil : source.sequence),
            ])
    }

    /// No two standing rows of a person and scope begin on one day, so these name one row.
    private func close(_ row: MatrixRow, _ scopes: [MatrixScope: Int64], _ source: DropRecord) throws {
        try run(
            """
            UPDATE matrix SET until = ?, closing = ? WHERE pseudonym = ? AND scope = ? AND since = ? AND until IS NULL
            """,
            [
                .int(row.until?.days), .int(source.sequence), .blob(row.pseudonymBytes), .int(try id(row, scopes)),
                .int(row.since.days),
            ])
    }

    private func id(_ row: MatrixRow, _ scopes: [MatrixScope: Int64]) throws -> Int64 {
        guard let id = scopes[MatrixScope(row)] else { throw LedgerFault.damaged("scope") }
        return id
    }
}

/// A person in a scope.
private struct MatrixKey: Hashable {
    let scope: Int64
    let pseudonym: [UInt8]
}
