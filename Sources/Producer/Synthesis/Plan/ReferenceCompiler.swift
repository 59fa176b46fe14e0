internal import Convention
internal import Records

/// Gives the fields of foreign keys the values of a record that they name.
struct ReferenceCompiler {
    /// Share of records that an optional key leaves without a reference, of 65536.
    private static let missingShare: UInt32 = 6554

    let plan: SynthesisPlan
    let table: TablePlan

    /// The tables, each after those that its foreign keys name, as far as they go in no circle.
    static func order(_ plan: SynthesisPlan) -> [TablePlan] {
        var order: [TablePlan] = []
        var seen: Set<Int> = []
        func visit(_ table: TablePlan) {
            guard seen.insert(table.index).inserted else { return }
            for key in table.schema.foreignKeys {
                if let index = plan.index(of: key.table.isEmpty ? table.table.name : key.table) {
                    visit(plan.tables[index])
                }
            }
            if let owner = table.owner { visit(plan.tables[owner]) }
            order.append(table)
        }
        for table in plan.tables { visit(table) }
        return order
    }

    func compile() throws {
        // The key with more fields says what one with some of them says.
        let keys = table.schema.foreignKeys.enumerated().sorted {
            ($1.element.fields.count, $0.offset) < ($0.element.fields.count, $1.offset)
        }
        for (number, key) in keys { try add(key, number) }
    }

    private func add(_ key: ForeignKey, _ number: Int) throws {
        guard let index = plan.index(of: key.table.isEmpty ? table.table.name : key.table) else { return }
        let target = plan.tables[index]
        let columns = key.fields.compactMap(table.column)
        let referenced = key.referenced.compactMap(target.column)
        guard columns.count == key.fields.count, referenced.count == columns.count else { return }
        let open = columns.filter { table.columns[$0].source.isOpen }
        // What is given already follows a key with more fields, or stands in the record around.
        guard !open.isEmpty else { return }
        let isJudged = key.action != .warn && plan.areTogether(table.index, index)
        let returns = returns(target, referenced, columns)
        if open.count < columns.count || returns || isNothing(target, referenced) {
            return try leaveOut(open, isWanted: isJudged && !returns, key)
        }
        let isOptional = columns.contains { !table.columns[$0].field.required && !isInKey($0) }
        table.references.append(
            ReferencePlan(
                table: index, columns: columns, referenced: referenced,
                salt: Draw.mixed(table.salt, UInt64(number) &+ 0x7265_66),
                missingShare: isOptional ? ReferenceCompiler.missingShare : 0, isJudged: isJudged))
        for (place, column) in columns.enumerated() {
            table.columns[column].source = .reference(table.references.count - 1, column: referenced[place])
            table.columns[column].missingShare = 0
        }
        for column in referenced { keep(target, column) }
    }

    /// Fixes what others refer to, where the value really stands.
    private func keep(_ target: TablePlan, _ column: Int) {
        target.columns[column].isReferenced = true
        target.columns[column].missingShare = 0
        if case .inherited(let table, let source) = target.columns[column].source { keep(plan.tables[table], source) }
    }

    /// Whether the fields that are referred to have the values of the referring ones: then each record finds one.
    private func returns(_ target: TablePlan, _ referenced: [Int], _ columns: [Int]) -> Bool {
        var (current, place) = (target, referenced[0])
        var way: [(table: TablePlan, number: Int)] = []
        for _ in 0..<plan.tables.count {
            guard case .reference(let number, let column) = current.columns[place].source else { break }
            way.append((current, number))
            (current, place) = (plan.tables[current.references[number].table], column)
        }
        guard current === table, place == columns[0] else { return false }
        for (table, number) in way { table.references[number].isMirrored = true }
        return true
    }

    private func isNothing(_ target: TablePlan, _ referenced: [Int]) -> Bool {
        referenced.contains { target.columns[$0].source == .none }
    }

    /// Leaves out values that could only be wrong; a record that lacks one refers to nothing.
    private func leaveOut(_ columns: [Int], isWanted: Bool, _ key: ForeignKey) throws {
        guard isWanted else { return }
        guard let column = columns.first(where: { !table.columns[$0].field.required }) else {
            throw SynthesisFault.reference(table: table.table.name, fields: key.fields)
        }
        table.columns[column].source = .none
    }

    private func isInKey(_ column: Int) -> Bool {
        let name = table.schema.fields[column].name
        return table.schema.primaryKey.contains(column) || table.schema.uniqueKeys.contains { $0.contains(name) }
    }
}

extension ColumnSource {
    /// Whether nothing gives the value yet.
    var isOpen: Bool { isFree || self == .person }
}
