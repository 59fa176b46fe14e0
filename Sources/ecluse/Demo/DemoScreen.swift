internal import Commands

/// How the demonstration looks: headings, commands as typed, what programs and receipts say.
struct DemoScreen {
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

    /// Whether something is as expected.
    func result(_ isExpected: Bool, _ text: String) {
        output.line("   " + (isExpected ? output.styled("✔", .green) : output.styled("✘", .red)) + " " + text)
    }

    /// Fills the line of a heading.
    private func rule(_ title: String) -> String { String(repeating: "─", count: max(3, 92 - title.count)) }
}
