internal import Convention
internal import Records
internal import Support
internal import Treatment

/// A table on its way to made-up records.
final class TablePlan {
    let table: ConventionTable
    /// Number of the table in the convention.
    let index: Int
    /// The table whose file has its rows, its own where it has one.
    let file: Int
    /// The table whose records hold its rows; nil for a table with a file of its own.
    let owner: Int?
    /// Fields, then values that the file has for the tables inside.
    var columns: [ColumnPlan] = []
    /// Values that the file has for the tables inside, behind the fields.
    var shared: [DocumentPath] = []
    var rows = 0
    /// As many as the keys can tell apart.
    var mostRows = Int.max
    /// Keys that are settled.
    var uniqueKeys: [[Int]] = []
    /// Rows in each record of the owner.
    var counts: PartCounts?
    var references: [ReferencePlan] = []
    var faults = FaultPlan()
    /// Decides what is the same for all columns of a record.
    let salt: UInt64
    /// Where the fields stand in the file.
    var places: [FieldPlace] = []
    /// The tail of its fixed-width lines.
    var tails: [TailPlan] = []
    /// Which versions of its layout are used.
    var versions: [Int] = []
    /// Which digit of a record's number is its person's; nil where persons are drawn.
    var personDigit: (divisor: Int, radix: Int)?
    /// Columns that get no faults, since totals or other tables have their values; whether some total is of the table at all.
    var untouched: Set<Int> = []
    var isTotalled = false

    init(_ table: ConventionTable, index: Int, file: Int, owner: Int?, salt: UInt64) {
        self.table = table
        self.index = index
        self.file = file
        self.owner = owner
        self.salt = salt
    }

    var schema: TableSchema { table.schema }

    /// The treatment of a field; that of a value for other tables is of no account.
    func treatment(_ column: Int) -> FieldTreatment {
        table.treatments.indices.contains(column) ? table.treatments[column] : .drop
    }

    func column(_ name: String) -> Int? { schema.fields.firstIndex { $0.name == name } }
}

/// A group in the tail of fixed-width lines.
struct TailPlan {
    let name: String
    /// Number of its table; nil where no table has its rows.
    let table: Int?
    let counts: PartCounts
}
