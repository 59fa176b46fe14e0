/// How a CSV file is written (RFC 4180, Frictionless CSV Dialect 1.2).
package struct CSVDialect: Sendable, Equatable {
    /// How a line ends.
    package enum LineEnd: Sendable, Equatable {
        /// LF or CRLF, also mixed: `lineTerminator` of `\n`, `\r\n` or none.
        case lineFeed
        /// CR alone: `lineTerminator` of `\r`.
        case carriageReturn

        /// The byte that ends a line.
        package var byte: UInt8 { self == .lineFeed ? UInt8(ascii: "\n") : UInt8(ascii: "\r") }
    }

    /// Separator of fields: one ASCII byte.
    package var delimiter: UInt8
    /// Quote character (`quoteChar`); nil where the dialect has none.
    package var quote: UInt8?
    package var encoding: TextEncoding
    /// A doubled quote stands for one inside a quoted field (`doubleQuote`).
    package var doublesQuotes = true
    /// Takes the meaning from the character after it (`escapeChar`).
    package var escape: UInt8?
    /// Unquoted text that stands for no value, whatever the schema says (`nullSequence`).
    package var nullSequence: String?
    /// Spaces after a delimiter mean nothing (`skipInitialSpace`).
    package var skipsInitialSpace = false
    /// The first record names the columns (`header`); else columns go by their position.
    package var hasHeader = true
    /// Column names of the header are compared exactly (`caseSensitiveHeader`).
    package var matchesCase = true
    /// A line that begins with it is no record (`commentChar`).
    package var comment: UInt8?
    package var lineEnd = LineEnd.lineFeed

    /// A dialect; by default `;`, `"`, UTF-8, a header, lines that end in LF or CRLF.
    package init(
        delimiter: UInt8 = UInt8(ascii: ";"), quote: UInt8? = UInt8(ascii: "\""), encoding: TextEncoding = .utf8
    ) {
        self.delimiter = delimiter
        self.quote = quote
        self.encoding = encoding
    }

    /// Whether the fast readers can read it: nothing but delimiter, doubled quotes and LF or CRLF.
    package var isPlain: Bool {
        doublesQuotes && escape == nil && nullSequence == nil && !skipsInitialSpace && comment == nil
            && lineEnd == .lineFeed
    }

    /// Whether its characters can be told apart: visible ASCII, each with one meaning.
    var isSound: Bool {
        let visible = UInt8(0x21)...UInt8(0x7E)
        let marks = [delimiter] + [quote, escape, comment].compactMap(\.self)
        let isShown = marks.enumerated().allSatisfy { visible.contains($1) || $0 == 0 && $1 == UInt8(ascii: "\t") }
        return isShown && Set(marks).count == marks.count
            && nullSequence.map { !$0.isEmpty && $0.utf8.allSatisfy { $0 >= 0x20 && $0 != delimiter } } ?? true
    }
}
