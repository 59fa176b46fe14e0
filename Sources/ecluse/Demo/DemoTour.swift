internal import Commands
internal import Platform
internal import Producer
internal import Support

/// The tour: one drop after the other, then what operators and analysts see.
final class DemoTour {
    /// Rules broken that are shown of a receipt; each takes two lines.
    private static let shownRules = 2

    private let screen: DemoScreen
    private let gateway: DemoGateway
    private let producer: DemoProducer
    private let drops: DemoDrops
    private let reader: DemoReader
    /// What happened, in order.
    private(set) var rows: [DemoRow] = []
    /// Records of SI-DEP that must be in the catalogue.
    private var published = 0

    init(_ drops: DemoDrops, _ reader: DemoReader) {
        self.drops = drops
        self.reader = reader
        screen = drops.screen
        gateway = drops.gateway
        producer = drops.producer
    }

    /// Titles of what was not as expected.
    var failures: [DemoRow] { rows.filter { !$0.differences.isEmpty } }

    /// Everything in its order.
    func run() throws {
        screen.heading("What the gateway publishes for a producer")
        try producer.fetchConvention()
        try perform(drops.goodDay())
        try perform(drops.brokenRecords())
        try perform(drops.tooManyBroken())
        try discard(perform(drops.nominative()))
        try perform(drops.truncated())
        try perform(drops.tampered())
        try perform(drops.repeated())
        try perform(drops.oscour())
        try perform(drops.oppositions())
        try perform(drops.nextDayWithoutThem())
        try inspect()
    }

    /// Sends a drop, waits for its outcome, fetches, verifies and judges the receipt; gives the drop's identifier.
    @discardableResult
    private func perform(_ step: DemoStep) throws -> String {
        screen.heading(step.title)
        screen.say(step.note)
        let sealed = try step.prepare()
        let size = try producer.size(sealed)
        let start = Monotonic.now()
        try producer.put(sealed, account: step.account, folder: step.folder)
        try producer.awaitOutcome(account: step.account)
        let milliseconds = start.milliseconds(until: .now())
        let receipt = try lastReceipt(step)
        note(
            DemoRow(
                step.title, receipt.statement, sent: size, milliseconds: milliseconds, expectation: step.expectation))
        if step.account == "sidep", ["ingested", "partial"].contains(receipt.state) {
            published += rows.last?.kept ?? 0
        }
        return receipt.drop
    }

    private func lastReceipt(_ step: DemoStep) throws -> DemoProducer.Receipt {
        let receipts = try producer.fetchReceipts(account: step.account, showsCommands: step.showsAll)
        guard let receipt = receipts.last(where: { !$0.isArrival }) else { throw DemoFault.tooLate("a receipt") }
        screen.quote(folding: step.showsAll ? receipt.text : DemoTour.essence(receipt.text))
        return receipt
    }

    /// From the verdict on, without how to verify, and with the first of the rules broken.
    private static func essence(_ text: String) -> String {
        var essence = text[...]
        if let start = text.firstRange(of: "RÉSULTAT") { essence = text[start.lowerBound...] }
        if let end = essence.firstRange(of: "VÉRIFIER LA SIGNATURE") { essence = essence[..<end.lowerBound] }
        var lines = essence.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        if let title = lines.firstIndex(of: "RÈGLES NON RESPECTÉES") {
            let rules = lines[(title + 1)...].prefix { !$0.isEmpty }
            let more = rules.dropFirst(DemoTour.shownRules * 2)
            if !more.isEmpty { lines.replaceSubrange(more.indices, with: ["  […] \(more.count / 2) more"]) }
        }
        return lines.joined(separator: "\n")
    }

    /// The operator's part of a quarantine.
    private func discard(_ drop: String) throws {
        screen.heading("the operator decides")
        screen.quote(text: try gateway.command(["drops", "list", "--state", "quarantined"]))
        let start = Monotonic.now()
        let text = try gateway.command(["drops", "discard", drop, "--note", "nominative data sent by mistake"])
        screen.quote(text: text)
        screen.output.line()
        try producer.awaitOutcome(account: "sidep")
        let milliseconds = start.milliseconds(until: .now())
        let expectation = ReceiptExpectation("discarded")
        let step = DemoStep(title: "", expectation: expectation) { "" }
        let statement = try lastReceipt(step).statement
        note(
            DemoRow(
                "  discarded by the operator", statement, sent: 0, milliseconds: milliseconds, expectation: expectation)
        )
    }

    /// What operators and analysts see when all is done.
    private func inspect() throws {
        screen.heading("the operator looks at it all")
        screen.quote(text: try gateway.command(["drops", "list"]))
        screen.quote(text: try gateway.command(["receipts", "verify"]))
        screen.quote(text: try gateway.command(["journal", "verify"]))
        note(DemoRow("journal and receipts", verdict: "chains whole"))
        screen.quote(try gateway.command(["journal", "tail", "-n", "4"]).split(separator: "\n").map(DemoTour.cut))
        screen.heading("an independent reader opens the table")
        if let found = try reader.rows() {
            let differences = found == published ? [] : ["\(found) rows were read, expected \(published)"]
            note(DemoRow("independent reader", verdict: "\(Amounts.count(found)) rows", differences: differences))
        }
    }

    private func note(_ row: DemoRow) {
        rows.append(row)
        let text = row.differences.isEmpty ? "as expected: \(row.verdict)" : row.differences.joined(separator: "; ")
        screen.result(row.differences.isEmpty, text)
    }

    /// Long lines of the journal end in `…`.
    private static func cut(_ line: Substring) -> String { line.count > 116 ? line.prefix(115) + "…" : String(line) }

    /// The table of what happened.
    func showTable() {
        screen.heading("what happened")
        var table = TextTable("  ", "STEP", ">SENT", "VERDICT", ">READ", ">KEPT", ">TIME")
        for row in rows {
            table.add([
                row.differences.isEmpty ? "✔" : "✘", row.title, row.sent == "0 B" ? "" : row.sent, row.verdict,
                row.read.map { Amounts.count($0) } ?? "", row.kept.map { Amounts.count($0) } ?? "",
                row.milliseconds.map { Amounts.duration(milliseconds: $0) } ?? "",
            ])
        }
        for (index, line) in table.lines.enumerated() {
            let style: Output.Style = index == 0 ? .dim : rows[index - 1].differences.isEmpty ? .green : .red
            let mark = String(line.prefix(1))
            screen.say(
                index == 0 ? screen.output.styled(line, style) : screen.output.styled(mark, style) + line.dropFirst())
        }
        screen.say(screen.output.styled("time: from the start of the upload to the receipt in the account", .dim))
    }
}
