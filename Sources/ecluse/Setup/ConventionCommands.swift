internal import Commands
internal import Convention
internal import Home
internal import Platform
internal import Records
internal import Support

extension CommandTable {
    static let convention = Command(
        "convention", "check, install and list conventions",
        subcommands: [
            Command(
                "check", "list every problem of a convention folder with its place",
                options: [
                    .value("language", "fr|en", "language of the sentences; en where not given"),
                    OpenedNomenclatures.option,
                ],
                arguments: [.init("FOLDER", .atLeastOne, "folder with convention.json and its schemas")],
                examples: [.init("ecluse convention check Conventions/sidep", "check one convention")],
                run: checkConventions),
            Command(
                "add", "install a convention, or a new version of one, in the home",
                arguments: [.init("FOLDER", .atLeastOne, "folder with convention.json and its schemas")],
                examples: [.init("ecluse convention add Conventions/oscour --home /srv/ecluse", "install OSCOUR")],
                run: addConventions),
            conventionDiff,
            Command(
                "publish", "write what each account sees in /convention",
                discussion:
                    "init, add and run do it too; do it again when another version comes into force. Root does it where "
                    + "several users share the home.",
                examples: [
                    .init(
                        "ecluse convention publish --home /srv/ecluse", "as the receiver's unit does before it starts")
                ],
                run: publishConventions),
            Command(
                "list", "list the conventions in the home",
                examples: [.init("ecluse convention list --home /srv/ecluse", "every version, and which is in force")],
                run: listConventions),
        ])

    private static func checkConventions(_ invocation: Invocation) throws -> ExitStatus {
        let language: Language = try invocation.choice("language") ?? .english
        let nomenclatures = try OpenedNomenclatures.library(invocation)
        var isSound = true
        var list: [JSONValue] = []
        var signatures: [JSONValue] = []
        for folder in invocation.arguments {
            let report = try ConventionFolder.load(folder, nomenclatures: nomenclatures)
            let signature = try SignatureLine(folder, invocation)
            isSound = isSound && report.errors.isEmpty && !signature.isWrong
            signatures.append(signature.json(folder))
            for problem in report.problems {
                list.append(
                    .object([
                        ("folder", .text(folder)), ("file", .text(problem.file)), ("line", .count(problem.place.line)),
                        ("column", .count(problem.place.column)), ("pointer", .text(problem.pointer)),
                        ("severity", .text(problem.severity.rawValue)), ("code", .text(problem.code)),
                        ("message", .text(ConventionMessages.table.text(problem, language))),
                    ]))
                if !invocation.wantsJSON { invocation.output.line("\(folder)/" + problem.line(language)) }
            }
            if !invocation.wantsJSON, report.errors.isEmpty {
                invocation.output.line("\(folder): sound, \(report.warnings.count) warnings; \(signature.text)")
            }
            let unseen = nomenclatures == nil ? report.convention?.nomenclatures.map(\.name) ?? [] : []
            if !invocation.wantsJSON, !unseen.isEmpty {
                invocation.output.line(
                    "\(folder): nomenclatures not looked for: \(unseen.joined(separator: ", ")) (--home or --nomenclatures)"
                )
            }
        }
        if invocation.wantsJSON {
            invocation.output.line(
                JSONWriter.string(.object([("problems", .list(list)), ("signatures", .list(signatures))]), .pretty))
        }
        return isSound ? .success : .problem
    }

    private static func addConventions(_ invocation: Invocation) throws -> ExitStatus {
        let home = try OpenedHome.open(invocation)
        for folder in invocation.arguments {
            let convention = try home.addConvention(folder)
            invocation.output.line("convention \(convention.id) \(convention.version) installed")
            if let summary = try changes(home, convention) { invocation.output.line(summary) }
        }
        try home.publish(try home.conventions(), on: SystemClock().now().date)
        invocation.output.line("running roles take it when they are restarted")
        return .success
    }

    /// What `convention` changes after the version before it in `home`; nil where it is the first.
    private static func changes(_ home: Home, _ convention: Convention) throws -> String? {
        let versions = try home.conventions().conventions.filter { $0.id == convention.id }.map(\.version)
        guard let before = versions.filter({ $0 < convention.version }).max() else { return nil }
        let folders = [before, convention.version].map { home.layout.convention(convention.id, version: $0) }
        let changes = ConventionDiff.changes(
            from: try ConventionFolder.read(folders[0]), to: try ConventionFolder.read(folders[1]))
        return "after version \(before): \(Impact.counts(changes)); ecluse convention diff \(folders[0]) \(folders[1])"
    }

    private static func publishConventions(_ invocation: Invocation) throws -> ExitStatus {
        let home = try OpenedHome.open(invocation)
        try home.publish(try home.conventions(), on: SystemClock().now().date)
        return .success
    }

    private static func listConventions(_ invocation: Invocation) throws -> ExitStatus {
        let library = try OpenedHome.open(invocation).conventions()
        let today = SystemClock().now().date
        if invocation.wantsJSON {
            let list = library.conventions.map { convention in
                JSONValue.object([
                    ("id", .text(convention.id)), ("version", .count(convention.version)),
                    ("producer", .text(convention.producer.name)), ("validFrom", .text(convention.validFrom)),
                    ("validUntil", .optional(convention.validUntil)),
                    ("inForce", .flag(convention.isInForce(on: today))),
                    ("accounts", .list(convention.accounts.map { .text($0.name) })),
                ])
            }
            invocation.output.line(JSONWriter.string(.object([("conventions", .list(list))]), .pretty))
            return .success
        }
        var table = TextTable("CONVENTION", ">VERSION", "IN FORCE", "ACCOUNTS", "PRODUCER")
        for convention in library.conventions {
            table.add(
                convention.id, String(convention.version), convention.isInForce(on: today) ? "yes" : "no",
                convention.accounts.map(\.name).joined(separator: ", "), convention.producer.name)
        }
        table.write(to: invocation.output)
        return .success
    }
}
