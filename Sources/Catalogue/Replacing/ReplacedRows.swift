package import Columns
internal import Support

/// Which rows of a table a drop replaces: groups of rows with the same values in some columns, for the days of some windows.
///
/// Built while the drop is read, from the records that state windows; then asked of rows, of the drop as of the table. Memory is
/// bounded by ``maximumBytes``.
package struct ReplacedRows: Sendable {
    /// Most memory that the values of groups may take.
    package static let maximumBytes = 96 << 20
    /// Most separate windows of one group.
    static let maximumWindows = 4096

    /// Columns of the catalogue whose values make a group.
    package let same: [String]
    /// The column, of dates or moments, whose day is in the window; nil where all rows of a group go.
    package let day: String?
    private(set) var values: [ValueNumbers]
    /// For each column but the first, the number of each pair of a number so far and a value of the column.
    private var pairs: [[UInt64: Int32]]
    private var groupCount: Int32 = 0
    /// For each group its windows, ascending and apart.
    private(set) var windows: [[ClosedRange<Int32>]] = []

    /// Nothing yet, of rows that have the same values in `same`, by the days of `day`.
    package init(same: [String], day: String?) {
        self.same = same
        self.day = day
        values = same.map { _ in ValueNumbers() }
        pairs = same.dropFirst().map { _ in [:] }
    }

    /// Whether no row is replaced.
    package var isEmpty: Bool { windows.allSatisfy(\.isEmpty) }

    /// The days of `column`, a column of dates or moments.
    package static func days(_ column: Column) -> [Int32] {
        switch column.decoded.values {
        case .int32(let days): days
        case .int64(let moments): moments.map { Int32(clamping: $0.floorDivided(by: 86_400_000_000)) }
        default: [Int32](repeating: 0, count: column.count)
        }
    }

    /// The group of each row; groups that are new are given a number.
    package mutating func groups(adding columns: [Column], rows: Int) throws(CatalogueFault) -> [Int32] {
        let groups = groups(columns, rows: rows, adding: true)
        let known = Int(columns.isEmpty ? 1 : columns.count == 1 ? values[0].count : groupCount)
        while windows.count < known { windows.append([]) }
        let bytes = values.reduce(0) { $0 + $1.bytes } + pairs.reduce(0) { $0 + $1.count * 32 } + windows.count * 48
        guard bytes <= Self.maximumBytes else { throw .tooManyGroups }
        return groups
    }

    /// The group of each row, below 0 where it is not known.
    private mutating func groups(_ columns: [Column], rows: Int, adding: Bool) -> [Int32] {
        guard let first = columns.first else { return [Int32](repeating: 0, count: rows) }
        var groups = values[0].numbers(first, adding: adding)
        for index in columns.indices.dropFirst() {
            let numbers = values[index].numbers(columns[index], adding: adding)
            for row in groups.indices {
                groups[row] = pair(index - 1, groups[row], numbers[row], isLast: index == columns.count - 1, adding)
            }
        }
        return groups
    }

    private mutating func pair(
        _ place: Int, _ group: Int32, _ number: Int32, isLast: Bool, _ adding: Bool
    ) -> Int32 {
        guard group >= 0, number >= 0 else { return ValueNumbers.unknown }
        let key = UInt64(group) << 32 | UInt64(number)
        if let known = pairs[place][key] { return known }
        guard adding else { return ValueNumbers.unknown }
        let next = Int32(pairs[place].count)
        pairs[place][key] = next
        if isLast { groupCount = next + 1 }
        return next
    }

    /// States that all rows of `group` go.
    package mutating func replaceAll(of group: Int32) { windows[Int(group)] = [Int32.min...Int32.max] }

    /// States that the rows of `group` from day `first` to day `last` go; nothing where `last` comes before.
    package mutating func replace(_ group: Int32, from first: Int32, to last: Int32) throws(CatalogueFault) {
        guard first <= last else { return }
        if windows[Int(group)].last.map({ Int64($0.upperBound) + 1 < Int64(first) }) ?? true {
            guard windows[Int(group)].count < Self.maximumWindows else { throw .tooManyGroups }
            return windows[Int(group)].append(first...last)
        }
        var all = windows[Int(group)]
        if all.last.map({ $0.contains(first) && $0.contains(last) }) ?? false { return }
        all.append(first...last)
        all.sort { $0.lowerBound < $1.lowerBound }
        var merged: [ClosedRange<Int32>] = []
        for window in all {
            if let before = merged.last, Int64(window.lowerBound) <= Int64(before.upperBound) + 1 {
                merged[merged.count - 1] = before.lowerBound...max(before.upperBound, window.upperBound)
            } else {
                merged.append(window)
            }
        }
        guard merged.count <= Self.maximumWindows else { throw .tooManyGroups }
        windows[Int(group)] = merged
    }

    /// States that the rows of `group` from the least to the greatest day stated so far go.
    package mutating func span(_ group: Int32, _ day: Int32) {
        guard let window = windows[Int(group)].first else { return windows[Int(group)] = [day...day] }
        if !window.contains(day) {
            windows[Int(group)] = [min(window.lowerBound, day)...max(window.upperBound, day)]
        }
    }

    /// Whether `day` of `group` is replaced.
    package func covers(_ group: Int32, _ day: Int32) -> Bool {
        guard group >= 0, Int(group) < windows.count else { return false }
        let windows = windows[Int(group)]
        if windows.count == 1 { return windows[0].contains(day) }
        return windows.contains { $0.contains(day) }
    }

    /// Marks the rows that are replaced, of `rows` rows with these columns; rows without a day are not.
    mutating func marks(_ columns: [Column], _ day: Column?, rows: Int) -> [Bool] {
        let groups = groups(columns, rows: rows, adding: false)
        guard let day else { return groups.map { covers($0, 0) } }
        let days = Self.days(day)
        return groups.indices.map { !day.isNull($0) && covers(groups[$0], days[$0]) }
    }

    /// The group of the one combination of `bounds`; nil where it is not known.
    func group(of bounds: [ColumnBound]) -> Int32? {
        guard let first = bounds.first else { return windows.isEmpty ? nil : 0 }
        guard var group = values[0].number(of: first) else { return nil }
        for index in bounds.indices.dropFirst() {
            guard let number = values[index].number(of: bounds[index]),
                let next = pairs[index - 1][UInt64(group) << 32 | UInt64(number)]
            else { return nil }
            group = next
        }
        return group
    }
}
