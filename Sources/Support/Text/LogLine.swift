/// One event on an operator's terminal: who, what, and the rest, in columns that stay in place.
package enum LogLine {
    private static let accountWidth = 12
    private static let eventWidth = 11

    /// `sidep-test    ingested     SIDEP_20260115.csv.age  3.9 MiB`; parts that are empty are left out.
    package static func text(account: String, event: String, _ parts: String...) -> String {
        let rest = parts.filter { !$0.isEmpty }.joined(separator: "  ")
        return column(account, accountWidth) + column(event, eventWidth) + rest
    }

    /// `text` filled up to `width`, two spaces after it.
    package static func column(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count) + 2)
    }
}
