internal import Commands
internal import Convention
internal import Home
internal import Support

extension CommandTable {
    static let conventionDiff = Command(
        "diff", "say what a newer version of a convention changes, for the producer and for the tables",
        discussion: """
            Each difference is compatible (what was right stays right), additive (something new may be there) or breaking (something
            that was right no longer is, or means something else). The exit status is 1 where one is as grave as --refuse says.
            """,
        options: [
            .value("language", "fr|en", "language of the sentences; en where not given"),
            .value(
                "refuse", "compatible|additive|breaking",
                "gravity from which on the status is 1; breaking where not given"),
        ],
        arguments: [
            .init("OLD", .one, "folder of the version in force"), .init("NEW", .one, "folder of the newer version"),
        ],
        examples: [
            .init(
                "ecluse convention diff /srv/ecluse/conventions/sidep/1 Conventions/sidep", "what version 2 will change"
            )
        ],
        run: compareConventions)

    private static func compareConventions(_ invocation: Invocation) throws -> ExitStatus {
        let language: Language = try invocation.choice("language") ?? .english
        let refused: Impact = try invocation.choice("refuse") ?? .breaking
        let folders = try invocation.arguments.map { folder in
            let files = try ConventionFolder.read(folder)
            let errors = ConventionLoader.load(files).errors
            guard errors.isEmpty else { throw HomeFault.convention(id: folder, errors) }
            return files
        }
        let changes = ConventionDiff.changes(from: folders[0], to: folders[1])
        let worst = changes.map(\.impact).max()
        if invocation.wantsJSON {
            let list = changes.map { $0.json(language) }
            let value = JSONValue.object([("changes", .list(list)), ("worst", .optional(worst?.rawValue))])
            invocation.output.line(JSONWriter.string(value, .pretty))
        } else {
            for change in changes { invocation.output.line(change.line(language)) }
            invocation.output.line(Impact.counts(changes))
        }
        return worst.map { $0 >= refused } ?? false ? .problem : .success
    }
}

extension Impact {
    /// How many of `changes` have which impact.
    static func counts(_ changes: [ConventionChange]) -> String {
        guard !changes.isEmpty else { return "no difference" }
        return allCases.map { impact in "\(changes.count { $0.impact == impact }) \(impact.rawValue)" }
            .joined(separator: ", ")
    }
}

extension ConventionChange {
    /// The change for scripts.
    fileprivate func json(_ language: Language) -> JSONValue {
        .object([
            ("file", .text(file)), ("pointer", .text(pointer)), ("change", .text(kind.rawValue)),
            ("impact", .text(impact.rawValue)),
            (
                "producer",
                .object([
                    ("impact", .text(effects.producer.impact.rawValue)), ("effect", .text(effects.producer.rawValue)),
                ])
            ),
            (
                "table",
                .object([("impact", .text(effects.table.impact.rawValue)), ("effect", .text(effects.table.rawValue))])
            ), ("message", .text(line(language))),
        ])
    }
}
