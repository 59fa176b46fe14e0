import Columns
import Testing

@Suite struct CodedColumnTests {
    private let list = ValueList(.bytes(ByteColumn(["", "ab", "c"])), from: ValueSource())

    private func coded(_ codes: [UInt16]) -> Column { Column(.coded(CodedColumn(codes: codes, list: list))) }

    @Test func `a row without an entry is null, and an empty text is not`() {
        let column = coded([2, 0, 1, 2])
        #expect(column.count == 4)
        #expect((0..<4).map(column.isNull) == [false, true, false, false])
        #expect(
            column.decoded
                == Column(.bytes(ByteColumn(["c", "", "ab", "c"])), nulls: [false, true, false, false]))
        #expect(coded([1, 2]).decoded == Column(.bytes(ByteColumn(["ab", "c"]))))
    }

    @Test func `decodes every physical type`() {
        let lists: [(Column.Values, Column.Values)] = [
            (.boolean([false, true]), .boolean([true, false])), (.int32([0, 7]), .int32([7, 0])),
            (.int64([0, -7]), .int64([-7, 0])), (.double([0, 0.5]), .double([0.5, 0])),
        ]
        for (entries, values) in lists {
            let column = CodedColumn(codes: [1, 0], list: ValueList(entries, from: ValueSource()))
            #expect(Column(.coded(column)).decoded == Column(values, nulls: [false, true]))
        }
    }

    @Test func `joins with columns of other lists, and with plain ones`() {
        let other = ValueList(.bytes(ByteColumn(["", "x"])), from: ValueSource())
        let parts = [
            ColumnPart(coded([1, 0, 2]), RowSelection(leavingOut: [false, false, true])),
            ColumnPart(Column(.coded(CodedColumn(codes: [1], list: other))), RowSelection(all: 1)),
            ColumnPart(Column(.bytes(ByteColumn(["plain"]))), RowSelection(0..<1)),
        ]
        #expect(
            Column(joining: parts)
                == Column(.bytes(ByteColumn(["ab", "", "x", "plain"])), nulls: [false, true, false, false]))
    }

    @Test func `keeps its codes when its rows change places`() {
        #expect(coded([1, 2, 0]).reordered([2, 0, 1]) == coded([0, 1, 2]))
        #expect(RowOrder.ascending(by: [coded([2, 1, 0])]) == [2, 1, 0])
    }
}
