internal import Convention
internal import Crypto
internal import Envelope
internal import Exclusion
internal import Support

/// Writes the text of a receipt for a person who knows the data and not the software.
struct ReceiptText {
    /// Width that labels are filled up to.
    private static let labelWidth = 24

    private let language: Language
    private let messages: MessageTable
    private var lines: [String] = []

    init(_ language: Language, _ messages: MessageTable) {
        self.language = language
        self.messages = ReceiptMessages.merged(messages)
    }

    /// The text, in UTF-8.
    var bytes: [UInt8] { Array((lines.joined(separator: "\n") + "\n").utf8) }

    private func label(_ name: String, _ arguments: [String: String] = [:]) -> String {
        messages.text(FaultCode(rawValue: "receipt." + name), language, arguments)
    }

    private mutating func row(_ name: String, _ value: String) {
        let label = label("label." + name)
        lines.append("  " + label + String(repeating: " ", count: max(1, ReceiptText.labelWidth - label.count)) + value)
    }

    private mutating func title(_ name: String) { lines += ["", label("title." + name)] }

    /// Adds the sentence of `code` as a paragraph.
    mutating func say(_ code: FaultCode, _ arguments: [String: String] = [:]) {
        lines += ["", messages.text(code, language, arguments)]
    }

    /// What was received.
    mutating func begin(_ kind: ReceiptKind, _ head: ReceiptHead) {
        heading(label("\(kind.rawValue).heading", ["number": String(head.number), "account": head.account]))
        row("file", Visible.escape(head.fileName))
        row("size", label("bytes", ["count": grouped(head.size)]))
        row("sha256", head.sha256.description)
        row("received", moment(head.receivedAt))
        row("issued", moment(head.issuedAt))
        if let convention = head.convention {
            row("convention", label("convention", ["id": convention.id, "version": String(convention.version)]))
        }
        row("drop", head.dropID)
    }

    /// Whose file was looked at before it is sent.
    mutating func beginForecast(_ head: ReceiptHead) {
        heading(label("forecast.heading"))
        row("file", Visible.escape(head.fileName))
        if let convention = head.convention {
            row("convention", label("convention", ["id": convention.id, "version": String(convention.version)]))
        }
    }

    /// The delivery that the drop belongs to, where there is one.
    mutating func belongs(to delivery: OutcomeReceipt.Delivery?) {
        guard let delivery else { return }
        row("delivery", label("delivery", ["manifest": delivery.manifest, "period": delivery.period]))
    }

    private mutating func heading(_ title: String) {
        lines += [title, String(repeating: "=", count: title.count), ""]
    }

    /// Verdict, counts, rules, what to do next; `isForecast` where it is about a file that is not sent yet.
    mutating func outcome(_ receipt: OutcomeReceipt, _ floor: SmallCountFloor, isForecast: Bool = false) {
        let state = (isForecast ? "forecast." : "") + "state.\(receipt.state.rawValue)"
        let next = (isForecast ? "forecast." : "") + "next.\(receipt.state.rawValue)"
        title("verdict")
        lines.append("  " + label(state))
        for reason in receipt.reasons {
            lines.append("  - " + messages.text(reason.code, language, reason.arguments) + " [\(reason.code)]")
        }
        if let schema = receipt.schemaVersion { row("schema", schema) }
        for use in receipt.nomenclatures {
            let version = use.version ?? label("pattern-alone")
            row("nomenclature", label("convention", ["id": use.name, "version": version]))
        }
        if let signer = receipt.signer { row("signer", signer.description) }
        belongs(to: receipt.delivery)
        tables(receipt.tables, floor, isPublished: !isForecast && [.ingested, .partial].contains(receipt.state))
        rules(receipt.brokenRules)
        remarks(receipt, floor)
        title("next")
        lines.append("  " + label(next))
        if let report = receipt.errorReport { lines.append("  " + label("errors.where", ["name": report])) }
        if let due = receipt.nextDue { lines.append("  " + label("due", ["time": moment(due)])) }
    }

    /// How to verify the signature.
    mutating func end(_ names: ReceiptNames) {
        title("verify")
        lines += [
            "  " + label("verify.how", ["signers": "/convention/" + ReceiptSignature.allowedSignersName]), "",
            "    ssh-keygen -Y verify -f \(ReceiptSignature.allowedSignersName) -I \(ReceiptSignature.signer) \\",
            "      -n \(ReceiptSignature.namespace) -s \(names.signature) < \(names.json)",
        ]
    }

    /// Rows without a fault are called kept only where the drop was taken.
    private mutating func tables(_ tables: [TableOutcome], _ floor: SmallCountFloor, isPublished: Bool) {
        guard !tables.isEmpty else { return }
        title("tables")
        let columns = ["read", isPublished ? "kept" : "valid", "rejected", "excluded", "duplicate"]
        var grid = [[label("column.table")] + columns.map { label("column." + $0) }]
        var isHidden = false
        for table in tables {
            let isSmall = floor.hides(table.excluded)
            isHidden = isHidden || isSmall
            let kept = isSmall ? grouped(table.kept + table.excluded) + " *" : grouped(table.kept)
            let excluded = isSmall ? floor.text(table.excluded) : grouped(table.excluded)
            grid.append([
                table.name, grouped(table.read), kept, grouped(table.rejected), excluded, grouped(table.duplicate),
            ])
        }
        lines += aligned(grid)
        for table in tables {
            if let version = table.version {
                lines.append("  " + label("version", ["table": table.name, "version": String(version)]))
            }
        }
        for table in tables {
            guard let count = table.replaced else { continue }
            let stated = table.replacedStep(floor)
            let number = floor.hides(count) ? floor.text(count) : grouped(stated)
            let name = stated == count || floor.hides(count) ? "replaced" : "replaced.nearly"
            lines.append("  " + label(name, ["table": table.name, "count": number]))
        }
        if isHidden { lines.append("  " + label("hidden", ["floor": String(floor.value)])) }
    }

    private mutating func rules(_ rules: [OutcomeReceipt.BrokenRule]) {
        guard !rules.isEmpty else { return }
        title("rules")
        for rule in rules {
            let place = rule.field.map { rule.table + "." + $0 } ?? rule.table
            let start = label(
                "rule", ["count": grouped(rule.count), "action": label("action.\(rule.action.messageName)")])
            lines.append("  - \(place) [\(rule.code)] \(start)")
            lines.append("    " + messages.text(rule.message, language, rule.arguments))
        }
    }

    private mutating func remarks(_ receipt: OutcomeReceipt, _ floor: SmallCountFloor) {
        guard !receipt.warnings.isEmpty || receipt.reappeared > 0 || receipt.oppositions != nil else { return }
        title("remarks")
        for remark in receipt.warnings { lines.append("  - " + messages.text(remark.code, language, remark.arguments)) }
        if receipt.reappeared > 0 {
            lines.append("  - " + label("reappeared", ["count": floor.text(receipt.reappeared)]))
        }
        if let counts = receipt.oppositions {
            lines.append(
                "  - "
                    + label(
                        "oppositions",
                        [
                            "added": grouped(counts.added), "withdrawn": grouped(counts.withdrawn),
                            "alreadyThere": grouped(counts.alreadyThere), "unknown": grouped(counts.unknown),
                            "rejected": grouped(counts.rejected),
                        ]))
        }
    }

    /// Columns of equal width: the first to the left, numbers to the right.
    private func aligned(_ grid: [[String]]) -> [String] {
        guard let first = grid.first else { return [] }
        let widths = first.indices.map { column in grid.map { $0[column].count }.max() ?? 0 }
        return grid.map { row in
            row.indices.reduce("  ") { line, column in
                let space = String(repeating: " ", count: widths[column] - row[column].count)
                return line + (column == 0 ? row[column] + space : "   " + space + row[column])
            }
        }
    }

    /// `1 234 567`, with spaces that do not break in French and commas in English.
    private func grouped(_ number: some BinaryInteger) -> String {
        let digits = Array(String(number))
        var text = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { text += language == .french ? "\u{a0}" : "," }
            text.append(digit)
        }
        return text
    }

    private func moment(_ time: Timestamp) -> String {
        let clock = time.iso8601(fraction: 0).dropFirst(11).prefix(8)
        let (year, month, day) = time.date.components
        return language == .french
            ? "\(pad(day, 2))/\(pad(month, 2))/\(pad(year, 4)) à \(clock) UTC" : "\(time.date) at \(clock) UTC"
    }
}
