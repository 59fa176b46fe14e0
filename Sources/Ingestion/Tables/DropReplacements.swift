internal import Catalogue
internal import Columns
internal import Convention
internal import Records
internal import Treatment

/// Where the columns of a replacement stand among the treated columns of the drop's tables.
struct CompiledReplacement: Sendable {
    /// How the records of the stating table tell the days.
    enum Extent: Sendable, Equatable {
        case everything
        case spanned(day: Int)
        case stated(from: Int, to: Int)
    }

    /// Name of the table whose records state what is replaced.
    let statedBy: String
    /// Columns there: those that make a group, and the days.
    let statingColumns: [Int]
    let extent: Extent
    /// Columns of the table itself, in the same order, and the one whose day is compared.
    let columns: [Int]
    let day: Int?
    /// Their names in the catalogue.
    let names: [String]
    let dayName: String?
    /// Whether a record may lie outside of what its own drop states.
    let judgesRecords: Bool

    /// The replacement of `table` of `convention`, which the checks of the convention have passed.
    init?(_ table: ConventionTable, of convention: Convention) {
        guard let replaces = table.replaces, let source = convention.table(named: replaces.statedBy),
            let columns = CompiledReplacement.places(replaces.same, table),
            let stating = CompiledReplacement.places(replaces.same, source),
            let days = CompiledReplacement.places(replaces.extent.bounds, source),
            let day = CompiledReplacement.places([replaces.extent.field].compactMap(\.self), table)
        else { return nil }
        statedBy = source.name
        statingColumns = stating
        self.columns = columns
        self.day = day.first
        let outputs = (try? table.catalogueColumns()) ?? []
        names = columns.map { outputs[$0].name }
        dayName = day.first.map { outputs[$0].name }
        switch replaces.extent {
        case .everything: extent = .everything
        case .spanned: extent = .spanned(day: days[0])
        case .stated: extent = .stated(from: days[0], to: days[1])
        }
        judgesRecords = source.name != table.name || days.count == 2
    }

    /// The columns of the fields `names` of `table`; nil where one has none.
    private static func places(_ names: [String], _ table: ConventionTable) -> [Int]? {
        let outputs = (try? table.catalogueColumns()) ?? []
        let places = names.compactMap { name in outputs.firstIndex { table.schema.fields[$0.field].name == name } }
        return places.count == names.count ? places : nil
    }
}

/// What the records of a drop say of the rows that it replaces, table by table.
///
/// A record that its own checks do not reject states a group, and days of it, also where a key leaves it out or its person opposed.
/// So what is stated does not hang on what comes later, and is known for certain once the drop was read. A record that comes
/// before the one that states its window is passed on, and its group and day noted: where nobody states these in the end, the
/// drop is read once more, with all that was stated.
struct DropReplacements: Sendable {
    /// Groups and days that wait to be stated at most.
    private static let mostPending = 1 << 20

    /// What is replaced in each table; nil where nothing is.
    private(set) var rows: [ReplacedRows?]
    private let replacements: [CompiledReplacement?]
    /// For each table the tables whose rows its records state.
    private let stated: [[Int]]
    /// By table, a group and a day of it that nobody has stated so far.
    private var pending: [Set<UInt64>]
    /// Whether all was stated in a pass before.
    private let isKnown: Bool
    private let names: [String]

    /// What `tables` replace; `known` is what a pass before has found.
    init(_ tables: [CompiledTable], knowing known: DropReplacements? = nil) {
        replacements = tables.map(\.replacement)
        names = tables.map(\.name)
        stated = tables.map { source in
            tables.indices.filter { tables[$0].replacement?.statedBy == source.name }
        }
        pending = tables.map { _ in [] }
        isKnown = known != nil
        rows =
            known?.rows
            ?? tables.map { table in
                table.replacement.map { ReplacedRows(same: $0.names, day: $0.dayName) }
            }
    }

    /// Takes what the rows of a block state that are not rejected, then gives those that lie outside of all that is stated.
    mutating func judge(_ block: TreatedRows) throws(DropFault) -> [Int] {
        if !isKnown {
            for table in stated[block.table] {
                do throws(CatalogueFault) { try state(block, for: table) } catch {
                    throw .tooManyGroups(table: names[table])
                }
            }
        }
        do throws(CatalogueFault) { return try outside(block) } catch {
            throw .tooManyGroups(table: names[block.table])
        }
    }

    private mutating func state(_ block: TreatedRows, for table: Int) throws(CatalogueFault) {
        guard let replacement = replacements[table], var rows = rows[table] else { return }
        let columns = replacement.statingColumns.map { block.columns[$0].keeping(block.rejected) }
        let count = block.rejected.count { !$0 }
        guard count > 0 else { return }
        // Out of the array, so that there is one reference to what is changed.
        self.rows[table] = nil
        let groups = try rows.groups(adding: columns, rows: count)
        func read(_ column: Int) -> (days: [Int32], column: Column) {
            let column = block.columns[column].keeping(block.rejected)
            return (ReplacedRows.days(column), column)
        }
        switch replacement.extent {
        case .everything:
            for group in Set(groups) { rows.replaceAll(of: group) }
        case .spanned(let day):
            let (days, column) = read(day)
            for row in 0..<count where !column.isNull(row) { rows.span(groups[row], days[row]) }
        case .stated(let from, let to):
            let ((first, firsts), (last, lasts)) = (read(from), read(to))
            for row in 0..<count where !firsts.isNull(row) && !lasts.isNull(row) {
                try rows.replace(groups[row], from: first[row], to: last[row])
            }
        }
        self.rows[table] = rows
    }

    private mutating func outside(_ block: TreatedRows) throws(CatalogueFault) -> [Int] {
        let table = block.table
        guard let replacement = replacements[table], replacement.judgesRecords, var rows = rows[table] else {
            return []
        }
        self.rows[table] = nil
        defer { self.rows[table] = rows }
        let groups = try rows.groups(adding: replacement.columns.map { block.columns[$0] }, rows: block.rows)
        let days = replacement.day.map { ReplacedRows.days(block.columns[$0]) }
        var outside: [Int] = []
        for row in groups.indices where !block.rejected[row] {
            let day = days?[row] ?? 0
            if rows.covers(groups[row], day) { continue }
            if isKnown {
                outside.append(row)
            } else {
                pending[table].insert(UInt64(groups[row]) << 32 | UInt64(UInt32(bitPattern: day)))
            }
        }
        guard pending[table].count <= Self.mostPending else { throw CatalogueFault.tooManyGroups }
        return outside
    }

    /// Whether records were passed on that nothing covers, now that the whole drop was read.
    var isLate: Bool {
        pending.indices.contains { table in
            pending[table].contains { pair in
                let day = Int32(bitPattern: UInt32(truncatingIfNeeded: pair))
                return !(rows[table]?.covers(Int32(truncatingIfNeeded: pair >> 32), day) ?? true)
            }
        }
    }
}

extension Column {
    /// The rows that `left` does not mark.
    fileprivate func keeping(_ left: [Bool]) -> Column {
        left.contains(true) ? reordered(left.indices.filter { !left[$0] }.map { Int32($0) }) : self
    }
}
