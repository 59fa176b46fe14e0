package import Support

/// The places where records broke rules, for the producer's eyes: line, field, rule and the shape of the value, never the value.
///
/// Examples are kept up to a limit per rule and field; counts stay exact. Table and field names are those of the convention.
package struct ErrorReport: Sendable {
    /// Examples kept per rule where nothing else is said.
    package static let defaultExamples = 1000
    /// Longest shape written, in characters.
    package static let maximumShape = 64

    /// A rule on a field of a table.
    package struct Key: Hashable, Sendable {
        package let code: FaultCode
        package let table: String
        package let field: String?
    }

    /// The sentence of a rule and what fills it.
    private struct Sentence { var message: FaultCode, details: [String: String] }

    private struct Example { var line: Int, key: Key, shape: String }

    private let limit: Int
    private var examples: [Example] = []
    private var tally: [Key: Int] = [:]
    private var sentences: [Key: Sentence] = [:]

    /// A report that keeps `examples` places per rule and field.
    package init(examplesPerRule limit: Int = defaultExamples) { self.limit = limit }

    /// Whether nothing was added.
    package var isEmpty: Bool { tally.isEmpty }

    /// How often each rule was broken, the most frequent first.
    package var counts: [(key: Key, count: Int)] {
        tally.map { ($0.key, $0.value) }.sorted { a, b in
            (b.count, a.key.table, a.key.field ?? "", a.key.code.rawValue)
                < (a.count, b.key.table, b.key.field ?? "", b.key.code.rawValue)
        }
    }

    /// Gives the rule `code` the sentence of `message`, filled with `details`; without it the sentence is that of the code itself.
    package mutating func explain(
        table: String, field: String?, rule code: FaultCode, message: FaultCode, details: [String: String]
    ) {
        sentences[Key(code: code, table: table, field: field)] = Sentence(message: message, details: details)
    }

    /// Adds that the record at `line` of the producer's file broke the rule `code`; `shape` is as of `AAAA-99`.
    package mutating func add(table: String, line: Int, field: String?, rule code: FaultCode, shape: String) {
        let key = Key(code: code, table: table, field: field)
        let count = tally[key, default: 0] + 1
        tally[key] = count
        if count <= limit {
            examples.append(Example(line: line, key: key, shape: String(shape.prefix(ErrorReport.maximumShape))))
        }
    }

    /// Adds `count` breaches without examples.
    package mutating func add(_ count: Int, table: String, field: String?, rule code: FaultCode) {
        guard count > 0 else { return }
        tally[Key(code: code, table: table, field: field), default: 0] += count
    }

    /// The report as CSV in `language`, in the order of the file's lines: UTF-8 with a mark, as spreadsheets want it;
    /// separated by `;` in French and `,` in English.
    package func csv(_ language: Language, _ messages: MessageTable) -> [UInt8] {
        let separator = language == .french ? ";" : ","
        let all = ReceiptMessages.merged(messages)
        let header = ["table", "line", "field", "rule", "shape", "text"].map { name in
            all.text(FaultCode(rawValue: "receipt.errors." + name), language)
        }
        var text = "\u{feff}" + header.joined(separator: separator) + "\r\n"
        for example in examples.sorted(by: { ($0.key.table, $0.line) < ($1.key.table, $1.line) }) {
            let key = example.key
            let sentence = sentences[key] ?? Sentence(message: key.code, details: [:])
            let own = ["table": key.table, "field": key.field ?? "", "line": String(example.line)]
            let cells = [
                key.table, String(example.line), key.field ?? "", key.code.rawValue, example.shape,
                all.text(sentence.message, language, sentence.details.merging(own) { _, own in own }),
            ]
            text += cells.map(ErrorReport.cell).joined(separator: separator) + "\r\n"
        }
        return Array(text.utf8)
    }

    /// A cell that no spreadsheet takes for a formula (OWASP, "CSV injection"), quoted where it must be.
    private static func cell(_ text: String) -> String {
        var text = Visible.escape(text)
        if let first = text.first, "=+-@\t\r".contains(first) { text = "'" + text }
        guard text.contains(where: { ";,\"".contains($0) }) else { return text }
        return "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }
}
