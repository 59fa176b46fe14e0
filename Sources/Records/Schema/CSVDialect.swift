/// How a CSV file is written (RFC 4180, Frictionless CSV Dialect).
package struct CSVDialect: Sendable, Equatable {
    /// Separator of fields: one ASCII byte.
    package var delimiter: UInt8
    /// Quote character, doubled inside a quoted field; nil where the dialect has none.
    package var quote: UInt8?
    package var encoding: TextEncoding

    /// A dialect; by default `;`, `"` and UTF-8.
    ///
    /// A header line is always there. Lines end in LF or CRLF.
    package init(
        delimiter: UInt8 = UInt8(ascii: ";"), quote: UInt8? = UInt8(ascii: "\""), encoding: TextEncoding = .utf8
    ) {
        self.delimiter = delimiter
        self.quote = quote
        self.encoding = encoding
    }
}

/// Character encodings of a drop.
package enum TextEncoding: String, Sendable, CaseIterable {
    case utf8 = "UTF-8"
    case iso8859_1 = "ISO-8859-1"
}
