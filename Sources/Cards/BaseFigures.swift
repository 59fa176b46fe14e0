package import Catalogue
package import Exclusion
package import Support

/// What the catalogue holds of a table, as the log of the table says it.
package struct TableFigures: Sendable, Equatable {
    package var rows: Int64
    package var bytes: Int64
    /// When data were last committed; nil where there were none yet.
    package var lastUpdate: Timestamp?
    package var columns: [ColumnFigures]

    /// A table that does not exist yet.
    package static let none = TableFigures(rows: 0, bytes: 0, columns: [])

    /// The figures of a table.
    package init(rows: Int64, bytes: Int64, lastUpdate: Timestamp? = nil, columns: [ColumnFigures]) {
        self.rows = rows
        self.bytes = bytes
        self.lastUpdate = lastUpdate
        self.columns = columns
    }

    /// The figures of the table at `snapshot`.
    package init(_ snapshot: DeltaSnapshot) {
        let committed = snapshot.lastInfo?["timestamp"]?.integer.flatMap { milliseconds -> Timestamp? in
            let (microseconds, overflow) = milliseconds.multipliedReportingOverflow(by: 1000)
            return overflow ? nil : Timestamp(microseconds: microseconds)
        }
        // The first entry makes the table and brings no data.
        self.init(
            rows: snapshot.rows, bytes: snapshot.bytes, lastUpdate: snapshot.version > 0 ? committed : nil,
            columns: snapshot.columnFigures)
    }
}

/// The figures of a base: those of its tables, and what the ledger says of its drops.
///
/// Numbers of persons are not among them: counting persons means reading their identifiers.
package struct BaseFigures: Sendable, Equatable {
    /// By name of the table.
    package var tables: [String: TableFigures]
    /// Drops that brought data.
    package var drops: Int
    /// When the last of them arrived.
    package var lastDrop: Timestamp?

    /// The figures of a base.
    package init(tables: [String: TableFigures], drops: Int = 0, lastDrop: Timestamp? = nil) {
        self.tables = tables
        self.drops = drops
        self.lastDrop = lastDrop
    }
}

/// What a card states of a table: nothing from which a count of few records could be worked out.
///
/// A number of rows below the floor is not stated, the bytes are then rounded up, and no period is given. Completeness is a whole
/// number of percent, rounded down; where a percent stands for fewer records than the floor and there are few records with or
/// without a value, it is left out. A period is in months. What two publications state may be subtracted: a drop of few rows shows.
package struct StatedFigures: Sendable, Equatable {
    /// Nil where there are some, but fewer than the floor.
    package let rows: Int64?
    package let bytes: Int64
    private let columns: [String: ColumnFigures]
    private let floor: Int64

    /// Bytes to which a size is rounded up where the rows are not stated.
    static let coarseBytes: Int64 = 64 << 10

    /// What may be stated of `figures`.
    package init(_ figures: TableFigures, floor: SmallCountFloor) {
        let isHidden = floor.hides(Int(clamping: figures.rows))
        rows = isHidden ? nil : figures.rows
        bytes =
            isHidden
            ? (figures.bytes + Self.coarseBytes - 1) / Self.coarseBytes * Self.coarseBytes : figures.bytes
        columns = Dictionary(figures.columns.map { ($0.name, $0) }) { first, _ in first }
        self.floor = Int64(floor.value)
    }

    /// Percent of the rows that have a value in `column`; nil where there are no rows, or it would tell too much.
    package func completeness(_ column: String) -> Int? {
        guard let rows, rows > 0, let nulls = columns[column]?.nulls, (0...rows).contains(nulls) else { return nil }
        let isFine = [nulls, rows - nulls].allSatisfy { $0 == 0 || $0 >= floor }
        guard isFine || rows / 100 >= floor else { return nil }
        let (high, low) = (rows - nulls).multipliedFullWidth(by: 100)
        return Int(rows.dividingFullWidth((high, low)).quotient)
    }

    /// First and last month of `column`, as `YYYY-MM`.
    package func months(_ column: String) -> (first: String, last: String)? {
        guard let rows, rows > 0, let days = columns[column]?.days else { return nil }
        return (String(days.lowerBound.description.prefix(7)), String(days.upperBound.description.prefix(7)))
    }
}
