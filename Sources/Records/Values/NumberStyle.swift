/// How the numbers of a field are written beyond digits, sign and decimal character (Table Schema, `groupChar`, `bareNumber`).
///
/// Groups are groups of three digits: the first may be shorter, and a number has separators at all its places or at none, so
/// that a decimal comma taken for a separator does not make a number a thousand times as large.
struct NumberStyle: Sendable {
    let separator: UInt8
    /// UTF-8 of the character between groups; empty where there are none.
    let group: [UInt8]
    /// Whether the number stands alone.
    let isBare: Bool

    /// The numbers of a column as digits, sign and decimal character; a text that is no such number becomes empty, which no
    /// reader of numbers takes.
    func bare(_ text: Span<UInt8>, _ slices: borrowing FieldSlices) -> (text: [UInt8], places: FieldSlices) {
        var bytes: [UInt8] = []
        var places = FieldSlices()
        places.count = slices.count
        places.starts.reserveCapacity(slices.count)
        places.lengths.reserveCapacity(slices.count)
        for row in 0..<slices.count {
            let start = bytes.count
            let length = Int(slices.lengths[row])
            if length > 0 {
                append(text.extracting(Int(slices.starts[row])..<(Int(slices.starts[row]) + length)), to: &bytes)
            }
            places.starts.append(Int32(start))
            places.lengths.append(length < 0 ? -1 : Int32(bytes.count - start))
        }
        return (bytes, places)
    }

    private func append(_ value: Span<UInt8>, to bytes: inout [UInt8]) {
        let start = bytes.count
        let range = isBare ? 0..<value.count : number(in: value)
        var digits = 0
        var groups = 0
        var position = range.lowerBound
        var isWhole = true
        while position < range.upperBound {
            if isWhole, isGroup(value, position, range.upperBound) {
                // Before the first separator stand one to three digits, between two of them three.
                guard groups == 0 ? (1...3).contains(digits) : digits == 3 else {
                    return bytes.removeLast(bytes.count - start)
                }
                groups += 1
                digits = 0
                position += group.count
                continue
            }
            let byte = value[position]
            if NumberReader.digit(byte) != nil {
                digits += 1
            } else if position > range.lowerBound || !NumberStyle.isSign(byte) {
                if isWhole, groups > 0, digits != 3 { return bytes.removeLast(bytes.count - start) }
                isWhole = false
            }
            bytes.append(byte)
            position += 1
        }
        if isWhole, groups > 0, digits != 3 { bytes.removeLast(bytes.count - start) }
    }

    /// From the first digit, or the sign right before it, to the last; empty where what stands around may be part of the number.
    private func number(in value: Span<UInt8>) -> Range<Int> {
        var start = 0
        while start < value.count, NumberReader.digit(value[start]) == nil { start += 1 }
        var end = value.count
        while end > start, NumberReader.digit(value[end - 1]) == nil { end -= 1 }
        if start > 0, start < end, NumberStyle.isSign(value[start - 1]) { start -= 1 }
        let hasMore = (0..<start).contains { isMark(value, $0) || value[$0] == separator }
        return hasMore || (end..<value.count).contains { isMark(value, $0) } ? 0..<0 : start..<end
    }

    /// Signs, dashes, brackets and the character between groups; white space between groups also stands before a unit.
    private func isMark(_ value: Span<UInt8>, _ index: Int) -> Bool {
        if NumberStyle.isSign(value[index]) || NumberStyle.brackets.contains(value[index]) { return true }
        if index + 2 < value.count {
            let character = (value[index], value[index + 1], value[index + 2])
            // U+2010 to U+2015, U+2212.
            if character.0 == 0xE2, character.1 == 0x80, (0x90...0x95).contains(character.2) { return true }
            if character == (0xE2, 0x88, 0x92) { return true }
        }
        return !NumberStyle.spaces.contains(group) && isGroup(value, index, value.count)
    }

    private static let brackets = Array("()".utf8)
    private static let spaces = [" ", "\u{A0}", "\u{2009}", "\u{202F}"].map { Array($0.utf8) }

    private static func isSign(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+") }

    private func isGroup(_ value: Span<UInt8>, _ start: Int, _ end: Int) -> Bool {
        guard !group.isEmpty, start + group.count <= end else { return false }
        for index in group.indices where value[start + index] != group[index] { return false }
        return true
    }
}
