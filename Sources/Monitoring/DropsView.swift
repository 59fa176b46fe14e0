internal import Commands
package import Ledger
package import Support

/// `ecluse drops`: lists drops, shows one, leaves requests for the ingester.
package struct DropsView {
    private let ledger: any Ledger
    private let messages: MessageTable
    private let language: Language

    /// A view of `ledger`; `messages` has the sentences of the codes.
    package init(_ ledger: any Ledger, messages: MessageTable, language: Language = .english) {
        self.ledger = ledger
        self.messages = messages
        self.language = language
    }

    /// A page of drops, newest first.
    package func list(_ filter: DropFilter) throws -> Answer {
        let page = try ledger.drops(filter)
        var table = TextTable(
            "=DROP", "ARRIVED (UTC)", "ACCOUNT", "=STATE", ">ROWS", ">REJECTED", "WHY", ">SIZE", "NAME")
        for record in page.drops {
            let counts = Self.counts(record)
            table.add([
                record.id, Figures.shortTime(record.drop.arrivedAt), record.drop.account, record.state.rawValue,
                Self.figure(counts?["read"]), Self.figure(counts?["rejected"]),
                try waits(record) ?? Self.why(record.result.codes),
                Figures.bytes(record.drop.size), record.drop.name,
            ])
        }
        var parts: [Answer.Part] = page.drops.isEmpty ? [.line("no drops")] : [.table(table)]
        if let next = page.next { parts.append(.line("more: --before \(next)")) }
        let json: JSONValue = .object([
            ("drops", .list(page.drops.map(Self.json))), ("next", page.next.map { .count($0) } ?? JSONValue(.null)),
        ])
        return Answer(parts, json: json)
    }

    /// One drop with its history, receipts and requests.
    package func show(_ id: String) throws -> Answer {
        guard let record = try ledger.drop(id) else { throw LedgerFault.unknownDrop }
        let history = try ledger.history(id)
        let receipts = try ledger.receipts(drop: id)
        let requests = try ledger.requests(drop: id)
        let sentences =
            told(receipts) ?? record.result.codes.map { ($0, messages.text(FaultCode(rawValue: $0), language)) }
        let delivery = try record.delivery.flatMap { try ledger.delivery($0) }
        let waits = try waits(record)
        var parts: [Answer.Part] = [.table(facts(record)), .line(""), .table(Self.table(history))]
        if let waits { parts.append(.line("\n\(waits)")) }
        if let delivery { parts += [.line(""), .table(DeliveryView.table(delivery))] }
        for (code, sentence) in sentences { parts.append(.line("\n\(Visible.escape(code)): \(sentence)")) }
        if !receipts.isEmpty { parts += [.line(""), .table(ReceiptsView.table(receipts))] }
        if !requests.isEmpty { parts += [.line(""), .table(Self.table(requests))] }
        let members = Self.json(record).members?.map { ($0.name, $0.value) } ?? []
        let json: JSONValue = .object(
            members + [
                (
                    "messages",
                    .list(sentences.map { .object([("code", .text($0.0)), ("sentence", .text($0.1))]) })
                ),
                ("waits", .optional(waits)), ("deliveryFiles", delivery.map(DeliveryView.json) ?? JSONValue(.null)),
                ("history", .list(history.map(Self.json))), ("receipts", .list(receipts.map(ReceiptsView.json))),
                ("requests", .list(requests.map(Self.json))),
            ])
        return Answer(parts, json: json)
    }

    /// What a drop that nobody works on waits for; nil where it is next.
    private func waits(_ record: DropRecord) throws -> String? {
        guard record.state == .received else { return nil }
        if let id = record.delivery { return try ledger.delivery(id).flatMap(DeliveryView.waits) }
        // What the producer was told on its arrival.
        let arrival = try ledger.receipts(drop: record.id).first { $0.kind == .arrival }
        let told = arrival.flatMap { try? JSONParser.parse($0.content.json) }
        return told?["waits"]?["code"] == nil ? nil : "waits for its manifest"
    }

    /// Reasons and rules as the producer was told them, names and counts filled in; nil before there is an outcome.
    private func told(_ receipts: [ReceiptRecord]) -> [(code: String, sentence: String)]? {
        guard let last = receipts.last(where: { ![.arrival, .notice].contains($0.kind) }),
            let json = try? JSONParser.parse(last.content.json)
        else { return nil }
        let entries = (json["reasons"]?.array ?? []) + (json["rules"]?.array ?? [])
        return entries.map { ($0["code"]?.string ?? "", $0["text"]?.string ?? "") }
    }

    /// Leaves a request for a quarantined drop; the ingester acts on it.
    package func request(_ action: OperatorAction, drop id: String, operatorName: String, note: String, at: Timestamp)
        throws
        -> Answer
    {
        let request = try ledger.request(action, drop: id, operatorName: operatorName, note: note, at: at)
        return Answer(
            [.line("\(action.rawValue) of drop \(Visible.escape(id)) requested; the ingester will do it")],
            json: Self.json(request))
    }

    private func facts(_ record: DropRecord) -> TextTable {
        var table = TextTable("DROP", record.id)
        let rows: [(String, String?)] = [
            ("account", record.drop.account),
            ("convention", "\(record.drop.convention) \(record.drop.conventionVersion)"),
            ("name", record.drop.name), ("channel", record.drop.channel.rawValue),
            ("size", "\(record.drop.size) (\(Figures.bytes(record.drop.size)))"), ("sha256", record.sha256Text),
            ("arrived", Figures.time(record.drop.arrivedAt)), ("client", record.drop.client),
            ("delivery", record.delivery), ("state", record.state.rawValue), ("attempts", String(record.attempts)),
            ("finished", record.finishedAt.map { Figures.time($0) }), ("signer", record.result.signer),
        ]
        for (name, value) in rows { if let value { table.add([name, value]) } }
        for part in record.result.tables {
            table.add(["table", part.name + (part.version.map { ", version \($0)" } ?? "")])
        }
        for member in Self.counts(record)?.members ?? [] { table.add([member.name, JSONWriter.string(member.value)]) }
        return table
    }

    private static func figure(_ value: JSONValue?) -> String { (value?.integer).map { Amounts.count($0) } ?? "" }

    /// The most serious code, and how many more there are.
    private static func why(_ codes: [String]) -> String {
        (codes.first ?? "") + (codes.count > 1 ? " +\(codes.count - 1)" : "")
    }

    private static func counts(_ record: DropRecord) -> JSONValue? {
        record.result.counts.flatMap { try? JSONParser.parse($0) }
    }

    private static func table(_ history: [DropEvent]) -> TextTable {
        var table = TextTable("TIME", "STATE", "NOTE")
        for event in history { table.add([Figures.time(event.at), event.to.rawValue, event.note ?? ""]) }
        return table
    }

    private static func table(_ requests: [OperatorRequest]) -> TextTable {
        var table = TextTable("REQUESTED", "ACTION", "BY", "NOTE", "RESULT")
        for request in requests {
            table.add([
                Figures.time(request.at), request.action.rawValue, request.operatorName, request.note,
                request.result ?? "waiting",
            ])
        }
        return table
    }

    static func json(_ record: DropRecord) -> JSONValue {
        .object([
            ("drop", .text(record.id)), ("sequence", .count(record.sequence)), ("account", .text(record.drop.account)),
            ("convention", .text(record.drop.convention)), ("conventionVersion", .count(record.drop.conventionVersion)),
            ("channel", .text(record.drop.channel.rawValue)), ("name", .text(Visible.escape(record.drop.name))),
            ("size", .count(Int64(clamping: record.drop.size))), ("sha256", .text(record.sha256Text)),
            ("arrivedAt", .text(record.drop.arrivedAt)), ("client", .optional(record.drop.client.map(Visible.escape))),
            ("delivery", .optional(record.delivery)), ("state", .text(record.state.rawValue)),
            ("attempts", .count(record.attempts)),
            ("released", .flag(record.released)), ("counts", counts(record) ?? JSONValue(.null)),
            ("codes", .list(record.result.codes.map { .text($0) })),
            ("tables", .list(record.result.tables.map(json))), ("signer", .optional(record.result.signer)),
            ("finishedAt", .optional(record.finishedAt)), ("archivedAt", .optional(record.archivedAt)),
            ("closedAt", .optional(record.closedAt)),
        ])
    }

    private static func json(_ table: DropTable) -> JSONValue {
        .object([("name", .text(table.name)), ("version", table.version.map { .count($0) } ?? JSONValue(.null))])
    }

    private static func json(_ event: DropEvent) -> JSONValue {
        .object([
            ("at", .text(event.at)), ("from", .optional(event.from?.rawValue)), ("to", .text(event.to.rawValue)),
            ("note", .optional(event.note.map(Visible.escape))),
        ])
    }

    private static func json(_ request: OperatorRequest) -> JSONValue {
        .object([
            ("request", .count(request.id)), ("drop", .text(request.drop)), ("action", .text(request.action.rawValue)),
            ("operator", .text(Visible.escape(request.operatorName))), ("note", .text(Visible.escape(request.note))),
            ("at", .text(request.at)), ("settledAt", .optional(request.settledAt)),
            ("result", .optional(request.result)),
        ])
    }
}
