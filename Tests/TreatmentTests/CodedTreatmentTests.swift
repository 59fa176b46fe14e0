import Columns
import Pseudonymisation
import Support
import Testing
import Treatment

/// What becomes of a column does not depend on whether it comes as codes.
@Suite struct CodedTreatmentTests {
    private static let cases: [(kind: FieldKind, treatment: FieldTreatment, values: Column.Values)] = [
        (.string, .keep, .bytes(ByteColumn(["", "fievre", "a@b.fr", "toux"]))),
        (.string, .keepCoded, .bytes(ByteColumn(["", "a@b.fr", "x", "y"]))),
        (.string, .toDepartment, .bytes(ByteColumn(["", "75013", "99999", "bad"]))),
        (.string, .prefix(length: 2), .bytes(ByteColumn(["", "75013", "\u{e9}t\u{e9}", "a@b.fr"]))),
        (.integer, .keep, .int64([0, 5, -1, 7])), (.integer, .ageCap(cap: 90), .int64([0, 95, -1, 300])),
        (.integer, .bin(width: 10), .int64([0, 17, .min, 9])),
        (.number, .bin(width: 0.5), .double([0, 1.7, .infinity, 2])),
        (.date, .toMonth, .int32([0, 19_000, 19_001, -5])), (.datetime, .toHour, .int64([0, 3_599_999_999, -1, 1])),
        (.time, .keep, .int32([0, 3661, 86_399, 1])), (.boolean, .keep, .boolean([false, true, false, true])),
        (.date, .keep, .int32([0, 1, 2, 3])), (.date, .forbid, .int32([0, 1, 2, 3])),
        (.integer, .renumber, .int64([0, 4, 5, -6])),
    ]

    private func same(_ a: TreatedBlock, _ b: TreatedBlock) {
        #expect(a.columns.map { visible($0) } == b.columns.map { visible($0) })
        #expect(a.violations == b.violations)
        #expect(a.quarantine == b.quarantine)
    }

    /// The column with the same under every null, which is nobody's value.
    private func visible(_ column: Column) -> [Column?] {
        (0..<column.count).map { row in
            column.isNull(row) ? nil : Column(joining: [ColumnPart(column, RowSelection(row..<(row + 1)))]).values
        }.map { $0.map { Column($0) } }
    }

    @Test func `every treatment makes the same of codes, block after block`() throws {
        let ring = try PseudonymKeyRing([])
        for sample in Self.cases {
            let plan = try TreatmentPlan(fields: [FieldPlan(name: "f", kind: sample.kind, treatment: sample.treatment)])
            let key = SecretBytes(copying: [UInt8](repeating: 8, count: 32).span)
            let context = try TreatmentContext(plan: plan, ring: ring, surrogateKey: key)
            let source = ValueSource()
            let whole = ValueList(sample.values, from: source)
            // The list grows from the first block to the second.
            let part = Column(joining: [ColumnPart(Column(sample.values), RowSelection(0..<2))])
            for (list, codes) in [
                (ValueList(part.values, from: source), [1, 0, 1]), (whole, [3, 2, 0, 1, 2]), (whole, [2, 3]),
            ] as [(ValueList, [UInt16])] {
                let coded = Column(.coded(CodedColumn(codes: codes, list: list)))
                let rejected = codes.indices.map { $0 == 1 }
                same(
                    try plan.apply(columns: [coded], rejected: rejected, context: context),
                    try plan.apply(columns: [coded.decoded], rejected: rejected, context: context))
            }
        }
    }

    @Test func `a column that another treatment reads is asked for in full, and taken either way`() throws {
        let plan = try TreatmentPlan(fields: [
            FieldPlan(name: "naissance", kind: .date, treatment: .ageYears(reference: "jour", cap: nil)),
            FieldPlan(name: "jour", kind: .date, treatment: .toMonth),
            FieldPlan(name: "mode", kind: .string, treatment: .keepCoded),
        ])
        #expect(plan.takesCodes == [false, false, true])
        let context = try TreatmentContext(plan: plan, ring: PseudonymKeyRing([]))
        let days = Column(.coded(CodedColumn(codes: [1], list: ValueList(.int32([0, 19_000]), from: ValueSource()))))
        let block = try plan.apply(
            columns: [Column(.int32([0])), days, Column(.bytes(ByteColumn(["6"])))], rejected: [false],
            context: context)
        #expect(block.columns[0] == Column(.int32([52])))
    }
}
