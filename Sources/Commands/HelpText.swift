/// The text of `--help`, made from the table of commands.
enum HelpText {
    /// Width of the column of names.
    private static let narrowest = 12

    static func text(_ command: Command, path: [String], inherited: [Command.Option]) -> String {
        let options = command.options + inherited + LineParser.universal
        var sections = ["\(path.joined(separator: " ")): \(command.summary)", "Usage:\n" + usage(command, path)]
        if !command.discussion.isEmpty { sections.append(command.discussion) }
        sections += section("Commands", command.subcommands.filter { !$0.isHidden }.map { ($0.name, $0.summary) })
        sections += section("Arguments", command.arguments.map { ($0.name, $0.summary) })
        sections += section("Options", options.map { (spelling($0), $0.summary + source($0)) })
        let examples = command.shownExamples
        if !examples.isEmpty {
            let lines = examples.map { "  \($0.line)\n      \($0.summary)" }
            sections.append("Examples:\n" + lines.joined(separator: "\n"))
        }
        if path.count == 1 {
            sections += section("Exit status", ExitStatus.allCases.map { (String($0.rawValue), $0.meaning) })
        }
        return sections.joined(separator: "\n\n") + "\n"
    }

    private static func usage(_ command: Command, _ path: [String]) -> String {
        let start = "  " + path.joined(separator: " ")
        var lines: [String] = []
        if command.action != nil {
            lines.append(start + " [options]" + command.arguments.map { " " + spelling($0) }.joined())
        }
        if !command.subcommands.isEmpty { lines.append(start + " COMMAND [options]") }
        return lines.isEmpty ? start + " [options]" : lines.joined(separator: "\n")
    }

    private static func spelling(_ option: Command.Option) -> String {
        let short = option.short.map { "-\($0), " } ?? "    "
        return short + "--" + option.name + (option.placeholder.map { " " + $0 } ?? "")
    }

    private static func spelling(_ argument: Command.Argument) -> String {
        switch argument.count {
        case .one: argument.name
        case .optional: "[\(argument.name)]"
        case .any: "[\(argument.name)...]"
        case .atLeastOne: "\(argument.name)..."
        }
    }

    private static func source(_ option: Command.Option) -> String { option.variable.map { " (or $\($0))" } ?? "" }

    private static func section(_ title: String, _ rows: [(name: String, summary: String)]) -> [String] {
        guard !rows.isEmpty else { return [] }
        let width = max(narrowest, rows.map(\.name.count).max() ?? 0)
        let lines = rows.map { row in
            "  " + row.name + String(repeating: " ", count: width - row.name.count + 2) + row.summary
        }
        return [title + ":\n" + lines.joined(separator: "\n")]
    }
}
