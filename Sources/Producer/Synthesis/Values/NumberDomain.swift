/// Numbers between two bounds, as a column writes them.
///
/// Values are in units of the last decimal: with a scale of 2 the value 1250 is written `12.50`.
struct NumberDomain {
    /// The lowest value.
    var first: Int
    /// How many values there are.
    var count: Int
    /// Digits after the decimal character.
    var scale = 0
    /// Fewest digits before it.
    var width = 1
    var separator = UInt8(ascii: ".")
    /// What stands between groups of three digits; empty for nothing.
    var group: [UInt8] = []

    init(_ range: ClosedRange<Int>) {
        first = range.lowerBound
        let (count, isOver) = (range.upperBound &- range.lowerBound).addingReportingOverflow(1)
        self.count = isOver || count < 1 ? Int.max >> 12 : min(count, Int.max >> 12)
    }

    func append(value: Int, to output: inout [UInt8]) {
        if value < 0 { output.append(UInt8(ascii: "-")) }
        let power = NumberDomain.power(scale)
        let (whole, part) = value.magnitude.quotientAndRemainder(dividingBy: power)
        if group.isEmpty {
            NumberDomain.append(whole, width, to: &output)
        } else {
            appendGroups(whole, to: &output)
        }
        if scale > 0 {
            output.append(separator)
            NumberDomain.append(part, scale, to: &output)
        }
    }

    private func appendGroups(_ number: UInt, to output: inout [UInt8]) {
        guard number >= 1000 else { return NumberDomain.append(number, 1, to: &output) }
        appendGroups(number / 1000, to: &output)
        output += group
        NumberDomain.append(number % 1000, 3, to: &output)
    }

    static func power(_ exponent: Int) -> UInt { (0..<min(exponent, 18)).reduce(UInt(1)) { power, _ in power * 10 } }

    /// Appends `number` with at least `width` digits.
    static func append(_ number: UInt, _ width: Int, to output: inout [UInt8]) {
        var digits = InlineArray<20, UInt8>(repeating: 0)
        var rest = number
        var count = 0
        repeat {
            digits[count] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
            count += 1
        } while rest > 0
        for _ in 0..<max(0, width - count) { output.append(UInt8(ascii: "0")) }
        while count > 0 {
            count -= 1
            output.append(digits[count])
        }
    }
}
