internal import Columns

/// Where the rows that stay go, block by block and in order; used by the collecting thread alone.
protocol RowSink: AnyObject {
    /// Takes the rows `rows` of a block of the drop's table `table`: one column each of that table's output columns.
    func append(_ columns: [Column], _ rows: RowSelection, table: Int) throws
    /// Says that no rows follow and that nothing so far forbids their publication.
    func flush() throws
}
