internal import Commands
internal import Producer
internal import Support

/// What `ecluse synth` says of a drop: what was made, and what the gateway will leave out of it.
struct SynthesisReport {
    /// Suffixes of envelopes, which the drop does not have yet.
    private static let suffixes = [".age", ".p7m", ".cms", ".gpg", ".pgp", ".asc"]

    private let name: String
    private let summary: SyntheticDrop.Summary

    init(_ drop: SyntheticDrop, _ summary: SyntheticDrop.Summary) {
        name = SynthesisReport.plainName(drop)
        self.summary = summary
    }

    /// The drop's name before it is sealed.
    static func plainName(_ drop: SyntheticDrop) -> String {
        let name = drop.name
        guard let suffix = suffixes.first(where: { name.hasSuffix($0) }) else { return name }
        return String(name.dropLast(suffix.count))
    }

    /// Lines for people.
    var lines: [String] {
        ["\(name): \(summary.bytes) bytes"]
            + summary.tables.map { table in
                let made = table.summary
                let faults = made.faults.sorted { $0.key.rawValue < $1.key.rawValue }
                    .map { "\($0.key.rawValue) \($0.value)" }
                let left =
                    made.rejected + made.duplicate == 0
                    ? "" : ", \(made.rejected) to be rejected, \(made.duplicate) duplicates"
                return "  \(table.name): \(made.rows) records" + left
                    + (faults.isEmpty ? "" : " (\(faults.joined(separator: ", ")))")
            }
    }

    /// The same for programs.
    static func json(_ reports: [SynthesisReport]) -> JSONValue {
        .list(reports.map(\.json))
    }

    private var json: JSONValue {
        .object([
            ("name", .text(name)), ("bytes", .count(summary.bytes)),
            (
                "tables",
                .list(
                    summary.tables.map { table in
                        let made = table.summary
                        return .object([
                            ("name", .text(table.name)), ("read", .count(made.rows)), ("kept", .count(made.kept)),
                            ("rejected", .count(made.rejected)), ("duplicate", .count(made.duplicate)),
                            ("partsLeftOut", .count(made.partsLeftOut)), ("hanging", .count(made.hanging)),
                            (
                                "faults",
                                .object(
                                    made.faults.sorted { $0.key.rawValue < $1.key.rawValue }
                                        .map { ($0.key.rawValue, .count($0.value)) })
                            ),
                        ])
                    })
            ),
        ])
    }
}
