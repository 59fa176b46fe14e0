/// Counts the attributes of each tag before libxml2 sees it, since libxml2 compares each with all others.
///
/// What counts is `=` outside of quotes, in a start tag (XML 1.0 §3.1), so that namespace declarations count too. Comments, CDATA
/// sections and processing instructions are passed over. Most pieces have none of those and nowhere as many `=` without a `<`
/// between: they are looked at eight bytes at a time, and only what comes after their last `<` one by one.
struct AttributeCount {
    private enum State {
        case text
        /// After `<`, `<!` and `<!-`.
        case open, bang, dash
        case tag
        case quoted(by: UInt8)
        /// Up to three bytes, the last of them `>`.
        case section(end: UInt32)
    }

    private static let comment: UInt32 = 0x2D_2D_3E
    private static let data: UInt32 = 0x5D_5D_3E
    private static let instruction: UInt32 = 0x3F_3E

    private let limit: Int
    private var state = State.text
    private var count = 0
    /// The last three bytes of a section.
    private var last: UInt32 = 0

    init(limit: Int) { self.limit = limit }

    /// Where in `bytes`, the next piece of the document, a tag has one attribute too many.
    mutating func excess(_ bytes: Span<UInt8>) -> Int? {
        var index = 0
        if let last = lastOfPlain(bytes) {
            state = .text
            index = last
        }
        while index < bytes.count {
            if case .text = state {
                while index < bytes.count, bytes[index] != UInt8(ascii: "<") { index += 1 }
                if index < bytes.count { state = .open }
            } else {
                take(bytes[index])
                if count > limit { return index }
            }
            index += 1
        }
        return nil
    }

    /// Where the last `<` of a piece stands that has only tags and texts, and in none of them too many `=`; nil for any other.
    ///
    /// A `<` inside of quotes, which would hide `=` before it, is an error at which libxml2 stops (XML 1.0 §2.4).
    private func lastOfPlain(_ bytes: Span<UInt8>) -> Int? {
        var equals: Int
        switch state {
        case .text: equals = 0
        case .tag, .quoted: equals = count
        case .open, .bang, .dash, .section: return nil
        }
        var last: Int?
        var index = 0
        while index + 8 <= bytes.count {
            // Bounds are checked by the condition; every bit pattern is a UInt64.
            let word = unsafe bytes.bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self)
            let signs = AttributeCount.places(of: UInt8(ascii: "="), word)
            if signs != 0 { equals += signs.nonzeroBitCount }
            if equals > limit { return nil }
            var opens = AttributeCount.places(of: UInt8(ascii: "<"), word)
            if opens != 0 {
                // What stands before it in the same eight bytes counts too: that is seldom, and only looked at closely.
                equals = signs.nonzeroBitCount
                while opens != 0 {
                    let place = index + opens.trailingZeroBitCount / 8
                    last = place
                    if AttributeCount.isSpecial(bytes, place + 1) { return nil }
                    opens &= opens &- 1
                }
            }
            index += 8
        }
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "=") { equals += 1 }
            if bytes[index] == UInt8(ascii: "<") {
                last = index
                equals = 0
                if AttributeCount.isSpecial(bytes, index + 1) { return nil }
            }
            index += 1
        }
        return equals > limit ? nil : last
    }

    private static func isSpecial(_ bytes: Span<UInt8>, _ index: Int) -> Bool {
        index < bytes.count && (bytes[index] == UInt8(ascii: "!") || bytes[index] == UInt8(ascii: "?"))
    }

    /// The highest bit of each byte of `word` that is `byte`.
    @inline(__always)
    private static func places(of byte: UInt8, _ word: UInt64) -> UInt64 {
        let low: UInt64 = 0x7F7F_7F7F_7F7F_7F7F
        let rest = word ^ (UInt64(byte) &* 0x0101_0101_0101_0101)
        return ~(((rest & low) &+ low) | rest | low)
    }

    private mutating func take(_ byte: UInt8) {
        switch state {
        case .text: break
        case .open: state = opened(byte)
        case .bang:
            switch byte {
            case UInt8(ascii: "-"): state = .dash
            case UInt8(ascii: "["): state = begun(AttributeCount.data)
            default: state = .text
            }
        case .dash: state = byte == UInt8(ascii: "-") ? begun(AttributeCount.comment) : .text
        case .tag: takeOfTag(byte)
        case .quoted(let quote): if byte == quote { state = .tag }
        case .section(let end):
            last = (last << 8 | UInt32(byte)) & 0xFF_FFFF
            if last == end || end == AttributeCount.instruction && last & 0xFFFF == end { state = .text }
        }
    }

    private mutating func opened(_ byte: UInt8) -> State {
        count = 0
        switch byte {
        case UInt8(ascii: "!"): return .bang
        case UInt8(ascii: "?"): return begun(AttributeCount.instruction)
        case UInt8(ascii: ">"): return .text
        default: return .tag
        }
    }

    private mutating func begun(_ end: UInt32) -> State {
        last = 0
        return .section(end: end)
    }

    private mutating func takeOfTag(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "="): count += 1
        case UInt8(ascii: ">"): state = .text
        case UInt8(ascii: "\""), UInt8(ascii: "'"): state = .quoted(by: byte)
        default: break
        }
    }
}
