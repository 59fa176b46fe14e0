import Columns
import Testing

@Suite struct JoiningTests {
    @Test func `a selection names the runs of rows that stay`() {
        #expect(RowSelection(leavingOut: []).runs == [])
        #expect(RowSelection(leavingOut: [true, true]).runs == [])
        let some = RowSelection(leavingOut: [true, false, false, true, false])
        #expect(some.runs == [1..<3, 4..<5])
        #expect(some.count == 3)
        #expect(RowSelection(leavingOut: [false, false]) == RowSelection(all: 2))
    }

    @Test func `joins the rows that stay of several blocks, with their nulls`() {
        let first = ColumnPart(Column(.int64([1, 2, 3])), RowSelection(leavingOut: [false, true, false]))
        let second = ColumnPart(Column(.int64([4, 0]), nulls: [false, true]), RowSelection(all: 2))
        let none = ColumnPart(Column(.int64([9])), RowSelection(leavingOut: [true]))
        #expect(
            Column(joining: [first, none, second])
                == Column(.int64([1, 3, 4, 0]), nulls: [false, false, false, true]))
    }

    @Test func `joins texts, empty ones among them`() {
        let first = ColumnPart(
            Column(.bytes(ByteColumn(["ab", "", "cde", "f"]))), RowSelection(leavingOut: [false, false, true, false]))
        let second = ColumnPart(Column(.bytes(ByteColumn(["g", "hi"]))), RowSelection(leavingOut: [true, false]))
        #expect(Column(joining: [first, second]) == Column(.bytes(ByteColumn(["ab", "", "f", "hi"]))))
    }

    @Test func `joins every physical type`() {
        let rows = RowSelection(leavingOut: [true, false])
        let columns: [(Column, Column)] = [
            (Column(.boolean([true, false])), Column(.boolean([false]))),
            (Column(.int32([1, 2])), Column(.int32([2]))),
            (Column(.double([1, 2])), Column(.double([2]))),
        ]
        for (column, kept) in columns { #expect(Column(joining: [ColumnPart(column, rows)]) == kept) }
    }
}
