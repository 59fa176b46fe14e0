internal import Support

/// What a command line asks for.
enum Request {
    case run(
        Command, path: [String], options: [Command.Option], values: [String: [String]], flags: Set<String>,
        arguments: [String])
    case help(Command, path: [String], inherited: [Command.Option])
    case version
}

/// Reads a command line against the table of commands: long and short options anywhere, `--` ends them.
struct LineParser {
    private var command: Command
    private var path: [String]
    private var inherited: [Command.Option] = []
    private var values: [String: [String]] = [:]
    private var flags: Set<String> = []
    private var arguments: [String] = []
    private var rest: ArraySlice<String>

    /// Flags that every command understands.
    static let universal: [Command.Option] = [
        .flag("help", short: "h", "say what the command does and show examples"),
        .flag("version", "say which version this is"),
    ]

    static func parse(_ words: [String], root: Command) throws(UsageFault) -> Request {
        if words.first == "help" { return try help(words.dropFirst(), root: root) }
        var parser = LineParser(command: root, path: [root.name], rest: words[...])
        return try parser.request()
    }

    private init(command: Command, path: [String], rest: ArraySlice<String>) {
        self.command = command
        self.path = path
        self.rest = rest
    }

    private static func help(_ words: ArraySlice<String>, root: Command) throws(UsageFault) -> Request {
        var parser = LineParser(command: root, path: [root.name], rest: [])
        for word in words where !word.hasPrefix("-") {
            guard parser.descend(to: word) else { throw parser.unknownCommand(word) }
        }
        return .help(parser.command, path: parser.path, inherited: parser.inherited)
    }

    private var options: [Command.Option] { command.options + inherited + LineParser.universal }
    private var helpLine: String { path.joined(separator: " ") + " --help" }

    private mutating func request() throws(UsageFault) -> Request {
        var literal = false
        while let word = rest.popFirst() {
            if !literal, word == "--" {
                literal = true
            } else if !literal, word.hasPrefix("--") {
                try long(word)
            } else if !literal, word.hasPrefix("-"), word.count > 1 {
                try short(word)
            } else if literal || !arguments.isEmpty || !descend(to: word) {
                if command.action == nil || command.arguments.isEmpty && !command.subcommands.isEmpty {
                    throw unknownCommand(word)
                }
                arguments.append(word)
            }
        }
        if flags.contains("help") { return .help(command, path: path, inherited: inherited) }
        if flags.contains("version") { return .version }
        guard command.action != nil else {
            if path.count == 1 { return .help(command, path: path, inherited: inherited) }
            throw UsageFault("usage.missing-command", ["command": path.joined(separator: " "), "help": helpLine])
        }
        try checkArguments()
        return .run(command, path: path, options: options, values: values, flags: flags, arguments: arguments)
    }

    private mutating func descend(to word: String) -> Bool {
        guard let next = command.subcommands.first(where: { $0.name == word }) else { return false }
        inherited = command.options + inherited
        command = next
        path.append(word)
        return true
    }

    private mutating func long(_ word: String) throws(UsageFault) {
        let text = word.dropFirst(2)
        let equals = text.firstIndex(of: "=")
        let name = String(text[..<(equals ?? text.endIndex)])
        guard let option = options.first(where: { $0.name == name }) else { throw unknownOption("--" + name) }
        let attached = equals.map { String(text[text.index(after: $0)...]) }
        if option.placeholder != nil {
            try take(option, "--" + name, attached)
        } else {
            guard attached == nil else { throw UsageFault("usage.unexpected-value", ["option": "--" + name]) }
            flags.insert(name)
        }
    }

    /// `-v`, `-vq` for two flags, `-o value` or `-ovalue`.
    private mutating func short(_ word: String) throws(UsageFault) {
        var letters = word.dropFirst()
        while let letter = letters.popFirst() {
            guard let option = options.first(where: { $0.short == letter }) else { throw unknownOption("-\(letter)") }
            guard option.placeholder != nil else {
                flags.insert(option.name)
                continue
            }
            try take(option, "-\(letter)", letters.isEmpty ? nil : String(letters))
            return
        }
    }

    private mutating func take(_ option: Command.Option, _ shown: String, _ attached: String?) throws(UsageFault) {
        guard let value = attached ?? rest.popFirst() else {
            throw UsageFault("usage.missing-value", ["option": shown, "placeholder": option.placeholder ?? ""])
        }
        values[option.name, default: []].append(value)
    }

    private func checkArguments() throws(UsageFault) {
        var left = arguments[...]
        for argument in command.arguments {
            switch argument.count {
            case .any: left = []
            case .optional: left = left.dropFirst()
            case .one, .atLeastOne:
                guard !left.isEmpty else {
                    throw UsageFault("usage.missing-argument", ["argument": argument.name, "help": helpLine])
                }
                left = argument.count == .one ? left.dropFirst() : []
            }
        }
        if let word = left.first { throw UsageFault("usage.unexpected-argument", ["word": word, "help": helpLine]) }
    }

    private func unknownCommand(_ word: String) -> UsageFault {
        guard let near = Suggestion.nearest(to: word, among: command.subcommands.filter { !$0.isHidden }.map(\.name))
        else {
            return UsageFault("usage.unknown-command", ["word": word, "help": helpLine])
        }
        return UsageFault(
            "usage.unknown-command-suggested", ["word": word, "suggestion": (path + [near]).joined(separator: " ")])
    }

    private func unknownOption(_ word: String) -> UsageFault {
        guard let near = Suggestion.nearest(to: word, among: options.map { "--" + $0.name }) else {
            return UsageFault("usage.unknown-option", ["word": word, "help": helpLine])
        }
        return UsageFault("usage.unknown-option-suggested", ["word": word, "suggestion": near])
    }
}
