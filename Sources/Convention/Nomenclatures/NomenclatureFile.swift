package import Records

/// How an official file of codes is written, and which of its columns hold code and label.
package struct NomenclatureFile: Sendable, Equatable {
    /// Most bytes of a file.
    package static let maximumBytes = 1 << 30

    /// Delimiter, quote, encoding and header.
    package var dialect = CSVDialect()
    /// Columns whose texts together are the code: names, or numbers from 1 where there is no header; the first where it is empty.
    package var columns: [String] = []
    /// Column of the label; none where it is nil.
    package var label: String?

    /// A file with `;` and a header, in UTF-8, the code in its first column.
    package init() {}
}

/// The codes of an official file, in byte order, each once with its last label.
package struct NomenclatureList: Sendable, Equatable {
    /// Columns of the code, as the file calls them.
    package var columns: [String]
    package var codes: [[UInt8]] = []
    /// One label a code; empty where the file gives none.
    package var labels: [[UInt8]] = []
    /// Records read.
    package var rows = 0

    /// Records whose code came again later.
    package var repeated: Int { rows - codes.count }

    /// The list as it is stored: that of a convention's code list, `code;label`.
    package var csv: [UInt8] {
        var text = Array("code;label\n".utf8)
        for (code, label) in zip(codes, labels) {
            text += code
            text.append(UInt8(ascii: ";"))
            // One line a code, whatever the label.
            text += label.map { $0 < 0x20 || $0 == 0x7f ? UInt8(ascii: " ") : $0 }
            text.append(UInt8(ascii: "\n"))
        }
        return text
    }

    /// The codes of a stored list; nil where `csv` is no such list.
    package static func codes(of csv: [UInt8]) -> CodeSet? {
        var lines = csv.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        guard lines.first.map(Array.init) == Array("code;label".utf8), lines.popLast()?.isEmpty == true else {
            return nil
        }
        return CodeSet(sorted: lines.dropFirst().map { Array($0.prefix { $0 != UInt8(ascii: ";") }) })
    }
}
