internal import Commands

/// How the demonstration looks: headings, commands as typed, what programs and receipts say.
struct DemoScreen {
    /// Cells that stand before what is quoted, and one that terminals need at the end.
    private static let margin = 6

    let output: Output
    /// Longest line of a sentence.
    private var sentenceWidth: Int { min(100, max(40, (output.width ?? 120) - DemoScreen.margin)) }

    /// The heading of a part.
    func heading(_ title: String) {
        output.line()
        let title = title.prefix(1).uppercased() + title.dropFirst()
        output.line(output.styled("── \(title) ", .bold) + output.styled(rule(title), .dim))
    }

    /// A sentence about what follows.
    func say(_ text: String) { output.line("   " + text) }

    /// A command as it is typed.
    func command(_ text: String) { output.line("   " + output.styled("$ ", .dim) + output.styled(text, .bold)) }

    /// What a program, a file or a receipt says.
    func quote(_ lines: some Sequence<some StringProtocol>) {
        let width = output.width.map { max(40, $0 - DemoScreen.margin) }
        for line in lines {
            let isLong = width.map { line.count > $0 } ?? false
            output.line(
                "   " + output.styled("│ ", .dim) + (isLong ? line.prefix((width ?? 1) - 1) + "…" : String(line)))
        }
    }

    /// The same for a text with line ends.
    func quote(text: some StringProtocol) {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        while lines.last?.isEmpty == true { lines.removeLast() }
        while lines.first?.isEmpty == true { lines.removeFirst() }
        quote(lines)
    }

    /// The same with long sentences folded between words, under where they began.
    func quote(folding text: some StringProtocol) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).flatMap { fold(String($0)) }
        quote(text: lines.joined(separator: "\n"))
    }

    /// Lines of `line`, each after the first as far in as the words of the first.
    private func fold(_ line: String) -> [String] {
        guard line.count > sentenceWidth else { return [line] }
        let start = line.prefix { $0 == " " || $0 == "-" }
        var lines: [String] = []
        var current = String(start)
        var isEmpty = true
        for word in line.dropFirst(start.count).split(separator: " ") {
            if !isEmpty, current.count + word.count + 1 > sentenceWidth {
                lines.append(current)
                current = String(repeating: " ", count: start.count)
                isEmpty = true
            }
            current += (isEmpty ? "" : " ") + word
            isEmpty = false
        }
        return lines + [current]
    }

    /// Whether something is as expected.
    func result(_ isExpected: Bool, _ text: String) {
        output.line("   " + (isExpected ? output.styled("✔", .green) : output.styled("✘", .red)) + " " + text)
    }

    /// Fills the line of a heading.
    private func rule(_ title: String) -> String { String(repeating: "─", count: max(3, 92 - title.count)) }
}
