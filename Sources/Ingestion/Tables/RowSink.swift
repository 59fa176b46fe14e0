internal import Columns

/// Where the rows that stay go, block by block and in order; used by the collecting thread alone.
protocol RowSink: AnyObject {
    /// Takes rows: one column each of the table's output columns.
    func append(_ columns: [Column]) throws
    /// Says that no rows follow and that nothing so far forbids their publication.
    func flush() throws
}
