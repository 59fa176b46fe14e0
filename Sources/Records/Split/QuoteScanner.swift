/// Follows quotes (RFC 4180 §2.5 to 2.7) to find where records end; it keeps its state between pieces.
///
/// A quote opens only as the first byte of a field. After a closing quote anything but a separator or a line end is a
/// misplaced quote, which the parser reports; the record then ends at the next line end.
struct QuoteScanner {
    private enum State { case fieldStart, plain, quoted, closed }

    private static let lineFeed = UInt8(ascii: "\n")
    private let delimiter: UInt8
    private let quote: UInt8
    private var state = State.fieldStart

    /// Where the quote that is still open stands, as an index of the text given to ``scan(_:from:)``.
    private(set) var openQuote = 0

    init(delimiter: UInt8, quote: UInt8) {
        self.delimiter = delimiter
        self.quote = quote
    }

    /// Whether the text scanned so far ends inside quotes.
    var isInsideQuotes: Bool { state == .quoted }

    /// Scans `text` from `start` to its end; returns the end of the last record found.
    mutating func scan(_ text: Span<UInt8>, from start: Int) -> Int? {
        var last: Int?
        var state = state
        for index in start..<text.count {
            let byte = text[index]
            if state == .quoted {
                if byte == quote { state = .closed }
                continue
            }
            if byte == QuoteScanner.lineFeed {
                last = index + 1
                state = .fieldStart
            } else if byte == delimiter {
                state = .fieldStart
            } else if byte == quote, state != .plain {
                if state == .fieldStart { openQuote = index }
                state = .quoted
            } else {
                state = .plain
            }
        }
        self.state = state
        return last
    }

    /// Scans up to the end of the first record; returns that end.
    mutating func scanFirst(_ text: Span<UInt8>, from start: Int) -> Int? {
        for index in start..<text.count {
            let one = text.extracting(index..<(index + 1))
            let wasQuoted = isInsideQuotes
            let ended = scan(one, from: 0) != nil
            if isInsideQuotes, !wasQuoted { openQuote = index }
            if ended { return index + 1 }
        }
        return nil
    }
}
