internal import Columns
internal import Identifiers
internal import Support

/// Treatments that make a value less precise.
extension BlockTreatment {
    mutating func age(_ field: Int, _ reference: Int, _ cap: Int32?) throws(TreatmentFault) -> Column {
        guard let births = Moments(columns[field]), let days = Moments(columns[reference]) else {
            throw mismatch(field)
        }
        let nulls = nullsOfBoth(field, reference)
        var output = [Int32](repeating: 0, count: rejected.count)
        for row in output.indices where !(nulls?[row] ?? false) && !rejected[row] {
            let years = TimeTreatment.age(born: births[row].day, on: days[row].day)
            output[row] = checked(age: Int64(years), row, field, cap ?? TimeTreatment.oldest)
        }
        return Column(.int32(output), nulls: nulls)
    }

    mutating func ageCap(_ field: Int, _ cap: Int32) throws(TreatmentFault) -> Column {
        guard case .int64(let ages) = columns[field].values else { throw mismatch(field) }
        var output = [Int32](repeating: 0, count: ages.count)
        for row in output.indices where !columns[field].isNull(row) && !rejected[row] {
            output[row] = checked(age: ages[row], row, field, cap)
        }
        return Column(.int32(output), nulls: columns[field].nulls)
    }

    func truncate(_ field: Int, _ unit: TimeTreatment.Unit) throws(TreatmentFault) -> Column {
        guard let moments = Moments(columns[field]) else { throw mismatch(field) }
        let nulls = columns[field].nulls
        if unit == .hour { return Column(.int64(TimeTreatment.hours(moments)), nulls: nulls) }
        return Column(.int32(TimeTreatment.days(moments, unit)), nulls: nulls)
    }

    mutating func delay(
        _ field: Int, _ reference: Int, _ unit: FieldTreatment.DelayUnit
    ) throws(TreatmentFault) -> Column {
        guard let ends = Moments(columns[field]), let starts = Moments(columns[reference]) else {
            throw mismatch(field)
        }
        let nulls = nullsOfBoth(field, reference)
        var output = [Int32](repeating: 0, count: rejected.count)
        for row in output.indices where !(nulls?[row] ?? false) && !rejected[row] {
            if let delay = Int32(exactly: TimeTreatment.delay(from: starts[row], to: ends[row], unit)) {
                output[row] = delay
            } else {
                report(row, field, .outOfRange)
            }
        }
        return Column(.int32(output), nulls: nulls)
    }

    /// Times of day as `HH:MM:SS`.
    func timeText(_ field: Int) throws(TreatmentFault) -> Column {
        guard case .int32(let seconds) = columns[field].values else { throw mismatch(field) }
        var output = ByteColumn()
        output.reserve(count: seconds.count, bytes: seconds.count * 8)
        for row in seconds.indices {
            if columns[field].isNull(row) {
                output.appendEmpty()
            } else {
                output.append(TimeTreatment.text(ofDay: seconds[row]))
            }
        }
        return Column(.bytes(output), nulls: columns[field].nulls)
    }

    mutating func department(_ field: Int) throws(TreatmentFault) -> Column {
        guard case .bytes(let texts) = columns[field].values else { throw mismatch(field) }
        var ends = [Int32](repeating: 0, count: texts.count)
        var nulls = columns[field].nulls ?? [Bool](repeating: false, count: texts.count)
        let bytes = texts.bytes.span
        var codes: [UInt8] = []
        codes.reserveCapacity(texts.count * 3)
        for row in 0..<texts.count {
            if !nulls[row] {
                switch Postcode.place(bytes.extracting(texts.range(row))) {
                case .department(let department): for index in 0..<department.count { codes.append(department[index]) }
                case .unknown: nulls[row] = true
                case .invalid:
                    nulls[row] = true
                    report(row, field, .postcode)
                }
            }
            ends[row] = Int32(codes.count)
        }
        return Column(.bytes(ByteColumn(bytes: codes, ends: ends)), nulls: nulls.contains(true) ? nulls : nil)
    }

    mutating func bin(_ field: Int, _ width: Int64) throws(TreatmentFault) -> Column {
        guard case .int64(let values) = columns[field].values else { throw mismatch(field) }
        var output = values
        for row in output.indices where !columns[field].isNull(row) {
            let (bound, overflow) = values[row].subtractingReportingOverflow(TimeTreatment.modulo(values[row], width))
            output[row] = overflow ? 0 : bound
            if overflow { report(row, field, .outOfRange) }
        }
        return Column(.int64(output), nulls: columns[field].nulls)
    }

    mutating func bin(_ field: Int, _ width: Double) throws(TreatmentFault) -> Column {
        guard case .double(let values) = columns[field].values else { throw mismatch(field) }
        var output = values
        for row in output.indices where !columns[field].isNull(row) {
            let bound = (values[row] / width).rounded(.down) * width
            output[row] = bound.isFinite ? bound : 0
            if !bound.isFinite { report(row, field, .outOfRange) }
        }
        return Column(.double(output), nulls: columns[field].nulls)
    }

    func prefix(_ field: Int, _ length: Int) throws(TreatmentFault) -> Column {
        guard case .bytes(let texts) = columns[field].values else { throw mismatch(field) }
        var output = ByteColumn()
        output.reserve(count: texts.count, bytes: texts.count * length)
        let bytes = texts.bytes.span
        for row in 0..<texts.count {
            let text = bytes.extracting(texts.range(row))
            output.append(text.extracting(0..<BlockTreatment.end(of: length, text)))
        }
        return Column(.bytes(output), nulls: columns[field].nulls)
    }

    /// Where the first `length` scalars of the UTF-8 `text` end.
    private static func end(of length: Int, _ text: Span<UInt8>) -> Int {
        var scalars = 0
        for index in text.indices where text[index] & 0xC0 != 0x80 {
            if scalars == length { return index }
            scalars += 1
        }
        return text.count
    }

    private mutating func checked(age: Int64, _ row: Int, _ field: Int, _ cap: Int32) -> Int32 {
        guard age >= 0 else {
            report(row, field, .ageNegative)
            return 0
        }
        guard age <= Int64(TimeTreatment.oldest) else {
            report(row, field, .ageImpossible)
            return 0
        }
        return min(Int32(age), cap)
    }

    private func nullsOfBoth(_ a: Int, _ b: Int) -> [Bool]? {
        guard let first = columns[a].nulls else { return columns[b].nulls }
        guard let second = columns[b].nulls else { return first }
        return zip(first, second).map { $0 || $1 }
    }
}
