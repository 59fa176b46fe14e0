internal import Columns

/// Turns the texts of one column into values.
enum ValueReader {
    /// The column without its nulls, and the rows whose text is not of the type.
    static func read(
        _ field: FieldPlan, _ text: Span<UInt8>, _ slices: borrowing FieldSlices
    ) -> (values: Column.Values, failures: [Int32]) {
        if let style = field.numberStyle {
            let (bare, places) = style.bare(text, slices)
            return values(field, bare.span, places)
        }
        return values(field, text, slices)
    }

    /// One entry that stands for no value of `field`.
    static func nothing(_ field: FieldPlan) -> Column.Values {
        var slices = FieldSlices()
        slices.starts = [0]
        slices.lengths = [-1]
        slices.count = 1
        return values(field, Span(), slices).values
    }

    private static func values(
        _ field: FieldPlan, _ text: Span<UInt8>, _ slices: borrowing FieldSlices
    ) -> (values: Column.Values, failures: [Int32]) {
        switch field.reader {
        case .string:
            let isWanted = field.needed || field.used
            return (.bytes(isWanted ? ByteGather.gather(text, slices) : ByteColumn()), [])
        case .integer:
            let (values, failures) = fill(slices, Int64(0)) { NumberReader.integer(text, $0, $1) }
            return (.int64(values), failures)
        case .number(let separator):
            let (values, failures) = fill(slices, 0.0) { NumberReader.double(text, $0, $1, separator: separator) }
            return (.double(values), failures)
        case .decimal(let format):
            let (values, failures) = fill(slices, Int64(0)) { format.read(text, $0, $1) }
            return (.int64(values), failures)
        case .boolean(let trueValues, let falseValues):
            let (values, failures) = fill(slices, false) { start, length -> Bool? in
                if trueValues.contains(text, start, length) { return true }
                return falseValues.contains(text, start, length) ? false : nil
            }
            return (.boolean(values), failures)
        case .date(let format):
            let (values, failures) = fill(slices, Int32(0)) { format.days(text, $0, $1) }
            return (.int32(values), failures)
        case .datetime(let format):
            let (values, failures) = fill(slices, Int64(0)) { format.microseconds(text, $0, $1) }
            return (.int64(values), failures)
        case .time(let format):
            let (values, failures) = fill(slices, Int32(0)) { format.seconds(text, $0, $1) }
            return (.int32(values), failures)
        case .year:
            let (values, failures) = fill(slices, Int32(0)) { NumberReader.year(text, $0, $1) }
            return (.int32(values), failures)
        }
    }

    @inline(__always)
    private static func fill<Value>(
        _ slices: borrowing FieldSlices, _ zero: Value, _ read: (Int, Int) -> Value?
    ) -> ([Value], [Int32]) {
        var failures: [Int32] = []
        let starts = slices.starts.span
        let lengths = slices.lengths.span
        let rows = slices.count
        let values = unsafe [Value](unsafeUninitializedCapacity: rows) { output, count in
            for row in 0..<rows {
                let length = Int(lengths[row])
                let value = length < 0 ? zero : read(Int(starts[row]), length)
                if value == nil { failures.append(Int32(row)) }
                unsafe output.initializeElement(at: row, to: value ?? zero)
            }
            count = rows
        }
        return (values, failures)
    }

    /// The rows below and above the bounds of `field`.
    static func outOfBounds(
        _ field: FieldPlan, _ values: Column.Values, _ slices: borrowing FieldSlices
    ) -> (below: [Int32], above: [Int32]) {
        switch values {
        case .int64(let values): outside(field.integerBounds, values, slices) { $0 }
        case .int32(let values): outside(field.integerBounds, values, slices) { Int64($0) }
        case .double(let values): outside(field.doubleBounds, values, slices) { $0 }
        case .boolean, .bytes, .coded: ([], [])
        }
    }

    /// The rows whose value is not one of `members`.
    static func strangers(
        _ members: FieldPlan.Members, _ values: Column.Values, _ slices: borrowing FieldSlices
    ) -> [Int32] {
        switch values {
        case .int64(let values): others(values, slices) { members.integers.contains($0) }
        case .int32(let values): others(values, slices) { members.integers.contains(Int64($0)) }
        case .double(let values): others(values, slices) { members.doubles.contains($0) }
        case .boolean, .bytes, .coded: []
        }
    }

    @inline(__always)
    private static func others<Element>(
        _ values: [Element], _ slices: borrowing FieldSlices, _ isMember: (Element) -> Bool
    ) -> [Int32] {
        var rows: [Int32] = []
        for row in 0..<slices.count where slices.lengths[row] >= 0 && !isMember(values[row]) {
            rows.append(Int32(row))
        }
        return rows
    }

    @inline(__always)
    private static func outside<Value: Comparable, Element>(
        _ bounds: FieldPlan.Bounds<Value>, _ values: [Element], _ slices: borrowing FieldSlices,
        _ convert: (Element) -> Value
    ) -> ([Int32], [Int32]) {
        var below: [Int32] = []
        var above: [Int32] = []
        if let minimum = bounds.minimum?.value {
            for row in 0..<slices.count where slices.lengths[row] >= 0 && convert(values[row]) < minimum {
                below.append(Int32(row))
            }
        }
        if let maximum = bounds.maximum?.value {
            for row in 0..<slices.count where slices.lengths[row] >= 0 && convert(values[row]) > maximum {
                above.append(Int32(row))
            }
        }
        return (below, above)
    }
}
