package import Support

/// A program of commands: parses a line, runs its command, says what went wrong and returns the exit status.
package struct Program: Sendable {
    private let root: Command
    private let version: String
    private let messages: MessageTable

    /// The program `name` with its table of `commands`; `options` hold for every command.
    ///
    /// - Parameters:
    ///   - messages: the sentences for the faults that commands throw.
    package init(
        _ name: String, _ summary: String, version: String, discussion: String = "", options: [Command.Option],
        examples: [Command.Example] = [], commands: [Command], messages: [MessageTable] = []
    ) {
        root = Command(
            name, summary, discussion: discussion, options: options, examples: examples, subcommands: commands)
        self.version = version
        self.messages = MessageTable(merging: [CommandMessages.table] + messages)
    }

    /// Runs the line `words` (without the program's own name).
    package func run(
        _ words: [String], environment: (String) -> String? = Output.variable, output: Output, errors: Output
    ) -> ExitStatus {
        do {
            switch try LineParser.parse(words, root: root) {
            case .version:
                output.line("\(root.name) \(version)")
                return .success
            case .help(let command, let path, let inherited):
                output.write(HelpText.text(command, path: path, inherited: inherited))
                return .success
            case .run(let command, let path, let options, var values, let flags, let arguments):
                for option in options where values[option.name] == nil {
                    if let value = option.variable.flatMap(environment), !value.isEmpty {
                        values[option.name] = [value]
                    }
                }
                let invocation = Invocation(
                    path: path, arguments: arguments, values: values, flags: flags, output: output, errors: errors)
                return try command.action?(invocation) ?? .usage
            }
        } catch {
            report(error, asJSON: words.contains("--json"), to: errors)
            return Program.status(of: error)
        }
    }

    /// The exit status for a fault, by the first part of its code.
    package static func status(of error: any Error) -> ExitStatus {
        guard let fault = error as? any Fault else { return .system }
        switch fault.code.rawValue.prefix(while: { $0 != "." }) {
        case "usage": return .usage
        case "configuration", "convention", "home", "json", "keys": return .configuration
        case "system": return .system
        default: return .problem
        }
    }

    /// A fault's sentence and code; of any other error only that there was one, because its text may hold anything.
    private func report(_ error: any Error, asJSON: Bool, to errors: Output) {
        let fault = error as? any Fault
        let code: FaultCode = fault?.code ?? "internal.error"
        let sentence = fault.map { fault in
            messages[fault.code].map { $0.text(.english, fault.arguments) } ?? fault.description
        }
        let text = sentence ?? "an error without a description; please report it with the command that led to it"
        if asJSON {
            let value: JSONValue = ["error": .object([("code", .text(code)), ("message", .text(text))])]
            errors.line(JSONWriter.string(value))
        } else {
            errors.line("\(root.name): \(errors.styled(text, .red))" + (fault is UsageFault ? "" : " [\(code)]"))
        }
    }
}
