/// One row of the table of commands: everything that parsing and `--help` need, and what to call.
package struct Command: Sendable {
    /// What a command does with its parsed line.
    package typealias Action = @Sendable (Invocation) throws -> ExitStatus

    package let name: String
    /// One line, lower case, without a full stop.
    package let summary: String
    /// More about the command, in paragraphs.
    package let discussion: String
    package let options: [Option]
    package let arguments: [Argument]
    package let examples: [Example]
    package let subcommands: [Command]
    /// Whether the help leaves it out: a command that the program gives itself.
    package let isHidden: Bool
    /// Nil where only the subcommands do something.
    package let action: Action?

    /// A command that does something.
    package init(
        _ name: String, _ summary: String, discussion: String = "", options: [Option] = [], arguments: [Argument] = [],
        examples: [Example] = [], subcommands: [Command] = [], isHidden: Bool = false, run action: @escaping Action
    ) {
        self.name = name
        self.summary = summary
        self.discussion = discussion
        self.options = options
        self.arguments = arguments
        self.examples = examples
        self.subcommands = subcommands
        self.isHidden = isHidden
        self.action = action
    }

    /// A command that groups others.
    package init(
        _ name: String, _ summary: String, discussion: String = "", options: [Option] = [], examples: [Example] = [],
        subcommands: [Command]
    ) {
        self.name = name
        self.summary = summary
        self.discussion = discussion
        self.options = options
        arguments = []
        self.examples = examples
        self.subcommands = subcommands
        isHidden = false
        action = nil
    }

    /// An option: `--name`, `-n`, with or without a value.
    package struct Option: Sendable {
        package let name: String
        package let short: Character?
        /// Word for the value in the help, such as `DIRECTORY`; nil for a flag.
        package let placeholder: String?
        package let summary: String
        /// Environment variable that gives the value where the option is not there.
        package let variable: String?

        /// An option without a value.
        package static func flag(_ name: String, short: Character? = nil, _ summary: String) -> Option {
            Option(name: name, short: short, placeholder: nil, summary: summary, variable: nil)
        }

        /// An option with a value; given twice, both values are kept.
        package static func value(
            _ name: String, _ placeholder: String, short: Character? = nil, variable: String? = nil, _ summary: String
        ) -> Option {
            Option(name: name, short: short, placeholder: placeholder, summary: summary, variable: variable)
        }
    }

    /// A positional argument.
    package struct Argument: Sendable {
        /// How many there may be.
        package enum Count: Sendable { case one, optional, any, atLeastOne }

        package let name: String
        package let count: Count
        package let summary: String

        /// The argument `name`.
        package init(_ name: String, _ count: Count = .one, _ summary: String) {
            self.name = name
            self.count = count
            self.summary = summary
        }
    }

    /// Its own examples; those of a group without any are the first of each of its commands.
    var shownExamples: [Example] {
        examples.isEmpty ? subcommands.filter { !$0.isHidden }.compactMap(\.shownExamples.first) : examples
    }

    /// A line that can be typed and what it does.
    package struct Example: Sendable {
        package let line: String
        package let summary: String

        /// The example `line`.
        package init(_ line: String, _ summary: String) {
            self.line = line
            self.summary = summary
        }
    }
}
