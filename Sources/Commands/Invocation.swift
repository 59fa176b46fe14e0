internal import Support

/// A command line that was understood: the command's options and arguments, and where it writes.
package struct Invocation: Sendable {
    /// The words that chose the command, such as `["ecluse", "drops", "list"]`.
    package let path: [String]
    /// Positional arguments in order.
    package let arguments: [String]
    /// Standard output.
    package let output: Output
    /// Standard error.
    package let errors: Output

    private let values: [String: [String]]
    private let flags: Set<String>

    init(
        path: [String], arguments: [String], values: [String: [String]], flags: Set<String>, output: Output,
        errors: Output
    ) {
        self.path = path
        self.arguments = arguments
        self.values = values
        self.flags = flags
        self.output = output
        self.errors = errors
    }

    /// Whether the result is wanted as JSON.
    package var wantsJSON: Bool { flag("json") }

    /// Whether the flag `name` was given.
    package func flag(_ name: String) -> Bool { flags.contains(name) }

    /// The last value given for option `name`, or that of its environment variable.
    package func value(_ name: String) -> String? { values[name]?.last }

    /// Every value given for option `name`, in order.
    package func all(_ name: String) -> [String] { values[name] ?? [] }

    /// The value of option `name`, which the command cannot do without.
    package func required(_ name: String) throws(UsageFault) -> String {
        guard let value = value(name) else {
            throw UsageFault("usage.missing-option", ["option": "--" + name, "help": helpLine])
        }
        return value
    }

    /// The whole number given for option `name`, or `fallback`.
    package func integer(_ name: String, in range: ClosedRange<Int>, default fallback: Int) throws(UsageFault) -> Int {
        guard let text = value(name) else { return fallback }
        guard let number = Int(text), range.contains(number) else {
            throw UsageFault(
                "usage.bad-number",
                ["option": "--" + name, "minimum": String(range.lowerBound), "maximum": String(range.upperBound)])
        }
        return number
    }

    /// The case of `Choice` whose raw value was given for option `name`; nil where the option was not given.
    package func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ name: String, _: Choice.Type = Choice.self
    ) throws(UsageFault) -> Choice? {
        guard let text = value(name) else { return nil }
        if let choice = Choice(rawValue: text) { return choice }
        let choices = Choice.allCases.map(\.rawValue).joined(separator: ", ")
        throw UsageFault("usage.bad-choice", ["option": "--" + name, "choices": choices])
    }

    private var helpLine: String { path.joined(separator: " ") + " --help" }
}
