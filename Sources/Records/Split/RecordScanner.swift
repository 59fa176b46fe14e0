/// Finds where records of CSV end; it keeps its state between pieces.
enum RecordScanner {
    /// No byte but a line end means anything.
    case lines
    case quotes(QuoteScanner, quote: UInt8)
    case dialect(DialectMachine, openQuote: Int)

    init(_ dialect: CSVDialect) {
        if !dialect.isPlain {
            self = .dialect(DialectMachine(dialect), openQuote: 0)
        } else if let quote = dialect.quote {
            self = .quotes(QuoteScanner(delimiter: dialect.delimiter, quote: quote), quote: quote)
        } else {
            self = .lines
        }
    }

    /// Whether `bytes` must be scanned; else records end where lines do.
    func isNeeded(_ bytes: Span<UInt8>) -> Bool {
        switch self {
        case .lines: false
        case .quotes(_, let quote): ByteSearch.contains(bytes, quote)
        case .dialect: true
        }
    }

    /// Whether the text scanned so far ends inside quotes.
    var isInsideQuotes: Bool {
        switch self {
        case .lines: false
        case .quotes(let scanner, _): scanner.isInsideQuotes
        case .dialect(let machine, _): machine.state == .quoted
        }
    }

    /// Where the quote that is still open stands, as an index of the text given to ``scan(_:from:)``.
    var openQuote: Int {
        switch self {
        case .lines: 0
        case .quotes(let scanner, _): scanner.openQuote
        case .dialect(_, let openQuote): openQuote
        }
    }

    /// Scans `text` from `start` to its end; returns the end of the last record found.
    mutating func scan(_ text: Span<UInt8>, from start: Int) -> Int? {
        switch self {
        case .lines: return nil
        case .quotes(var scanner, let quote):
            defer { self = .quotes(scanner, quote: quote) }
            return scanner.scan(text, from: start)
        case .dialect(var machine, var openQuote):
            defer { self = .dialect(machine, openQuote: openQuote) }
            return RecordScanner.scan(text, from: start, &machine, &openQuote, first: false)
        }
    }

    /// Scans up to the end of the first record; returns that end.
    mutating func scanFirst(_ text: Span<UInt8>, from start: Int) -> Int? {
        switch self {
        case .lines: return ByteSearch.first(text, UInt8(ascii: "\n"), from: start).map { $0 + 1 }
        case .quotes(var scanner, let quote):
            defer { self = .quotes(scanner, quote: quote) }
            return scanner.scanFirst(text, from: start)
        case .dialect(var machine, var openQuote):
            defer { self = .dialect(machine, openQuote: openQuote) }
            return RecordScanner.scan(text, from: start, &machine, &openQuote, first: true)
        }
    }

    /// The end of the first record, or of the last one; a comment ends like a record, but is not the first one.
    private static func scan(
        _ text: Span<UInt8>, from start: Int, _ machine: inout DialectMachine, _ openQuote: inout Int, first: Bool
    ) -> Int? {
        var last: Int?
        for index in start..<text.count {
            let isStart = machine.state == .lineStart || machine.state == .fieldStart
            switch machine.step(text[index]) {
            case .endsRecord:
                last = index + 1
                if first { return last }
            case .endsComment: if !first { last = index + 1 }
            default: if isStart, machine.state == .quoted { openQuote = index }
            }
        }
        return last
    }
}
