/// Where a value of a JSON line was found.
enum JSONPlace: Sendable {
    case absent
    case null
    /// In the block, as it is.
    case block(start: Int32, length: Int32)
    /// In ``JSONScanner/unescaped``.
    case unescaped(start: Int32, length: Int32)
    /// Nowhere: it is a number that was counted.
    case number(Int32)
    /// A record around it will say.
    case open
}

/// What makes a line of JSON lines no record.
struct BrokenLine: Error {
    let rule: FormRule
    init(_ rule: FormRule) { self.rule = rule }
}

/// Steps through one line of JSON (RFC 8259, strictly), token by token.
struct JSONScanner {
    private static let quote = UInt8(ascii: "\"")
    /// Objects and lists inside each other in what is stepped over.
    private static let deepest = 64

    /// Strings of the line that had escapes.
    private(set) var unescaped: [UInt8] = []
    var position = 0
    private(set) var end = 0

    /// Begins a line of the text.
    mutating func begin(_ line: Range<Int>) {
        unescaped.removeAll(keepingCapacity: true)
        position = line.lowerBound
        end = line.upperBound
    }

    /// A string, a number or a word.
    mutating func scalar(_ text: Span<UInt8>) throws(BrokenLine) -> JSONPlace {
        guard position < end else { throw BrokenLine(.malformedJSON) }
        switch text[position] {
        case JSONScanner.quote: return try string(text)
        case UInt8(ascii: "n"):
            _ = try word("null", text)
            return .null
        case UInt8(ascii: "t"): return try word("true", text)
        case UInt8(ascii: "f"): return try word("false", text)
        default: return try number(text)
        }
    }

    private mutating func word(_ word: StaticString, _ text: Span<UInt8>) throws(BrokenLine) -> JSONPlace {
        let start = position
        let length = word.utf8CodeUnitCount
        guard end - start >= length else { throw BrokenLine(.malformedJSON) }
        for offset in 0..<length where unsafe text[start + offset] != word.utf8Start[offset] {
            throw BrokenLine(.malformedJSON)
        }
        position += length
        return JSONScanner.block(start, position)
    }

    private static func block(_ start: Int, _ end: Int) -> JSONPlace {
        .block(start: Int32(truncatingIfNeeded: start), length: Int32(truncatingIfNeeded: end - start))
    }

    /// RFC 8259 §6.
    private mutating func number(_ text: Span<UInt8>) throws(BrokenLine) -> JSONPlace {
        let start = position
        if text[position] == UInt8(ascii: "-") { position += 1 }
        if position < end, text[position] == UInt8(ascii: "0") { position += 1 } else { try digits(text) }
        if position < end, text[position] == UInt8(ascii: ".") {
            position += 1
            try digits(text)
        }
        if position < end, text[position] | 0x20 == UInt8(ascii: "e") {
            position += 1
            if position < end, text[position] == UInt8(ascii: "-") || text[position] == UInt8(ascii: "+") {
                position += 1
            }
            try digits(text)
        }
        return JSONScanner.block(start, position)
    }

    private mutating func digits(_ text: Span<UInt8>) throws(BrokenLine) {
        let start = position
        while position < end, text[position] &- UInt8(ascii: "0") <= 9 { position += 1 }
        if position == start { throw BrokenLine(.malformedJSON) }
    }

    /// RFC 8259 §7.
    mutating func string(_ text: Span<UInt8>) throws(BrokenLine) -> JSONPlace {
        try take(JSONScanner.quote, text)
        let start = position
        position = JSONScanner.special(text, from: position, to: end)
        guard position < end else { throw BrokenLine(.malformedJSON) }
        if text[position] == JSONScanner.quote {
            position += 1
            return JSONScanner.block(start, position - 1)
        }
        return try escaped(text, from: start)
    }

    /// A string with escapes, from its first character.
    private mutating func escaped(_ text: Span<UInt8>, from start: Int) throws(BrokenLine) -> JSONPlace {
        let place = unescaped.count
        var copied = start
        while true {
            for index in copied..<position { unescaped.append(text[index]) }
            guard position < end else { throw BrokenLine(.malformedJSON) }
            let byte = text[position]
            position += 1
            if byte == JSONScanner.quote {
                return .unescaped(
                    start: Int32(truncatingIfNeeded: place), length: Int32(truncatingIfNeeded: unescaped.count - place))
            }
            guard byte == UInt8(ascii: "\\"), position < end else { throw BrokenLine(.malformedJSON) }
            let kind = text[position]
            position += 1
            switch kind {
            case JSONScanner.quote, UInt8(ascii: "\\"), UInt8(ascii: "/"): unescaped.append(kind)
            case UInt8(ascii: "b"): unescaped.append(0x08)
            case UInt8(ascii: "f"): unescaped.append(0x0C)
            case UInt8(ascii: "n"): unescaped.append(0x0A)
            case UInt8(ascii: "r"): unescaped.append(0x0D)
            case UInt8(ascii: "t"): unescaped.append(0x09)
            case UInt8(ascii: "u"): try character(text)
            default: throw BrokenLine(.malformedJSON)
            }
            copied = position
            position = JSONScanner.special(text, from: position, to: end)
        }
    }

    /// The character of `\u`, or of a pair of surrogates; a lone surrogate is no character (RFC 8259 §8.2).
    private mutating func character(_ text: Span<UInt8>) throws(BrokenLine) {
        var code = try hexadecimal(text)
        if (0xD800..<0xDC00).contains(code) {
            guard end - position >= 2, text[position] == UInt8(ascii: "\\"), text[position + 1] == UInt8(ascii: "u")
            else { throw BrokenLine(.malformedJSON) }
            position += 2
            let low = try hexadecimal(text)
            guard (0xDC00..<0xE000).contains(low) else { throw BrokenLine(.malformedJSON) }
            code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
        }
        guard let scalar = Unicode.Scalar(code), let encoded = UTF8.encode(scalar) else {
            throw BrokenLine(.malformedJSON)
        }
        unescaped.append(contentsOf: encoded)
    }

    private mutating func hexadecimal(_ text: Span<UInt8>) throws(BrokenLine) -> UInt32 {
        guard end - position >= 4 else { throw BrokenLine(.malformedJSON) }
        var code: UInt32 = 0
        for _ in 0..<4 {
            let byte = text[position]
            let letter = (byte | 0x20) &- UInt8(ascii: "a")
            let digit = byte &- UInt8(ascii: "0")
            guard digit <= 9 || letter < 6 else { throw BrokenLine(.malformedJSON) }
            code = code << 4 | UInt32(digit <= 9 ? digit : letter + 10)
            position += 1
        }
        return code
    }

    /// Steps over the byte `byte`, which must be next.
    @inline(__always)
    mutating func take(_ byte: UInt8, _ text: Span<UInt8>) throws(BrokenLine) {
        guard position < end, text[position] == byte else { throw BrokenLine(.malformedJSON) }
        position += 1
    }

    /// Steps over the byte `byte` if it is next.
    @inline(__always)
    mutating func takes(_ byte: UInt8, _ text: Span<UInt8>) -> Bool {
        guard position < end, text[position] == byte else { return false }
        position += 1
        return true
    }

    /// Steps over the next byte.
    @inline(__always)
    mutating func next(_ text: Span<UInt8>) throws(BrokenLine) -> UInt8 {
        guard position < end else { throw BrokenLine(.malformedJSON) }
        position += 1
        return text[position - 1]
    }

    @inline(__always)
    mutating func skipSpace(_ text: Span<UInt8>) {
        while position < end {
            switch text[position] {
            case 0x20, 0x09, 0x0D: position += 1
            default: return
            }
        }
    }

    /// Steps over a value of any kind, which must be well formed; without recursion, so that depth costs no stack.
    mutating func skip(_ text: Span<UInt8>) throws(BrokenLine) {
        var depth = 0
        // The innermost is the last bit: 1 for an object, 0 for a list.
        var kinds: UInt64 = 0
        repeat {
            skipSpace(text)
            let first = position < end ? text[position] : 0
            if first == UInt8(ascii: "{") || first == UInt8(ascii: "[") {
                let isObject = first == UInt8(ascii: "{")
                position += 1
                depth += 1
                guard depth <= JSONScanner.deepest else { throw BrokenLine(.tooDeep) }
                kinds = kinds << 1 | (isObject ? 1 : 0)
                skipSpace(text)
                if !takes(first + 2, text) {
                    if isObject { try skipName(text) }
                    continue
                }
                depth -= 1
                kinds >>= 1
            } else {
                _ = try scalar(text)
            }
            while depth > 0 {
                skipSpace(text)
                let isObject = kinds & 1 == 1
                if takes(UInt8(ascii: ","), text) {
                    if isObject { try skipName(text) }
                    break
                }
                try take(isObject ? UInt8(ascii: "}") : UInt8(ascii: "]"), text)
                depth -= 1
                kinds >>= 1
            }
        } while depth > 0
    }

    private mutating func skipName(_ text: Span<UInt8>) throws(BrokenLine) {
        skipSpace(text)
        _ = try string(text)
        skipSpace(text)
        try take(UInt8(ascii: ":"), text)
    }

    /// The first quote, backslash or control character from `start`; eight bytes at a time.
    private static func special(_ text: Span<UInt8>, from start: Int, to end: Int) -> Int {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let tops: UInt64 = 0x8080_8080_8080_8080
        var index = start
        while index + 8 <= end {
            // Bounds are checked by the call; every bit pattern is a UInt64.
            let word = unsafe text.bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self)
            let quotes = word ^ (ones &* UInt64(quote))
            let slashes = word ^ (ones &* 0x5C)
            let hits =
                ((quotes &- ones) & ~quotes) | ((slashes &- ones) & ~slashes) | ((word &- ones &* 0x20) & ~word)
            if hits & tops != 0 { return index + (hits & tops).trailingZeroBitCount / 8 }
            index += 8
        }
        while index < end {
            let byte = text[index]
            if byte == quote || byte == UInt8(ascii: "\\") || byte < 0x20 { return index }
            index += 1
        }
        return end
    }
}
