/// Counts the attributes of each tag before libxml2 sees it, since libxml2 compares each with all others.
///
/// What counts is `=` outside of quotes, in a start tag (XML 1.0 §3.1), so that namespace declarations count too. Comments, CDATA
/// sections and processing instructions are passed over.
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
