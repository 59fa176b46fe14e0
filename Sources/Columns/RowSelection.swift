/// The rows of a block that stay, as runs in ascending order.
///
/// Found once for a block, then used for each of its columns: most rows stay, so that a run is long and is copied at once.
public struct RowSelection: Sendable, Equatable {
    /// The runs, none of them empty.
    public private(set) var runs: [Range<Int>] = []
    /// Number of rows in the runs.
    public private(set) var count = 0

    /// All of `count` rows.
    public init(all count: Int) {
        if count > 0 { runs = [0..<count] }
        self.count = count
    }

    /// The rows of one run.
    public init(_ rows: Range<Int>) { add(rows) }

    /// The rows that `left` does not mark.
    public init(leavingOut left: [Bool]) {
        var start = 0
        for row in left.indices where left[row] {
            add(start..<row)
            start = row + 1
        }
        add(start..<left.count)
    }

    private mutating func add(_ run: Range<Int>) {
        if run.isEmpty { return }
        runs.append(run)
        count += run.count
    }
}
