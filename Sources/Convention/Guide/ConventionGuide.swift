internal import Envelope
internal import Records
internal import Support
internal import Treatment

/// The README that a producer finds in `/convention`, in the convention's language.
package struct ConventionGuide {
    private let convention: Convention
    private let gateway: GatewayIdentity
    private let words: GuideWords
    private let language: Language
    private let nomenclatures: [GuideNomenclature]
    private var lines: [String] = []

    /// The guide of `convention`, UTF-8 Markdown; `account` is an account's name in commands, `nomenclatures` are those in force.
    package static func render(
        _ convention: Convention, gateway: GatewayIdentity, account: String? = nil,
        nomenclatures: [GuideNomenclature] = []
    ) -> [UInt8] {
        var guide = ConventionGuide(convention, gateway, nomenclatures)
        guide.write(account: account ?? convention.accounts.first?.name ?? "account")
        return Array((guide.lines.joined(separator: "\n") + "\n").utf8)
    }

    private init(_ convention: Convention, _ gateway: GatewayIdentity, _ nomenclatures: [GuideNomenclature]) {
        self.convention = convention
        self.nomenclatures = nomenclatures
        self.gateway = gateway
        language = convention.producer.language
        words = GuideWords(language)
    }

    private mutating func write(account: String) {
        lines.append("# \(convention.card.title)")
        add(
            words.fill(
                \.opening,
                ["id": convention.id, "version": "\(convention.version)", "producer": convention.producer.name]))
        let until = convention.validUntil
        add(
            words.fill(
                until == nil ? \.validityOpen : \.validity,
                ["from": "\(convention.validFrom)", "until": until.map { "\($0)" } ?? ""]))
        let example = convention.tables.first?.nameExample ?? "drop.csv.age"
        seal(example)
        send(example, account: account)
        if let rules = convention.delivery { delivery(rules, account: account) }
        receipts(example, account: account)
        for table in convention.tables { self.table(table) }
        lists()
        refusals()
        if let rules = convention.oppositions { oppositions(rules, account: account) }
        tool(example, account: account)
    }

    private mutating func add(_ paragraph: String) { lines += ["", paragraph] }
    private mutating func heading(_ word: KeyPath<GuideTexts, String>, _ values: [String: String] = [:]) {
        lines += ["", "## " + words.fill(word, values)]
    }
    private mutating func code(_ text: [String]) { lines += ["", "```"] + text + ["```"] }

    private mutating func seal(_ example: String) {
        heading(\.sealTitle)
        add(words[\.sealText])
        let sealing = SealingCommands(example, gateway: gateway, policy: convention.drops.envelope)
        let packing = PackingCommands(convention).lines(sealing.plain, example: example)
        if let entry = convention.archive?.manifestEntry {
            add(words.fill(\.archiveManifestText, ["entry": entry]))
            code(ManifestCommands(convention, gateway: gateway).lines(inArchive: entry))
        }
        if !packing.isEmpty {
            add(words[\.packText])
            code(packing)
        }
        for format in convention.drops.envelope.formats { if let lines = sealing.lines(format) { code(lines) } }
        guard let lines = sealing.signatureLines else { return }
        add(words.fill(\.signBesideText, ["name": example + SSHSignature.suffix]))
        code(lines)
    }

    private mutating func send(_ example: String, account: String) {
        heading(\.sendTitle)
        add(words.fill(\.sendText, ["fingerprint": gateway.fingerprints]))
        code(["sftp -P \(gateway.portText) \(account)@\(gateway.host)", "sftp> put \(example) /inbox/"])
        add(words.fill(\.temporaryText, [:]))
        let calendar = convention.calendar
        let time = pad(calendar.dueHour, 2) + ":" + pad(calendar.dueMinute, 2)
        if calendar.period != .irregular {
            add(
                words.fill(
                    \.calendarText,
                    [
                        "period": words.period(calendar.period), "time": time, "zone": calendar.timeZone,
                        "grace": "\(calendar.graceHours)",
                    ]))
        }
    }

    /// How files are tied together by a manifest.
    private mutating func delivery(_ rules: DeliveryRules, account: String) {
        heading(\.deliveryTitle)
        add(words.fill(\.deliveryText, ["hours": "\(rules.waitHours)"]))
        let optional = rules.optionalTables.map { "`\($0)`" }.joined(separator: ", ")
        if !optional.isEmpty { add(words.fill(\.deliveryOptional, ["tables": optional])) }
        add(words.fill(\.manifestText, ["example": rules.manifestExample, "pattern": rules.manifestPattern]))
        code(ManifestCommands(convention, gateway: gateway).lines(rules.manifestExample))
        add(words[\.deliveryRefusal])
    }

    private mutating func receipts(_ example: String, account: String) {
        heading(\.receiptTitle)
        add(words[\.receiptText])
        let name = "RECEIPT.json"
        code([
            "sftp -P \(gateway.portText) \(account)@\(gateway.host)", "sftp> ls /receipts",
            "sftp> get /receipts/\(name)*",
            "",
            "echo '\(GatewayIdentity.receiptPrincipal) \(gateway.receiptKey)' > allowed_signers",
            "ssh-keygen -Y verify -f allowed_signers -I \(GatewayIdentity.receiptPrincipal)"
                + " -n \(GatewayIdentity.receiptNamespace) -s \(name).sig < \(name)",
        ])
        add(words[\.acknowledgeText])
    }

    private mutating func table(_ table: ConventionTable) {
        heading(\.tableTitle, ["title": table.title])
        file(table)
        lines += ["", words[\.columnHeader], "|---|---|---|---|---|"]
        for index in table.schema.fields.indices { lines.append(column(table, index)) }
        for rule in table.schema.rules { lines += ["", "- `\(rule.text)` (`\(rule.name)`)"] }
        if !table.schema.primaryKey.isEmpty {
            let names = table.schema.primaryKey.map { "`\(table.schema.fields[$0].name)`" }.joined(separator: ", ")
            lines += ["", "- " + words.fill(\.keyText, ["names": names])]
        }
    }

    /// How the file of `table` is written.
    private mutating func file(_ table: ConventionTable) {
        if let whole = table.partOf { return add(words.fill(\.partText, ["whole": whole])) }
        if table.entry != nil { add(words.fill(\.entryText, ["archive": table.nameExample])) }
        var details = [
            "example": table.entry?.example ?? table.nameExample, "pattern": table.entry?.pattern ?? table.namePattern,
            "encoding": table.format.encoding.rawValue,
            "name": table.name,
        ]
        if case .day = convention.period(ofDropNamed: table.nameExample) { add(words[\.periodText]) }
        switch table.format {
        case .csv(let dialect):
            details["delimiter"] = character(dialect.delimiter)
            details["quote"] = dialect.quote.map { "`\(character($0))`" } ?? words[\.noQuote]
            add(words.fill(\.tableText, details))
            if !dialect.hasHeader { add(words[\.positionText]) }
        case .fixedWidth: add(words.fill(\.fixedText, details))
        case .jsonLines(let layout): add(words.fill(layout == JSONLayout() ? \.jsonText : \.nestedText, details))
        case .xml: add(words.fill(\.xmlText, details))
        }
    }

    private func character(_ byte: UInt8) -> String { byte == 0x09 ? "TAB" : String(UnicodeScalar(byte)) }

    private func column(_ table: ConventionTable, _ index: Int) -> String {
        let field = table.schema.fields[index]
        let treatment = table.treatments.indices.contains(index) ? table.treatments[index] : .drop
        let description = table.descriptions.indices.contains(index) ? table.descriptions[index] : ""
        let cells = [
            "`\(field.name)`", words.type(field.type), field.required ? words[\.yes] : "",
            constraints(field, description),
            words.treatment(treatment),
        ]
        return "| "
            + cells.map { $0.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|") }
            .joined(separator: " | ") + " |"
    }

    private func constraints(_ field: Field, _ description: String) -> String {
        var parts = description.isEmpty ? [] : [description]
        if let pattern = field.pattern { parts.append("`\(pattern)`") }
        if let values = field.enumeration { parts.append(values.map { "`\($0)`" }.joined(separator: ", ")) }
        if let list = field.codeList { parts.append(words.fill(\.codeText, ["list": list])) }
        if let reference = field.nomenclature {
            parts.append(words.fill(\.nomenclatureText, ["name": reference.name]))
        }
        if let low = field.minimum { parts.append("≥ \(short(low))") }
        if let high = field.maximum { parts.append("≤ \(short(high))") }
        if let low = field.earliest { parts.append("≥ \(low.date)") }
        if let high = field.latest { parts.append("≤ \(high.date)") }
        if let most = field.maxLength { parts.append(words.fill(\.lengthText, ["most": "\(most)"])) }
        if let check = field.check { parts.append(words.fill(\.checkText, ["check": check.rawValue.uppercased()])) }
        return parts.joined(separator: " ; ")
    }

    private func short(_ number: Double) -> String { Int64(exactly: number).map(String.init) ?? String(number) }

    /// The nomenclatures and their versions in force.
    private mutating func lists() {
        guard !nomenclatures.isEmpty else { return }
        heading(\.nomenclatureTitle)
        add(words[\.nomenclatureIntroduction])
        lines += ["", words[\.nomenclatureHeader], "|---|---|---|---|"]
        for list in nomenclatures {
            let version = list.version.map { "\($0.name) | \($0.validFrom) | \($0.count) |" }
            lines.append("| `\(list.name)` | " + (version ?? words[\.nomenclatureAbsent]))
        }
    }

    private mutating func refusals() {
        heading(\.refusalTitle)
        let percent = short((convention.tolerance * 10_000).rounded() / 100)
        add(words.fill(\.refusalText, ["percent": percent]))
    }

    private mutating func oppositions(_ rules: OppositionRules, account: String) {
        heading(\.oppositionTitle)
        add(
            words.fill(
                \.oppositionText,
                [
                    "example": rules.nameExample, "delimiter": character(rules.dialect.delimiter),
                    "encoding": rules.dialect.encoding.rawValue,
                ]))
        lines += ["", words[\.oppositionHeader], "|---|---|"]
        lines.append("| `\(rules.identifierField)` | \(words[\.oppositionIdentifier]) |")
        lines.append("| `\(rules.actionField)` | \(words[\.oppositionAction]) |")
        lines.append("| `\(rules.dateField)` | \(words[\.oppositionDate]) |")
        if let scope = rules.scopeField { lines.append("| `\(scope)` | \(words[\.oppositionScope]) |") }
        // What another format than age takes is said above: a pipe into it is the same.
        let sealing = SealingCommands(rules.nameExample, gateway: gateway, policy: convention.drops.envelope)
        guard convention.drops.envelope.formats.contains(.age) else { return }
        let separator = rules.dialect.delimiter == 0x09 ? "\\t" : character(rules.dialect.delimiter)
        let columns = [rules.identifierField, rules.actionField, rules.dateField, rules.scopeField].compactMap(\.self)
        let rest = ["add", "2026-01-31"] + (rules.scopeField == nil ? [] : [""])
        let header = rules.dialect.hasHeader ? "printf '\(columns.joined(separator: separator))\\n'; " : ""
        add(words[\.oppositionSendText])
        code([
            "(\(header)sed 's/$/\(separator + rest.joined(separator: separator))/' list.txt) \\",
            "  | \(sealing.agePipe) -o \(rules.nameExample)",
            "sftp -P \(gateway.portText) \(account)@\(gateway.host)", "sftp> put \(rules.nameExample) /oppositions/",
        ])
    }

    /// The commands of our own program for the same steps.
    private mutating func tool(_ example: String, account: String) {
        heading(\.toolTitle)
        add(words[\.toolText])
        add(words[\.copyText])
        code(["sftp -P \(gateway.portText) \(account)@\(gateway.host)", "sftp> get -r /convention"])
        let file = SealingCommands(example, gateway: gateway, policy: convention.drops.envelope).plain
        let place = "--convention convention --account \(account) --identity KEY"
        var lines = ["ecluse check \(file) --convention convention", "ecluse push \(file) \(place)"]
        if convention.oppositions != nil { lines.append("ecluse oppose --add - \(place) < list.txt") }
        code(lines + ["ecluse receipt verify receipts/*.json --convention convention"])
    }
}
