import Columns
import Testing

@Suite struct RowOrderTests {
    @Test func `puts nulls first, NaN last and leaves equal rows as they came`() {
        let texts = Column(
            .bytes(ByteColumn(["b", "", "a", "b", "ab", ""])), nulls: [false, true, false, false, false, false])
        #expect(RowOrder.ascending(by: [texts]) == [1, 5, 2, 4, 0, 3])
        let numbers = Column(.double([.nan, 1, -0.0, 0, -.infinity, .nan]))
        #expect(RowOrder.ascending(by: [numbers]) == [4, 2, 3, 1, 0, 5])
        let flags = Column(.boolean([true, false, true, false]))
        let days = Column(.int32([1, 9, -1, 8]))
        #expect(RowOrder.ascending(by: [flags, days]) == [3, 1, 2, 0])
        #expect(RowOrder.ascending(by: [Column(.int64([3, 1, 2]))]) == [1, 2, 0])
        #expect(RowOrder.ascending(by: []).isEmpty)
    }

    @Test func `brings every kind of column into an order`() {
        let order: [Int32] = [2, 0, 1]
        let nulls = [true, false, false]
        let columns: [(Column.Values, Column.Values)] = [
            (.boolean([false, true, false]), .boolean([false, false, true])), (.int32([1, 2, 3]), .int32([3, 1, 2])),
            (.int64([1, 2, 3]), .int64([3, 1, 2])), (.double([1, 2, 3]), .double([3, 1, 2])),
            (.bytes(ByteColumn(["", "é", "xyz"])), .bytes(ByteColumn(["xyz", "", "é"]))),
        ]
        for (before, after) in columns {
            #expect(Column(before, nulls: nulls).reordered(order) == Column(after, nulls: [false, true, false]))
            #expect(Column(before).reordered(order) == Column(after))
        }
    }
}
