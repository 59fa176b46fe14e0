internal import Support

/// A key of a table, compiled: which columns, and what is asked of it.
package struct KeyPlan: Sendable, Equatable {
    /// What a key is for.
    package enum Role: Sendable, Equatable {
        /// No two records have it; `rule` is the index in ``RecordPlan/rules``.
        case unique(rule: Int)
        /// Foreign keys refer to it.
        case referenced
        /// A record of `table` has it in the columns `columns` there.
        case foreign(table: String, columns: [Int], rule: Int)
    }

    /// Indices of the key's fields.
    package let columns: [Int]
    /// Whether a record that lacks one of the values is left alone.
    package let leavesMissing: Bool
    package let role: Role
    /// Of a foreign key: whether the record is about the person of the record that it refers to.
    package var followsPerson = false

    /// The rule that a record can break.
    package var rule: Int? {
        switch role {
        case .unique(let rule), .foreign(_, _, let rule): rule
        case .referenced: nil
        }
    }

    /// Whether the key is unique in its table.
    package var isUnique: Bool { if case .unique = role { true } else { false } }
}

/// Compiles the keys of a table.
struct KeyCompiler {
    let schema: TableSchema
    let others: [TableSchema]

    /// The keys, unique ones first, then those that others refer to, then foreign ones.
    func compile(_ book: inout RuleBook) throws(RecordsFault) -> [KeyPlan] {
        var keys: [KeyPlan] = []
        if !schema.primaryKey.isEmpty {
            let rule = book.add(Rule("key.duplicate", action: schema.primaryKeyAction))
            keys.append(KeyPlan(columns: schema.primaryKey, leavesMissing: false, role: .unique(rule: rule)))
        }
        for (index, field) in schema.fields.enumerated() where field.isUnique {
            keys.append(
                KeyPlan(columns: [index], leavesMissing: true, role: .unique(rule: book.add(.unique, field, index))))
        }
        for key in schema.uniqueKeys {
            let columns = try columns(key, of: schema)
            let rule = book.add(
                Rule("key.unique", arguments: ["fields": key.joined(separator: ", ")], action: schema.uniqueKeysAction))
            keys.append(KeyPlan(columns: columns, leavesMissing: true, role: .unique(rule: rule)))
        }
        for columns in try referenced() {
            keys.append(KeyPlan(columns: columns, leavesMissing: true, role: .referenced))
        }
        for key in schema.foreignKeys { keys.append(try foreign(key, &book)) }
        return keys
    }

    private func columns(_ names: [String], of table: TableSchema) throws(RecordsFault) -> [Int] {
        var columns: [Int] = []
        for name in names {
            guard let index = table.fields.firstIndex(where: { $0.name == name }), !columns.contains(index) else {
                throw RecordsFault("schema.invalid-key")
            }
            columns.append(index)
        }
        guard !columns.isEmpty else { throw RecordsFault("schema.invalid-key") }
        return columns
    }

    private func target(_ key: ForeignKey, from owner: TableSchema) -> TableSchema? {
        key.table.isEmpty || key.table == owner.name ? owner : ([schema] + others).first { $0.name == key.table }
    }

    /// What the foreign keys of all tables refer to in this one.
    private func referenced() throws(RecordsFault) -> [[Int]] {
        var all: [[Int]] = []
        for owner in [schema] + others {
            for key in owner.foreignKeys where target(key, from: owner)?.name == schema.name {
                let columns = try columns(key.referenced, of: schema)
                if !all.contains(columns) { all.append(columns) }
            }
        }
        return all
    }

    private func foreign(_ key: ForeignKey, _ book: inout RuleBook) throws(RecordsFault) -> KeyPlan {
        guard let table = target(key, from: schema) else {
            throw RecordsFault("schema.unknown-table", ["table": key.table])
        }
        let own = try columns(key.fields, of: schema)
        let there = try columns(key.referenced, of: table)
        let types = zip(own, there).map { (FormulaType(schema.fields[$0].type), FormulaType(table.fields[$1].type)) }
        guard own.count == there.count, types.allSatisfy({ $0.0 == $0.1 }) else {
            throw RecordsFault("schema.foreign-key-types", ["fields": key.fields.joined(separator: ", ")])
        }
        let arguments = ["fields": key.fields.joined(separator: ", "), "target": table.name]
        let rule = book.add(Rule("key.reference", arguments: arguments, action: key.action))
        return KeyPlan(
            columns: own, leavesMissing: true, role: .foreign(table: table.name, columns: there, rule: rule),
            followsPerson: key.followsPerson)
    }
}
