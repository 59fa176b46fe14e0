/// Finds the fields of JSON lines: one object a line, its members in any order (RFC 8259, strictly).
///
/// No tree is built and nothing is recursive: a value that is no scalar breaks the record, and the rest of its line is not
/// looked at. A record that breaks a rule of form counts for the first one.
struct JSONLinesReader {
    private let names: NameTable
    private let marksNulls: Bool
    private var places: [JSONPlace]
    private var scanner = JSONScanner()

    init(_ names: NameTable, marksNulls: Bool) {
        self.names = names
        self.marksNulls = marksNulls
        places = [JSONPlace](repeating: .absent, count: names.count)
    }

    /// Fills `grid` with the records of `text`, whose first line has the number `firstLine`.
    mutating func read(_ text: Span<UInt8>, firstLine: UInt64, into grid: inout Grid) {
        grid.beginWriting(text.count)
        var lines = JSONLineRanges(firstLine)
        while let line = lines.next(text) {
            scanner.begin(line)
            grid.beginRecord(lines.number)
            do throws(BrokenLine) {
                try object(text)
                write(text, &grid)
            } catch {
                grid.breakRecord(error.rule, fields: names.count)
            }
        }
        grid.endWriting()
    }

    private func write(_ text: Span<UInt8>, _ grid: inout Grid) {
        let own = scanner.unescaped.span
        for field in places.indices {
            switch places[field] {
            case .block(let start, let length): grid.writeField(text, Int(start), Int(length))
            case .unescaped(let start, let length): grid.writeField(own, Int(start), Int(length))
            case .absent, .null, .number, .open:
                if marksNulls { grid.markNull(field, of: places.count) }
                grid.endWrittenField()
            }
        }
    }

    private mutating func object(_ text: Span<UInt8>) throws(BrokenLine) {
        for field in places.indices { places[field] = .absent }
        scanner.skipSpace(text)
        try scanner.take(UInt8(ascii: "{"), text)
        scanner.skipSpace(text)
        if !scanner.takes(UInt8(ascii: "}"), text) { try members(text) }
        scanner.skipSpace(text)
        if scanner.position != scanner.end { throw BrokenLine(.malformedJSON) }
    }

    private mutating func members(_ text: Span<UInt8>) throws(BrokenLine) {
        var guess = 0
        while true {
            scanner.skipSpace(text)
            let name = try scanner.string(text)
            scanner.skipSpace(text)
            try scanner.take(UInt8(ascii: ":"), text)
            scanner.skipSpace(text)
            guard let field = names.index(name, text, scanner.unescaped.span, guess: guess) else {
                throw BrokenLine(.unknownMember)
            }
            guard case .absent = places[field] else { throw BrokenLine(.duplicateMember) }
            places[field] = try value(text)
            guess = field + 1
            scanner.skipSpace(text)
            let byte = try scanner.next(text)
            if byte == UInt8(ascii: "}") { return }
            if byte != UInt8(ascii: ",") { throw BrokenLine(.malformedJSON) }
        }
    }

    private mutating func value(_ text: Span<UInt8>) throws(BrokenLine) -> JSONPlace {
        if scanner.position < scanner.end {
            let byte = text[scanner.position]
            if byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") { throw BrokenLine(.nestedValue) }
        }
        return try scanner.scalar(text)
    }
}

/// The lines of a block, one after the other.
struct JSONLineRanges {
    private var start = 0
    private var following: UInt64
    /// Number of the line that was given last.
    private(set) var number: UInt64 = 0

    init(_ firstLine: UInt64) { following = firstLine }

    /// The next line without its end; nil after the last.
    mutating func next(_ text: Span<UInt8>) -> Range<Int>? {
        guard start < text.count else { return nil }
        let first = start
        var end = ByteSearch.first(text, UInt8(ascii: "\n"), from: first) ?? text.count
        start = end + 1
        if end > first, text[end - 1] == UInt8(ascii: "\r") { end -= 1 }
        number = following
        following += 1
        return first..<end
    }
}

extension NameTable {
    /// Index of the name that stands at `place`; `guess` is looked at first.
    @inline(__always)
    func index(_ place: JSONPlace, _ text: Span<UInt8>, _ unescaped: Span<UInt8>, guess: Int) -> Int? {
        switch place {
        case .block(let start, let length): index(text, Int(start), Int(length), guess: guess)
        case .unescaped(let start, let length): index(unescaped, Int(start), Int(length), guess: guess)
        case .absent, .null, .number, .open: nil
        }
    }
}
