/// The digits from one place of a text on, as far as single separators allow: what a number written in groups becomes.
struct DigitRun {
    /// More than any number looked for has (`0033` and nine digits, NIR and key), and one to see that it goes on.
    static let capacity = 16

    /// Characters without separators; Corsica's letter too.
    private(set) var characters = InlineArray<16, UInt8>(repeating: 0)
    /// How many there are.
    private(set) var count = 0
    /// How many stood before the first separator, all where there was none.
    private(set) var firstGroup = 0
    /// Whether the number began with `+`.
    private(set) var hasPlus = false
    /// Groups after which the number may end: bit `n` is set where the `n`th character closes a group.
    private var groupEnds: UInt32 = 0

    /// Reads the run that begins at `start`.
    mutating func read(_ text: Span<UInt8>, from start: Int) {
        count = 0
        firstGroup = 0
        groupEnds = 0
        hasPlus = text[start] == UInt8(ascii: "+")
        var index = hasPlus ? start + 1 : start
        while index < text.count, count < DigitRun.capacity {
            if isPart(text, index) {
                characters[count] = text[index] >= 0x60 ? text[index] - 0x20 : text[index]
                count += 1
                index += 1
                continue
            }
            closeGroup(text, index)
            let width = DigitRun.separator(text, index)
            guard width > 0, index + width < text.count, ASCII.isDigit(text[index + width]) else { return }
            index += width
        }
        closeGroup(text, index)
    }

    /// Whether exactly `length` characters stand before the end of a group.
    func ends(after length: Int) -> Bool { length > 0 && length < 32 && groupEnds & 1 << UInt32(length) != 0 }

    /// Whether the run was written without separators up to `length`.
    func isUnbroken(_ length: Int) -> Bool { firstGroup >= length }

    /// Whether the first 15 characters are a NIR with its key and a month and department that exist.
    var isNIR: Bool {
        guard !hasPlus, count >= NIR.lengthWithKey, ends(after: NIR.lengthWithKey) else { return false }
        let month = ASCII.value(characters[3]) * 10 + ASCII.value(characters[4])
        guard (1...12).contains(month) || (20...42).contains(month) || month >= 50 else { return false }
        guard characters[5] != 0x30 || characters[6] != 0x30 else { return false }
        return NIR.isValid(characters.span.extracting(0..<NIR.lengthWithKey))
    }

    /// Whether the run is 11 unbroken digits that begin with 10, as RPPS numbers do, with a right key.
    var isRPPSShaped: Bool {
        !hasPlus && count == RPPS.length && isUnbroken(RPPS.length) && characters[0] == UInt8(ascii: "1")
            && characters[1] == UInt8(ascii: "0") && RPPS.isValid(characters.span.extracting(0..<RPPS.length))
    }

    /// Digits, and a letter of Corsica at its place in a NIR.
    private func isPart(_ text: Span<UInt8>, _ index: Int) -> Bool {
        if ASCII.isDigit(text[index]) { return true }
        guard count == 6, characters[5] == UInt8(ascii: "2"), text[index - 1] == UInt8(ascii: "2") else { return false }
        return text[index] | 0x20 == UInt8(ascii: "a") || text[index] | 0x20 == UInt8(ascii: "b")
    }

    private mutating func closeGroup(_ text: Span<UInt8>, _ index: Int) {
        if firstGroup == 0 { firstGroup = count }
        if index >= text.count || !ASCII.isAlphanumeric(text[index]) { groupEnds |= 1 << UInt32(count) }
    }

    /// Bytes of the separator at `index`, with the `(0)` that may follow a country code; 0 for none.
    private static func separator(_ text: Span<UInt8>, _ index: Int) -> Int {
        var width = mark(text, index)
        let next = index + width
        if next + 3 < text.count, text[next] == UInt8(ascii: "("), text[next + 1] == UInt8(ascii: "0"),
            text[next + 2] == UInt8(ascii: ")")
        {
            width += 3
            width += mark(text, index + width)
        }
        return width
    }

    /// Bytes of a space, full stop, hyphen, slash, underscore or no-break space; 0 for anything else.
    private static func mark(_ text: Span<UInt8>, _ index: Int) -> Int {
        switch text[index] {
        case UInt8(ascii: " "), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "/"), UInt8(ascii: "_"): 1
        case 0xC2: index + 1 < text.count && text[index + 1] == 0xA0 ? 2 : 0
        case 0xE2: index + 2 < text.count && text[index + 1] == 0x80 && text[index + 2] == 0xAF ? 3 : 0
        default: 0
        }
    }
}
