package import Support

/// What the log says of a column over all files of a table: figures, and of days the bounds.
package struct ColumnFigures: Sendable, Equatable {
    package let name: String
    /// The type in Delta's words.
    package let type: String
    /// Rows without a value; nil where a file does not say.
    package let nulls: Int64?
    /// First and last day of a column of days or moments; nil for others, and where a file does not say.
    package let days: ClosedRange<CivilDate>?

    /// The figures of column `name`.
    package init(name: String, type: String, nulls: Int64?, days: ClosedRange<CivilDate>? = nil) {
        self.name = name
        self.type = type
        self.nulls = nulls
        self.days = days
    }
}

extension DeltaSnapshot {
    /// Figures of each column, from the statistics that the log holds beside each file; no data file is read.
    ///
    /// A file that was written before a column was added has no value in it.
    package var columnFigures: [ColumnFigures] {
        let fields = metadata.flatMap { try? JSONParser.parse(Array($0.schemaString.utf8)) }?["fields"]?.array ?? []
        let columns = fields.compactMap { field in
            field["name"]?.string.map { (name: $0, type: field["type"]?.string ?? "") }
        }
        var counters = columns.map { ColumnCounter(isOfDays: $0.type == "date" || $0.type == "timestamp") }
        for file in files {
            let statistics = FileStatistics(file)
            for (index, column) in columns.enumerated() { counters[index].add(statistics, column.name) }
        }
        return zip(columns, counters).map { column, counter in
            ColumnFigures(name: column.name, type: column.type, nulls: counter.nulls, days: counter.days)
        }
    }
}

/// The statistics of one file, by column.
private struct FileStatistics {
    let rows: Int64?
    let nulls: [String: Int64]?
    let lower: [String: String]
    let upper: [String: String]

    init(_ file: DeltaFile) {
        rows = file.rows
        let value = file.statistics.flatMap { try? JSONParser.parse(Array($0.utf8)) }
        nulls = value?["nullCount"]?.members.map { members in
            Dictionary(members.map { ($0.name, $0.value.integer ?? -1) }) { first, _ in first }
        }
        lower = Self.texts(value?["minValues"])
        upper = Self.texts(value?["maxValues"])
    }

    private static func texts(_ value: JSONValue?) -> [String: String] {
        var texts: [String: String] = [:]
        for member in value?.members ?? [] { texts[member.name] = member.value.string }
        return texts
    }

    /// Rows without a value in `column`; nil where the file does not say.
    func nulls(in column: String) -> Int64? {
        guard let rows, let nulls else { return nil }
        guard let count = nulls[column] else { return rows }
        return (0...rows).contains(count) ? count : nil
    }

    /// First and last day in `column`; nil where the file does not say.
    func days(in column: String) -> ClosedRange<CivilDate>? {
        guard let first = lower[column].flatMap(Self.day), let last = upper[column].flatMap(Self.day), first <= last
        else { return nil }
        return first...last
    }

    /// The day of a date, or of a moment.
    private static func day(_ text: String) -> CivilDate? { CivilDate(iso8601: String(text.prefix(10))) }
}

/// Adds up one column over files; once a file does not say, nothing is known.
private struct ColumnCounter {
    private(set) var nulls: Int64? = 0
    private(set) var days: ClosedRange<CivilDate>?
    private var saysDays: Bool

    init(isOfDays: Bool) { saysDays = isOfDays }

    mutating func add(_ file: FileStatistics, _ column: String) {
        let count = file.nulls(in: column)
        nulls = nulls.flatMap { sum in count.map { sum.addingReportingOverflow($0).partialValue } }
        guard saysDays, count == nil || count != file.rows else { return }
        guard let found = file.days(in: column) else {
            (days, saysDays) = (nil, false)
            return
        }
        days = days.map { min($0.lowerBound, found.lowerBound)...max($0.upperBound, found.upperBound) } ?? found
    }
}
