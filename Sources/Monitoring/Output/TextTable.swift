internal import Support

/// A table for a terminal: columns as wide as their widest cell, one line a row, never wrapped.
package struct TextTable: Sendable, Equatable {
    /// A column.
    package struct Column: Sendable, Equatable {
        /// Where the cells of a column stand.
        package enum Alignment: Sendable { case left, right }
        package var title: String
        package var alignment: Alignment
        /// Whether its cells are never cut, because they are copied into the next command.
        package var isWhole: Bool

        /// A column called `title`.
        package init(_ title: String, _ alignment: Alignment = .left, isWhole: Bool = false) {
            self.title = title
            self.alignment = alignment
            self.isWhole = isWhole
        }
    }

    /// Narrowest that a column is made where the terminal is too small.
    static let minimumWidth = 8
    private static let gap = "  "

    package let columns: [Column]
    package private(set) var rows: [[String]] = []

    /// A table without rows.
    package init(_ columns: [Column]) { self.columns = columns }

    /// Adds a row; cells are made fit for a terminal, missing ones are empty.
    package mutating func add(_ cells: [String]) {
        rows.append(columns.indices.map { $0 < cells.count ? Visible.escape(cells[$0]) : "" })
    }

    /// The text, a line end after every row; `width` is the terminal's, nil for as wide as needed.
    package func render(width: Int? = nil) -> String {
        let lines = [columns.map(\.title)] + rows
        var widths = columns.indices.map { column in lines.map { TerminalCells.width($0[column]) }.max() ?? 0 }
        if let width { shrink(&widths, to: width) }
        return lines.map { line($0, widths) + "\n" }.joined()
    }

    /// Takes cells from the widest column until the row fits.
    private func shrink(_ widths: inout [Int], to width: Int) {
        let gaps = Self.gap.count * max(0, columns.count - 1)
        let candidates = widths.indices.filter { !columns[$0].isWhole }
        while widths.reduce(gaps, +) > width {
            guard let widest = candidates.max(by: { widths[$0] < widths[$1] }), widths[widest] > Self.minimumWidth
            else { return }
            widths[widest] -= 1
        }
    }

    private func line(_ cells: [String], _ widths: [Int]) -> String {
        var text = ""
        for (index, column) in columns.enumerated() {
            let cell = TerminalCells.cut(cells[index], to: widths[index])
            let space = String(repeating: " ", count: widths[index] - TerminalCells.width(cell))
            if index > 0 { text += Self.gap }
            text += column.alignment == .right ? space + cell : cell + space
        }
        while text.last == " " { text.removeLast() }
        return text
    }
}
