/// Finds the fields of JSON lines: one object a line, its members in any order (RFC 8259, strictly).
///
/// No tree is built and nothing is recursive: a value that is no scalar breaks the record, and the rest of its line is not
/// looked at. A record that breaks a rule of form counts for the first one.
struct JSONLinesReader {
    private static let lineFeed = UInt8(ascii: "\n")
    private static let quote = UInt8(ascii: "\"")

    /// Where the value of a field was found.
    private enum Place {
        case absent
        case null
        /// In the block, as it is.
        case block(start: Int, length: Int)
        /// In ``unescaped``.
        case unescaped(start: Int, length: Int)
    }

    private struct Broken: Error {
        let rule: FormRule
        init(_ rule: FormRule) { self.rule = rule }
    }

    private let names: NameTable
    private let marksNulls: Bool
    private var places: [Place]
    /// Strings of the line that had escapes.
    private var unescaped: [UInt8] = []
    private var position = 0
    private var end = 0

    init(_ names: NameTable, marksNulls: Bool) {
        self.names = names
        self.marksNulls = marksNulls
        places = [Place](repeating: .absent, count: names.count)
    }

    /// Fills `grid` with the records of `text`, whose first line has the number `firstLine`.
    mutating func read(_ text: Span<UInt8>, firstLine: UInt64, into grid: inout Grid) {
        grid.beginWriting(text.count)
        var line = firstLine
        var start = 0
        while start < text.count {
            end = ByteSearch.first(text, JSONLinesReader.lineFeed, from: start) ?? text.count
            position = start
            start = end + 1
            if end > position, text[end - 1] == UInt8(ascii: "\r") { end -= 1 }
            grid.beginRecord(line)
            do throws(Broken) {
                try object(text)
                write(text, &grid)
            } catch {
                grid.breakRecord(error.rule, fields: names.count)
            }
            line += 1
        }
        grid.endWriting()
    }

    private func write(_ text: Span<UInt8>, _ grid: inout Grid) {
        let own = unescaped.span
        for field in places.indices {
            switch places[field] {
            case .absent, .null:
                if marksNulls { grid.markNull(field, of: places.count) }
                grid.endWrittenField()
            case .block(let start, let length): grid.writeField(text, start, length)
            case .unescaped(let start, let length): grid.writeField(own, start, length)
            }
        }
    }

    private mutating func object(_ text: Span<UInt8>) throws(Broken) {
        unescaped.removeAll(keepingCapacity: true)
        for field in places.indices { places[field] = .absent }
        skipSpace(text)
        try take(UInt8(ascii: "{"), text)
        skipSpace(text)
        if position < end, text[position] == UInt8(ascii: "}") {
            position += 1
        } else {
            try members(text)
        }
        skipSpace(text)
        if position != end { throw Broken(.malformedJSON) }
    }

    private mutating func members(_ text: Span<UInt8>) throws(Broken) {
        var guess = 0
        while true {
            skipSpace(text)
            let name = try string(text)
            skipSpace(text)
            try take(UInt8(ascii: ":"), text)
            skipSpace(text)
            guard let field = index(of: name, text, guess) else { throw Broken(.unknownMember) }
            guard case .absent = places[field] else { throw Broken(.duplicateMember) }
            places[field] = try value(text)
            guess = field + 1
            skipSpace(text)
            guard position < end else { throw Broken(.malformedJSON) }
            let byte = text[position]
            position += 1
            if byte == UInt8(ascii: "}") { return }
            if byte != UInt8(ascii: ",") { throw Broken(.malformedJSON) }
        }
    }

    private func index(of name: Place, _ text: Span<UInt8>, _ guess: Int) -> Int? {
        switch name {
        case .block(let start, let length): names.index(text, start, length, guess: guess)
        case .unescaped(let start, let length): names.index(unescaped.span, start, length, guess: guess)
        case .absent, .null: nil
        }
    }

    private mutating func value(_ text: Span<UInt8>) throws(Broken) -> Place {
        guard position < end else { throw Broken(.malformedJSON) }
        switch text[position] {
        case JSONLinesReader.quote: return try string(text)
        case UInt8(ascii: "{"), UInt8(ascii: "["): throw Broken(.nestedValue)
        case UInt8(ascii: "n"):
            _ = try word("null", text)
            return .null
        case UInt8(ascii: "t"): return try word("true", text)
        case UInt8(ascii: "f"): return try word("false", text)
        default: return try number(text)
        }
    }

    private mutating func word(_ word: StaticString, _ text: Span<UInt8>) throws(Broken) -> Place {
        let start = position
        let length = word.utf8CodeUnitCount
        guard end - start >= length else { throw Broken(.malformedJSON) }
        for offset in 0..<length where unsafe text[start + offset] != word.utf8Start[offset] {
            throw Broken(.malformedJSON)
        }
        position += length
        return .block(start: start, length: length)
    }

    /// RFC 8259 §6.
    private mutating func number(_ text: Span<UInt8>) throws(Broken) -> Place {
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
        return .block(start: start, length: position - start)
    }

    private mutating func digits(_ text: Span<UInt8>) throws(Broken) {
        let start = position
        while position < end, text[position] &- UInt8(ascii: "0") <= 9 { position += 1 }
        if position == start { throw Broken(.malformedJSON) }
    }

    /// RFC 8259 §7.
    private mutating func string(_ text: Span<UInt8>) throws(Broken) -> Place {
        try take(JSONLinesReader.quote, text)
        let start = position
        position = JSONLinesReader.special(text, from: position, to: end)
        guard position < end else { throw Broken(.malformedJSON) }
        if text[position] == JSONLinesReader.quote {
            position += 1
            return .block(start: start, length: position - 1 - start)
        }
        return try escaped(text, from: start)
    }

    /// A string with escapes, from its first character.
    private mutating func escaped(_ text: Span<UInt8>, from start: Int) throws(Broken) -> Place {
        let place = unescaped.count
        var copied = start
        while true {
            for index in copied..<position { unescaped.append(text[index]) }
            guard position < end else { throw Broken(.malformedJSON) }
            let byte = text[position]
            position += 1
            if byte == JSONLinesReader.quote {
                return .unescaped(start: place, length: unescaped.count - place)
            }
            guard byte == UInt8(ascii: "\\"), position < end else { throw Broken(.malformedJSON) }
            let kind = text[position]
            position += 1
            switch kind {
            case JSONLinesReader.quote, UInt8(ascii: "\\"), UInt8(ascii: "/"): unescaped.append(kind)
            case UInt8(ascii: "b"): unescaped.append(0x08)
            case UInt8(ascii: "f"): unescaped.append(0x0C)
            case UInt8(ascii: "n"): unescaped.append(0x0A)
            case UInt8(ascii: "r"): unescaped.append(0x0D)
            case UInt8(ascii: "t"): unescaped.append(0x09)
            case UInt8(ascii: "u"): try character(text)
            default: throw Broken(.malformedJSON)
            }
            copied = position
            position = JSONLinesReader.special(text, from: position, to: end)
        }
    }

    /// The character of `\u`, or of a pair of surrogates; a lone surrogate is no character (RFC 8259 §8.2).
    private mutating func character(_ text: Span<UInt8>) throws(Broken) {
        var code = try hexadecimal(text)
        if (0xD800..<0xDC00).contains(code) {
            guard end - position >= 2, text[position] == UInt8(ascii: "\\"), text[position + 1] == UInt8(ascii: "u")
            else { throw Broken(.malformedJSON) }
            position += 2
            let low = try hexadecimal(text)
            guard (0xDC00..<0xE000).contains(low) else { throw Broken(.malformedJSON) }
            code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
        }
        guard let scalar = Unicode.Scalar(code), let encoded = UTF8.encode(scalar) else {
            throw Broken(.malformedJSON)
        }
        unescaped.append(contentsOf: encoded)
    }

    private mutating func hexadecimal(_ text: Span<UInt8>) throws(Broken) -> UInt32 {
        guard end - position >= 4 else { throw Broken(.malformedJSON) }
        var code: UInt32 = 0
        for _ in 0..<4 {
            let byte = text[position]
            let letter = (byte | 0x20) &- UInt8(ascii: "a")
            let digit = byte &- UInt8(ascii: "0")
            guard digit <= 9 || letter < 6 else { throw Broken(.malformedJSON) }
            code = code << 4 | UInt32(digit <= 9 ? digit : letter + 10)
            position += 1
        }
        return code
    }

    private mutating func take(_ byte: UInt8, _ text: Span<UInt8>) throws(Broken) {
        guard position < end, text[position] == byte else { throw Broken(.malformedJSON) }
        position += 1
    }

    private mutating func skipSpace(_ text: Span<UInt8>) {
        while position < end {
            switch text[position] {
            case 0x20, 0x09, 0x0D: position += 1
            default: return
            }
        }
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
