/// Records of a file's own table with all that is in them.
struct BatchFamily {
    /// Records by the number of their table; the file's own among them.
    var batches: [Int: RecordBatch]
    let file: Int

    /// Where the records of table `table` in each record of its owner stand; empty where there are none.
    func ranges(_ table: Int) -> [Range<Int>] {
        guard let batch = batches[table], let owner = batch.table.owner, let around = batches[owner] else { return [] }
        var ranges = [Range<Int>](repeating: 0..<0, count: around.count)
        var first = 0
        while first < batch.owners.count {
            var end = first + 1
            while end < batch.owners.count, batch.owners[end] == batch.owners[first] { end += 1 }
            ranges[batch.owners[first]] = first..<end
            first = end
        }
        return ranges
    }
}
