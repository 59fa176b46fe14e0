internal import Columns

/// What grows while a block is parsed.
struct BlockWork {
    let lines: [UInt64]
    let rules: [Rule]
    var rejected: [Bool]
    var log: ViolationLog
    var columns: [Column?]
    /// Records without usable values; nil where there are none.
    var broken: [Bool]?
    /// By field, the rows whose text is not of its type.
    private var unreadable: [Int: Set<Int32>] = [:]

    init(_ plan: RecordPlan, lines: [UInt64]) {
        self.lines = lines
        rules = plan.rules
        rejected = [Bool](repeating: false, count: lines.count)
        log = ViolationLog(ruleCount: rules.count)
        columns = [Column?](repeating: nil, count: plan.fields.count)
    }

    /// Notes that the texts of `rows` in field `field` have no value.
    mutating func note(unreadable rows: [Int32], field: Int) { unreadable[field, default: []].formUnion(rows) }

    /// Whether the record has no values at all, or none in one of `fields` although there is a text.
    func isUnreadable(_ row: Int, _ fields: [Int]) -> Bool {
        if broken?[row] ?? false { return true }
        return !unreadable.isEmpty && fields.contains { unreadable[$0]?.contains(Int32(row)) ?? false }
    }

    /// Row `row` breaks `rule`.
    mutating func fail(_ rule: Int, row: Int, shape: @autoclosure () -> String = "") {
        log.add(rule: rule, line: lines[row], field: rules[rule].fieldIndex, shape: shape())
        if rules[rule].action != .warn { rejected[row] = true }
    }

    /// The rows `failures` break `rule` with the values that `slices` shows.
    mutating func fail(_ rule: Int, _ failures: [Int32], _ text: Span<UInt8>, _ slices: borrowing FieldSlices) {
        for row in failures {
            let row = Int(row)
            let start = Int(slices.starts[row])
            let length = Int(slices.lengths[row])
            fail(rule, row: row, shape: ValueShape.of(text.extracting(start..<(start + length))))
        }
    }
}
