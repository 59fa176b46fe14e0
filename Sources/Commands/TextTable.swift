internal import Support

/// A table for a terminal: a line of headings, then rows, in columns as wide as their widest cell; no row is ever wrapped.
package struct TextTable: Sendable {
    /// On which side a column's cells stand.
    private enum Alignment { case left, right }

    /// Narrowest that a column is made where the terminal is too small.
    private static let minimumWidth = 8
    private static let gap = "  "

    private let headings: [String]
    private let alignments: [Alignment]
    /// Columns that are never cut.
    private let whole: Set<Int>
    private var rows: [[String]] = []

    /// A table without rows; a heading that starts with `>` is a column of figures, one that starts with `=` holds what is
    /// copied into the next command and is never cut.
    package init(_ headings: String...) {
        alignments = headings.map { $0.hasPrefix(">") ? .right : .left }
        whole = Set(headings.indices.filter { headings[$0].hasPrefix("=") })
        self.headings = headings.map { heading in
            Visible.escape(heading.hasPrefix(">") || heading.hasPrefix("=") ? String(heading.dropFirst()) : heading)
        }
    }

    /// Adds a row.
    package mutating func add(_ cells: String...) { add(cells) }

    /// Adds a row: cells are made fit for a terminal, missing ones are empty, cells too many are left out.
    package mutating func add(_ cells: [String]) {
        rows.append(headings.indices.map { $0 < cells.count ? Visible.escape(cells[$0]) : "" })
    }

    /// The table's lines, as wide as needed, without white space at their ends.
    package var lines: [String] { lines(fitting: nil) }

    private func lines(fitting width: Int?) -> [String] {
        let all = [headings] + rows
        var widths = headings.indices.map { column in all.map { TerminalCells.width($0[column]) }.max() ?? 0 }
        if let width { shrink(&widths, to: width) }
        return all.map { line($0, widths) }
    }

    /// The text, a line end after every row; `width` is the terminal's, nil for as wide as needed.
    package func render(width: Int? = nil) -> String { lines(fitting: width).map { $0 + "\n" }.joined() }

    /// Writes the table to `output`, its headings dim.
    package func write(to output: Output) {
        for (index, line) in lines.enumerated() { output.line(index == 0 ? output.styled(line, .dim) : line) }
    }

    /// Takes cells from the widest column until the row fits.
    private func shrink(_ widths: inout [Int], to width: Int) {
        let gaps = Self.gap.count * max(0, headings.count - 1)
        let candidates = widths.indices.filter { !whole.contains($0) }
        while widths.reduce(gaps, +) > width {
            guard let widest = candidates.max(by: { widths[$0] < widths[$1] }), widths[widest] > Self.minimumWidth
            else { return }
            widths[widest] -= 1
        }
    }

    private func line(_ cells: [String], _ widths: [Int]) -> String {
        var text = ""
        for (index, alignment) in alignments.enumerated() {
            let cell = TerminalCells.cut(cells[index], to: widths[index])
            let space = String(repeating: " ", count: widths[index] - TerminalCells.width(cell))
            if index > 0 { text += Self.gap }
            text += alignment == .right ? space + cell : cell + space
        }
        while text.last == " " { text.removeLast() }
        return text
    }
}
