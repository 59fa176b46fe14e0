internal import Records

/// Writes a value that was computed as a column writes it.
struct ValueWriter {
    private enum Form {
        case number(NumberDomain)
        case moment(MomentFormat)
        case none
    }

    private let form: Form
    /// What the least difference between two values is: a unit of the last decimal, or days.
    let step: Double

    init(_ column: ColumnPlan) {
        let field = column.field
        var kind: TemporalKind?
        var format = ""
        switch field.type {
        case .integer, .year, .number, .decimal:
            var numbers = NumberDomain(0...0)
            if case .numbers(let own) = column.domain { numbers = own }
            if case .decimal(_, let scale) = field.type { numbers.scale = scale }
            if field.type == .number { numbers.scale = max(numbers.scale, 2) }
            numbers.separator = field.decimalSeparator
            if field.type == .year { numbers.width = 4 }
            form = .number(numbers)
            step = 1 / Double(NumberDomain.power(numbers.scale))
            return
        case .date(let text): (kind, format) = (.date, text)
        case .datetime(let text): (kind, format) = (.datetime, text)
        case .yearmonth(let text): (kind, format) = (.yearmonth, text)
        case .time(let text): (kind, format) = (.time, text)
        case .string, .boolean: break
        }
        guard let kind, let moment = MomentFormat(format.isEmpty || format == "default" ? kind.standard : format) else {
            (form, step) = (.none, 1)
            return
        }
        form = .moment(moment)
        // Times are in seconds, everything else in days.
        let seconds = Double(moment.step)
        step = kind == .time ? seconds : seconds / Double(MomentFormat.secondsOfDay)
        isTime = kind == .time
    }

    private var isTime = false

    /// How a computed value is rounded.
    enum Rounding { case down, up, nearest }

    /// The text of `value`; nil where the column can write no such value.
    func text(_ value: Double, _ rounding: Rounding) -> [UInt8]? {
        let units = value / step
        let rounded =
            switch rounding {
            case .down: (units + 1e-6).rounded(.down)
            case .up: (units - 1e-6).rounded(.up)
            case .nearest: units.rounded()
            }
        guard rounded.isFinite, abs(rounded) < 1e15 else { return nil }
        var bytes: [UInt8] = []
        switch form {
        case .none: return nil
        case .number(let numbers): numbers.append(value: Int(rounded), to: &bytes)
        case .moment(let format):
            let seconds = rounded * Double(format.step)
            guard !isTime || (0..<86_400).contains(seconds) else { return nil }
            // Years of four digits.
            guard isTime || (-62_000_000_000..<253_000_000_000).contains(seconds) else { return nil }
            format.append(second: Int(seconds), to: &bytes)
        }
        return bytes
    }
}
