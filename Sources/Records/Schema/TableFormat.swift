/// How the file of a table is written.
package enum TableFormat: Sendable, Equatable {
    case csv(CSVDialect)
    /// Lines whose fields stand at fixed places.
    case fixedWidth(FixedWidthLayout)
    /// One JSON object a line (RFC 8259), in UTF-8.
    case jsonLines(JSONLayout)
    /// An XML document (XML 1.0) with an element a record.
    case xml(XMLLayout)

    /// Encoding of the file.
    package var encoding: TextEncoding {
        switch self {
        case .csv(let dialect): dialect.encoding
        case .fixedWidth(let layout): layout.encoding
        case .jsonLines: .utf8
        case .xml(let layout): layout.encoding
        }
    }
}
