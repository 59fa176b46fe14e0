/// Reads CSV of any dialect byte by byte: one machine finds where records end and what their fields are.
///
/// The plain dialect has faster readers (``Tokeniser``, ``QuoteScanner``); this one reads what they cannot: escapes, comments,
/// quotes that are not doubled, spaces after delimiters, lines that end in CR. Semantics are those of Python's `csv`, but
/// that a quote inside an unquoted field and text after a closing quote are misplaced.
struct DialectMachine {
    enum State { case lineStart, fieldStart, plain, quoted, closed, closedReturn, comment }

    /// What a byte does.
    enum Event {
        case nothing
        /// It belongs to the field.
        case text
        /// It belongs to the field but should not stand there.
        case misplaced
        case endsField, endsRecord, endsComment
        /// It ends a field in which something was misplaced.
        case endsSpoiltField
    }

    private static let none = -1
    private static let carriageReturn = Int(UInt8(ascii: "\r"))

    private(set) var state = State.lineStart
    private var isEscaped = false
    private let delimiter: Int
    private let quote: Int
    private let escape: Int
    private let comment: Int
    private let lineEnd: Int
    private let doublesQuotes: Bool
    private let skipsSpace: Bool

    init(_ dialect: CSVDialect) {
        delimiter = Int(dialect.delimiter)
        quote = dialect.quote.map { Int($0) } ?? DialectMachine.none
        escape = dialect.escape.map { Int($0) } ?? DialectMachine.none
        comment = dialect.comment.map { Int($0) } ?? DialectMachine.none
        lineEnd = Int(dialect.lineEnd.byte)
        doublesQuotes = dialect.doublesQuotes
        skipsSpace = dialect.skipsInitialSpace
    }

    /// Whether the next byte begins a record; false where it begins a comment.
    func beginsRecord(_ byte: UInt8) -> Bool { state == .lineStart && Int(byte) != comment }

    /// Takes the next byte.
    mutating func step(_ byte: UInt8) -> Event {
        let byte = Int(byte)
        if isEscaped {
            isEscaped = false
            return .text
        }
        switch state {
        case .comment: return inComment(byte)
        case .quoted: return inQuotes(byte)
        case .closed, .closedReturn: return afterQuotes(byte)
        case .lineStart, .fieldStart: return atStart(byte)
        case .plain: return inPlain(byte)
        }
    }

    private mutating func inComment(_ byte: Int) -> Event {
        guard byte == lineEnd else { return .nothing }
        state = .lineStart
        return .endsComment
    }

    private mutating func inQuotes(_ byte: Int) -> Event {
        if byte == escape {
            isEscaped = true
            return .nothing
        }
        guard byte == quote else { return .text }
        state = .closed
        return .nothing
    }

    private mutating func afterQuotes(_ byte: Int) -> Event {
        if byte == quote, doublesQuotes, state == .closed {
            state = .quoted
            return .text
        }
        // A carriage return after the quote is part of a line end, or misplaced.
        if state == .closedReturn, byte == delimiter {
            state = .fieldStart
            return .endsSpoiltField
        }
        if let end = end(byte) { return end }
        if byte == DialectMachine.carriageReturn, state == .closed {
            state = .closedReturn
            return .nothing
        }
        state = .plain
        return .misplaced
    }

    private mutating func atStart(_ byte: Int) -> Event {
        if byte == comment, state == .lineStart {
            state = .comment
            return .nothing
        }
        if let end = end(byte) { return end }
        if skipsSpace, byte == Int(UInt8(ascii: " ")) {
            state = .fieldStart
            return .nothing
        }
        if byte == quote {
            state = .quoted
            return .nothing
        }
        state = .plain
        return inPlain(byte)
    }

    private mutating func inPlain(_ byte: Int) -> Event {
        if let end = end(byte) { return end }
        if byte == escape {
            isEscaped = true
            return .nothing
        }
        return byte == quote ? .misplaced : .text
    }

    private mutating func end(_ byte: Int) -> Event? {
        if byte == delimiter {
            state = .fieldStart
            return .endsField
        }
        guard byte == lineEnd else { return nil }
        state = .lineStart
        return .endsRecord
    }
}
