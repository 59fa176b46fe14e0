internal import Commands
internal import Support

/// What a check found.
package struct Finding: Sendable, Equatable {
    /// How bad it is.
    package enum Status: String, Sendable, CaseIterable { case ok, warning, problem }
    package let status: Status
    package let text: String
    /// What to do; empty where all is well.
    package let advice: String

    /// All is well.
    package static func ok(_ text: String) -> Finding { Finding(status: .ok, text: text, advice: "") }
    /// It works, but less well or less safely than it could.
    package static func warning(_ text: String, do advice: String) -> Finding {
        Finding(status: .warning, text: text, advice: advice)
    }
    /// It does not work or is not safe.
    package static func problem(_ text: String, do advice: String) -> Finding {
        Finding(status: .problem, text: text, advice: advice)
    }
}

/// A check of the machine or of the home directory.
package struct Check {
    package let name: String
    package let run: () -> Finding

    /// A check called `name`.
    package init(_ name: String, run: @escaping () -> Finding) {
        self.name = name
        self.run = run
    }
}

/// `ecluse doctor`: runs checks and says what to do.
package enum Doctor {
    /// The answer of `checks`; unsound where there is a problem.
    package static func examine(_ checks: [Check]) -> Answer {
        var table = TextTable("CHECK", "RESULT", "FOUND")
        var advice: [Answer.Part] = []
        var values: [JSONValue] = []
        var isSound = true
        for check in checks {
            let finding = check.run()
            isSound = isSound && finding.status != .problem
            table.add([check.name, finding.status.rawValue, finding.text])
            if finding.status != .ok {
                advice.append(.line("\(finding.status.rawValue): \(check.name): \(Visible.escape(finding.advice))"))
            }
            values.append(
                .object([
                    ("check", .text(check.name)), ("status", .text(finding.status.rawValue)),
                    ("found", .text(finding.text)), ("advice", .text(finding.advice)),
                ]))
        }
        let parts: [Answer.Part] = [.table(table)] + (advice.isEmpty ? [] : [.line("")] + advice)
        return Answer(parts, json: .list(values), isSound: isSound)
    }
}
