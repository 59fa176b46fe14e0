/// A table for a terminal: a line of headings, then rows, in aligned columns.
package struct TextTable: Sendable {
    /// On which side a column's cells stand.
    package enum Alignment: Sendable { case left, right }

    private let headings: [(text: String, alignment: Alignment)]
    private var rows: [[String]] = []

    /// A table without rows; a heading that starts with `>` is a column of figures.
    package init(_ headings: String...) {
        self.headings = headings.map { $0.hasPrefix(">") ? (String($0.dropFirst()), .right) : ($0, .left) }
    }

    /// Adds a row; cells that are missing are empty, cells too many are left out.
    package mutating func add(_ cells: String...) { add(cells) }

    /// Adds a row.
    package mutating func add(_ cells: [String]) {
        rows.append(headings.indices.map { $0 < cells.count ? cells[$0] : "" })
    }

    /// The table's lines, without white space at their ends.
    package var lines: [String] {
        let all = [headings.map(\.text)] + rows
        let widths = headings.indices.map { column in all.map { $0[column].count }.max() ?? 0 }
        return all.map { row in
            let cells = headings.indices.map { column in
                let space = String(repeating: " ", count: widths[column] - row[column].count)
                return headings[column].alignment == .right ? space + row[column] : row[column] + space
            }
            let line = cells.joined(separator: "  ")
            return String(line.prefix(line.count - line.reversed().prefix { $0 == " " }.count))
        }
    }

    /// Writes the table to `output`, its headings dim.
    package func write(to output: Output) {
        for (index, line) in lines.enumerated() { output.line(index == 0 ? output.styled(line, .dim) : line) }
    }
}
