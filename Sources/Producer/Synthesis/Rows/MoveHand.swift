internal import Columns
internal import Records

/// Makes the values that moves ask for, from what was read of some records.
struct MoveHand {
    /// A new value.
    enum Value {
        case text([UInt8])
        case nothing
        case impossible
    }

    private let plan: SynthesisPlan
    private let table: TablePlan
    private let columns: [Column?]
    private let count: Int
    private var known: [ObjectIdentifier: [Double?]] = [:]

    /// A hand over `count` records of `table` that were read as `columns`.
    init(_ plan: SynthesisPlan, _ table: TablePlan, _ columns: [Column?], count: Int) {
        self.plan = plan
        self.table = table
        self.columns = columns
        self.count = count
    }

    /// What `move` makes of record `row` of `batch`, which is number `place` of those that were read.
    mutating func value(
        _ move: RuleMoves.Move, _ batch: RecordBatch, _ row: Int, _ place: Int, _ draw: inout Draw
    ) -> Value {
        switch move {
        case .clear: return .nothing
        case .redraw(let column): return redraw(column, batch.rows[row], &draw).map { .text($0) } ?? .nothing
        case .assign(_, let texts): return .text(texts[draw.below(texts.count)])
        case .copy(let from, _): return batch.text(from, row).map { .text(Array($0)) } ?? .impossible
        case .shift(let column, let coefficient, let comparison, let difference, let own):
            guard let distance = number(difference, place), let value = number(own, place) else { return .impossible }
            let writer = ValueWriter(table.columns[column])
            let goal = goal(comparison, writer.step * abs(coefficient), &draw)
            let change = (goal - distance) / coefficient
            let text = writer.text(value + change, comparison == .equal ? .nearest : change < 0 ? .down : .up)
            return text.map { .text($0) } ?? .impossible
        }
    }

    private mutating func number(_ shared: SharedNumber, _ place: Int) -> Double? {
        let id = ObjectIdentifier(shared)
        if let values = known[id] { return values[place] }
        let values = shared.number.values(columns, count: count)
        known[id] = values
        return values[place]
    }

    /// What the two sides of a comparison shall differ: a little, at times more, or much more.
    private func goal(_ comparison: Comparison, _ step: Double, _ draw: inout Draw) -> Double {
        let sizes = [0, 1, 30, 400, 9000]
        let slack = Double(draw.below(sizes[draw.below(sizes.count)] + 1)) * max(step, draw.below(2) == 0 ? 1 : step)
        switch comparison {
        case .equal, .notEqual: return 0
        case .less: return -slack - step
        case .lessOrEqual: return -slack
        case .greaterOrEqual: return slack
        case .greater: return slack + step
        }
    }

    /// Another value of the column in the record of that number; nil, at times, where one may be missing.
    func redraw(_ column: Int, _ row: Int, _ draw: inout Draw) -> [UInt8]? {
        let own = table.columns[column]
        if own.missingShare > 0, draw.below(4) == 0 { return nil }
        var index = draw.below(own.domain.count)
        if case .timeline = own.source, case .moments(_, let first, let count, let step) = own.domain {
            let (start, between) = plan.moments(table, row)
            index = max(0, min((start + draw.below(30) * between - first) / step, count - 1))
        }
        var bytes: [UInt8] = []
        own.domain.append(index, to: &bytes)
        return bytes
    }
}
