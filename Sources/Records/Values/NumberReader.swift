/// Fixed-point numbers.
struct DecimalFormat: Sendable {
    /// Powers of ten that an `Int64` holds.
    static let powers: [Int64] = (0...18).map { exponent in (0..<exponent).reduce(Int64(1)) { value, _ in value * 10 } }

    let precision: Int
    let scale: Int
    let separator: UInt8

    /// The value times ten to the scale; nil where the text is no such number or has too many digits.
    func read(_ text: Span<UInt8>, _ start: Int, _ length: Int) -> Int64? {
        var position = start
        let end = start + length
        let negative = NumberReader.sign(text, &position, end)
        var value: Int64 = 0
        var whole = 0
        var digits = 0
        while position < end, let digit = NumberReader.digit(text[position]) {
            if value != 0 || digit != 0 { whole += 1 }
            guard whole <= precision - scale else { return nil }
            value = value * 10 + digit
            digits += 1
            position += 1
        }
        var decimals = 0
        if position < end {
            guard text[position] == separator, digits > 0 else { return nil }
            position += 1
            while position < end, let digit = NumberReader.digit(text[position]), decimals < scale {
                value = value * 10 + digit
                decimals += 1
                position += 1
            }
            guard decimals > 0 else { return nil }
        }
        guard position == end, digits > 0 else { return nil }
        value *= DecimalFormat.powers[scale - decimals]
        return negative ? -value : value
    }
}

/// Integers and floating-point numbers, strictly: no spaces, no grouping, no NaN, no infinity.
///
/// Table Schema would let `NaN`, `INF` and `-INF` through; they are no measurements, and every reader of the catalogue sorts
/// and sums them in another way, so they are refused. Minus zero becomes zero, so that equal values have equal bits.
enum NumberReader {
    @inline(__always)
    static func digit(_ byte: UInt8) -> Int64? {
        let value = byte &- UInt8(ascii: "0")
        return value < 10 ? Int64(value) : nil
    }

    /// Reads an optional sign.
    @inline(__always)
    static func sign(_ text: Span<UInt8>, _ position: inout Int, _ end: Int) -> Bool {
        guard position < end else { return false }
        let byte = text[position]
        if byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+") { position += 1 }
        return byte == UInt8(ascii: "-")
    }

    /// An integer of 64 bits; nil where the text is anything else or too large.
    @inline(__always)
    static func integer(_ text: Span<UInt8>, _ start: Int, _ length: Int) -> Int64? {
        var position = start
        let end = start + length
        let negative = sign(text, &position, end)
        guard position < end else { return nil }
        var value: Int64 = 0
        if end - position <= 18 {
            while position < end {
                guard let digit = digit(text[position]) else { return nil }
                value = value &* 10 &+ digit
                position += 1
            }
            return negative ? -value : value
        }
        return longInteger(text, position, end, negative)
    }

    private static func longInteger(_ text: Span<UInt8>, _ start: Int, _ end: Int, _ negative: Bool) -> Int64? {
        var value: Int64 = 0
        for position in start..<end {
            guard let digit = digit(text[position]) else { return nil }
            let (product, over) = value.multipliedReportingOverflow(by: 10)
            let (sum, under) = product.addingReportingOverflow(negative ? -digit : digit)
            if over || under { return nil }
            value = sum
        }
        return value
    }

    /// A year of four digits, 0001...9999.
    @inline(__always)
    static func year(_ text: Span<UInt8>, _ start: Int, _ length: Int) -> Int32? {
        guard length == 4 else { return nil }
        var value: Int32 = 0
        for position in start..<(start + 4) {
            guard let digit = digit(text[position]) else { return nil }
            value = value * 10 + Int32(digit)
        }
        return value == 0 ? nil : value
    }

    /// A finite number: `digits[.digits][e[sign]digits]`.
    static func double(_ text: Span<UInt8>, _ start: Int, _ length: Int, separator: UInt8) -> Double? {
        var position = start
        let end = start + length
        let negative = sign(text, &position, end)
        var mantissa: Int64 = 0
        var digits = 0
        var decimals = 0
        while position < end, let digit = digit(text[position]) {
            mantissa = mantissa &* 10 &+ digit
            digits += 1
            position += 1
        }
        if position < end, text[position] == separator, digits > 0 {
            position += 1
            while position < end, let digit = digit(text[position]) {
                mantissa = mantissa &* 10 &+ digit
                decimals += 1
                position += 1
            }
            guard decimals > 0 else { return nil }
        }
        guard digits > 0 else { return nil }
        // Exact: both numbers are exact doubles, so the quotient is rounded once (Clinger's fast path).
        if position == end, digits + decimals <= 15 {
            let value = Double(mantissa) / Double(DecimalFormat.powers[decimals])
            return negative ? 0 - value : value
        }
        guard position == end || isExponent(text, position, end) else { return nil }
        return slow(text, start, end, separator)
    }

    private static func isExponent(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> Bool {
        guard text[start] | 0x20 == UInt8(ascii: "e") else { return false }
        var position = start + 1
        _ = sign(text, &position, end)
        guard position < end, end - position <= 4 else { return false }
        for index in position..<end where digit(text[index]) == nil { return false }
        return true
    }

    private static func slow(_ text: Span<UInt8>, _ start: Int, _ end: Int, _ separator: UInt8) -> Double? {
        var copy: [UInt8] = []
        for index in start..<end { copy.append(text[index] == separator ? UInt8(ascii: ".") : text[index]) }
        guard let value = Double(String(decoding: copy, as: UTF8.self)), value.isFinite else { return nil }
        return value + 0
    }
}
