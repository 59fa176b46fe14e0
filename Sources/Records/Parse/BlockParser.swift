internal import Columns

/// Parses and validates blocks; one per thread, all with the plan and the key seed of the drop.
///
/// A block goes through column by column: find the fields, check the form of each record, then for each column cut out its
/// values, run its checks, read its type. Each step is one loop over plain arrays.
package final class BlockParser {
    private let plan: RecordPlan
    private let reader: BlockReader
    private let checker: TextChecker
    private let hashers: [KeyHasher]
    private var grid = Grid()
    private var slices = FieldSlices()
    /// By field, what is known of its texts; nil where they are not coded, or too many.
    private var codings: [FieldCoding?]

    /// A parser; the seed is that of the drop (``KeySeed``).
    package init(_ plan: RecordPlan, seed: KeySeed) throws(RecordsFault) {
        self.plan = plan
        reader = BlockReader(plan)
        checker = try TextChecker(plan)
        hashers = plan.keys.map { KeyHasher(seed, $0) }
        codings = plan.fields.map { $0.isCoded ? FieldCoding(ValueReader.nothing($0)) : nil }
    }

    /// The block as columns.
    package func parse(_ block: RecordBlock) -> ParsedBlock {
        var grid = Grid()
        swap(&grid, &self.grid)
        let source = reader.read(block, into: &grid)
        let work =
            source.isInGrid
            ? columns(grid.text.span, grid, isASCII: source.isASCII)
            : columns(source.bytes.span, grid, isASCII: source.isASCII)
        swap(&grid, &self.grid)
        let owners = block.found?.owners ?? (block.isPart ? work.lines.map { $0 - 1 } : [])
        return ParsedBlock(
            index: block.index, rowCount: work.lines.count, lines: work.lines,
            columns: work.columns.enumerated().map { plan.fields[$0].needed ? $1 : nil }, rejected: work.rejected,
            violations: work.log, totals: RuleCheck.totals(plan, work), owners: owners,
            ownerTotals: plan.ownerTotals.map { OwnerTotals($0, work, owners) },
            ownerBlock: plan.partRules.isEmpty ? nil : OwnerBlock(plan, work),
            keys: hashers.map { $0.hashes(work.columns, rowCount: work.lines.count) })
    }

    private func columns(_ text: Span<UInt8>, _ grid: borrowing Grid, isASCII: Bool) -> BlockWork {
        var work = BlockWork(plan, lines: grid.lines)
        let broken = FormCheck(plan: plan).check(text, grid, isASCII: isASCII, &work)
        work.broken = broken
        var slices = FieldSlices()
        swap(&slices, &self.slices)
        for field in plan.fields {
            guard
                field.needed || field.used || field.requiredRule != nil || field.typeRule != nil
                    || !field.checks.isEmpty
            else { continue }
            cut(field, text, grid, broken, &slices, &work)
            read(field, text, isASCII, &slices, &work)
        }
        swap(&slices, &self.slices)
        RuleCheck.run(plan, &work)
        return work
    }

    /// Finds the values of a column and which of them are missing.
    private func cut(
        _ field: FieldPlan, _ text: Span<UInt8>, _ grid: borrowing Grid, _ broken: [Bool]?, _ slices: inout FieldSlices,
        _ work: inout BlockWork
    ) {
        slices.fill(grid, column: field.index)
        if let broken { slices.drop(broken) }
        var missing: [Int32] = []
        let wanted = field.requiredRule != nil
        let longest = field.missing.longest
        let onlyEmpty = field.missing.holdsOnlyEmpty
        for row in 0..<slices.count {
            let length = Int(slices.lengths[row])
            if length < 0 || length > longest { continue }
            if onlyEmpty || field.missing.contains(text, Int(slices.starts[row]), length) {
                slices.lengths[row] = -1
                if wanted { missing.append(Int32(row)) }
            }
        }
        if !grid.nulls.isEmpty {
            for row in grid.nulls[field.index] where slices.lengths[Int(row)] >= 0 {
                slices.lengths[Int(row)] = -1
                if wanted { missing.append(row) }
            }
            missing.sort()
        }
        if let rule = field.requiredRule { for row in missing { work.fail(rule, row: Int(row)) } }
    }

    /// Checks and reads the values of a column.
    private func read(
        _ field: FieldPlan, _ text: Span<UInt8>, _ isASCII: Bool, _ slices: inout FieldSlices, _ work: inout BlockWork
    ) {
        if field.isCoded, let column = code(field, text, isASCII, slices, &work) {
            work.columns[field.index] = column
            return
        }
        let findings = judge(field, text, isASCII, slices)
        for (rule, rows) in findings.broken { work.fail(rule, rows, text, slices) }
        if field.used { work.note(unreadable: findings.unreadable, field: field.index) }
        for row in findings.unreadable { slices.lengths[Int(row)] = -1 }
        if field.needed || field.used {
            work.columns[field.index] = Column(findings.values, nulls: slices.nulls())
        }
    }

    /// The column by codes; nil where its texts are too many.
    private func code(
        _ field: FieldPlan, _ text: Span<UInt8>, _ isASCII: Bool, _ slices: FieldSlices, _ work: inout BlockWork
    ) -> Column? {
        // Out of the list, so that there is one reference to what grows.
        guard var coding = codings[field.index].take() else { return nil }
        guard let coded = coding.code(text, slices, judge: { judge(field, text, isASCII, $0) }) else { return nil }
        var codes = coded.codes
        let faulty = coded.faulty
        if !faulty.isEmpty {
            let findings = judge(field, text, isASCII, slices.picked(faulty))
            for (rule, broken) in findings.broken { work.fail(rule, broken.map { faulty[Int($0)] }, text, slices) }
            for place in findings.unreadable { codes[Int(faulty[Int(place)])] = 0 }
        }
        let column = coding.column(codes)
        codings[field.index] = coding
        return column
    }

    /// What the checks of a field find in some of its texts.
    private func judge(
        _ field: FieldPlan, _ text: Span<UInt8>, _ isASCII: Bool, _ slices: FieldSlices
    ) -> FieldFindings {
        var broken = field.checks.flatMap { checker.failures($0, text, slices, isASCII: isASCII) }
        let (values, failures) = ValueReader.read(field, text, slices)
        var slices = slices
        if let rule = field.typeRule, !failures.isEmpty {
            broken.append((rule, failures))
            for row in failures { slices.lengths[Int(row)] = -1 }
        }
        let (below, above) = ValueReader.outOfBounds(field, values, slices)
        if let rule = (field.integerBounds.minimum?.rule ?? field.doubleBounds.minimum?.rule) {
            broken.append((rule, below))
        }
        if let rule = (field.integerBounds.maximum?.rule ?? field.doubleBounds.maximum?.rule) {
            broken.append((rule, above))
        }
        if let members = field.members {
            broken.append((members.rule, ValueReader.strangers(members, values, slices)))
        }
        return FieldFindings(values: values, broken: broken, unreadable: failures)
    }
}

extension FieldSlices {
    /// The fields of `column`; records with too few fields are marked before by the form check.
    mutating func fill(_ grid: borrowing Grid, column: Int) {
        count = grid.recordCount
        if starts.count < count {
            starts = [Int32](repeating: 0, count: count)
            lengths = [Int32](repeating: 0, count: count)
        }
        let ends = grid.ends.span
        let first = grid.first.span
        let used = grid.endCount
        // Out of `self`, so that the loops below write without asking who else holds the arrays.
        var starts: [Int32] = []
        var lengths: [Int32] = []
        swap(&starts, &self.starts)
        swap(&lengths, &self.lengths)
        do {
            let recordStarts = grid.starts.span
            var startSpan = starts.mutableSpan
            var lengthSpan = lengths.mutableSpan
            if let width = grid.width, column > 0, column < width, count * width <= used {
                // All records have as many fields: the places follow from the row alone.
                unsafe ends.withUnsafeBufferPointer { ends in
                    var index = column
                    for row in 0..<count {
                        let start = unsafe ends[index - 1] &+ 1
                        startSpan[row] = start
                        lengthSpan[row] = unsafe ends[index] &- start
                        index += width
                    }
                }
            } else {
                for row in 0..<count {
                    // In a broken record this may be a field of the next one, or none; its row is dropped afterwards.
                    let index = min(Int(first[row]) + column, max(column == 0 ? 0 : 1, used - 1))
                    let start = column == 0 ? recordStarts[row] : ends[index - 1] + 1
                    startSpan[row] = start
                    lengthSpan[row] = ends[index] - start
                }
            }
        }
        swap(&starts, &self.starts)
        swap(&lengths, &self.lengths)
    }

    /// Makes the rows that `broken` marks null.
    mutating func drop(_ broken: [Bool]) {
        for row in 0..<count where broken[row] { lengths[row] = -1 }
    }

    /// Which rows are null; nil where none is.
    func nulls() -> [Bool]? {
        var lowest: Int32 = 0
        let lengths = lengths.span
        for row in 0..<count { lowest = min(lowest, lengths[row]) }
        guard lowest < 0 else { return nil }
        var nulls = [Bool](repeating: false, count: count)
        for row in 0..<count { nulls[row] = lengths[row] < 0 }
        return nulls
    }
}
