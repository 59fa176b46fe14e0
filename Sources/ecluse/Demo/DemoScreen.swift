internal import Commands

/// How the demonstration looks: headings, commands as typed, what programs and receipts say.
struct DemoScreen {
    /// Longest line of a sentence.
    private static let sentenceWidth = 100

    let output: Output

    /// The heading of a part.
    func heading(_ title: String) {
        output.line()
        output.line(output.styled("── \(title) ", .bold) + output.styled(rule(title), .dim))
    }

    /// A sentence about what follows.
    func say(_ text: String) { output.line("   " + text) }

    /// A command as it is typed.
    func command(_ text: String) { output.line("   " + output.styled("$ ", .dim) + output.styled(text, .bold)) }

    /// What a program, a file or a receipt says.
    func quote(_ lines: some Sequence<some StringProtocol>) {
        for line in lines { output.line("   " + output.styled("│ ", .dim) + line) }
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

    private func fold(_ line: String) -> [String] {
        guard line.count > DemoScreen.sentenceWidth else { return [line] }
        let indent = line.prefix { $0 == " " || $0 == "-" }.count
        var lines: [String] = []
        var current = ""
        for word in line.split(separator: " ", omittingEmptySubsequences: false) {
            if !current.isEmpty, current.count + word.count + 1 > DemoScreen.sentenceWidth, current.count > indent {
                lines.append(current)
                current = String(repeating: " ", count: indent) + word
            } else {
                current += (lines.isEmpty && current.isEmpty ? "" : " ") + word
            }
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
