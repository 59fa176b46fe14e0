package import Commands
package import Support

/// What an operator's command found, to be printed as text or as JSON.
package struct Answer: Sendable {
    /// A part of the text.
    package enum Part: Sendable {
        case line(String)
        case table(TextTable)
    }

    package var parts: [Part]
    package var json: JSONValue
    /// Whether all is well; the command's exit code says no otherwise.
    package var isSound: Bool

    /// An answer.
    package init(_ parts: [Part], json: JSONValue, isSound: Bool = true) {
        self.parts = parts
        self.json = json
        self.isSound = isSound
    }

    /// The text for a terminal of `width` cells, nil for a pipe.
    package func text(width: Int? = nil) -> String {
        parts.map { part in
            switch part {
            case .line(let line): line + "\n"
            case .table(let table): table.render(width: width)
            }
        }.joined()
    }

    /// The JSON text, with a line end.
    package var jsonText: String { JSONWriter.string(json, .pretty) + "\n" }
}

/// Texts of figures.
enum Figures {
    /// `1.5 MiB`.
    static func bytes(_ count: UInt64) -> String { Amounts.bytes(count) }

    /// A moment to the second, or a dash.
    static func time(_ moment: Timestamp?) -> String { moment?.iso8601(fraction: 0) ?? "-" }

    /// `2026-01-15 08:30`, for a column that is read by eye.
    static func shortTime(_ moment: Timestamp) -> String {
        String(moment.iso8601(fraction: 0).dropLast(4).map { $0 == "T" ? " " : $0 })
    }
}
