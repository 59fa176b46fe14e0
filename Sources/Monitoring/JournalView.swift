internal import Commands
package import Journal
internal import Support

/// `ecluse journal`: shows and checks the journal.
package enum JournalView {
    /// One line for a terminal: time, role, event and its fields.
    package static func text(_ line: JournalLine) -> String {
        let fields = line.fields.map { field in
            " " + printable(field.name) + "=" + printable(field.value.string ?? JSONWriter.string(field.value))
        }
        return "\(line.time) \(line.role.rawValue) " + printable(line.event) + fields.joined()
    }

    /// The writer escaped the text already; a line that someone else put there gets no hold of the terminal either.
    private static func printable(_ text: String) -> String {
        let escaped = Visible.escape(text)
        return escaped == text.split(separator: "\\", omittingEmptySubsequences: false).joined(separator: "\\\\")
            ? text : escaped
    }

    /// The newest `count` lines of all roles.
    package static func tail(_ reader: JournalReader, count: Int) throws -> Answer {
        let lines = try reader.tail(count)
        return Answer(lines.map { .line(text($0)) }, json: .list(lines.map(\.json)))
    }

    /// The check of every chain of the journal directory at `path`.
    package static func verify(_ path: String, seal: JournalVerifier.SealCheck? = nil) throws -> Answer {
        let report = try JournalVerifier.verify(path, seal: seal)
        var table = TextTable("ROLE", ">DAYS", ">SEALED", ">LINES", "RESULT")
        for chain in report.chains {
            let result = chain.broken.map { "broken at \($0.file):\($0.line): \($0.reason.rawValue)" } ?? "whole"
            table.add([
                chain.role.rawValue, String(chain.days), String(chain.sealedDays), String(chain.lines), result,
            ])
        }
        var parts: [Answer.Part] = [.table(table)]
        for notice in report.chains.flatMap(\.notices) {
            parts.append(.line("\(notice.file):\(notice.line): \(notice.event)"))
        }
        return Answer(parts, json: .list(report.chains.map(json)), isSound: report.isSound)
    }

    private static func json(_ chain: JournalReport.Chain) -> JSONValue {
        .object([
            ("role", .text(chain.role.rawValue)), ("days", .count(chain.days)),
            ("sealedDays", .count(chain.sealedDays)),
            ("lines", .count(chain.lines)),
            (
                "broken",
                chain.broken.map {
                    .object([
                        ("file", .text($0.file)), ("line", .count($0.line)), ("reason", .text($0.reason.rawValue)),
                    ])
                } ?? JSONValue(.null)
            ),
            (
                "notices",
                .list(
                    chain.notices.map {
                        .object([("file", .text($0.file)), ("line", .count($0.line)), ("event", .text($0.event))])
                    })
            ),
        ])
    }
}
