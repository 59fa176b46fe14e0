import Journal
import Ledger
import Monitoring
import Support
import TestSupport
import Testing

struct ViewsTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    @Test func `says that there are no drops`() throws {
        let ledger = try SQLiteLedger(path: directory.file("ledger.sqlite"))
        let answer = try DropsView(ledger, messages: MessageTable([])).list(DropFilter())
        #expect(answer.text() == "no drops\n")
        #expect(answer.json["drops"]?.array?.isEmpty == true)
        #expect(throws: LedgerFault.unknownDrop) {
            try DropsView(ledger, messages: MessageTable([])).show("none")
        }
        #expect(try ReceiptsView(ledger).verify().isSound)
    }

    @Test func `shows the journal as text and as JSON, and its break`() throws {
        try JournalWriter(directory: directory.path, role: .ingester).append([
            JournalEvent("drop.received", [("name", .text("a b\u{1b}"))]), JournalEvent("drop.ended", [("rows", 3)]),
        ])
        let tail = try JournalView.tail(JournalReader(directory.path), count: 10)
        #expect(tail.text().contains("ingester drop.ended rows=3\n"))
        #expect(!tail.text().unicodeScalars.contains("\u{1b}"))
        #expect(tail.json.array?.count == 2)
        #expect(try JournalView.verify(directory.path).isSound)
        let file = try #require(directory.allFiles().first { $0.hasSuffix(".jsonl") })
        let path = "ingester/" + (file.split(separator: "/").last ?? "")
        try directory.write(path, Array(try directory.read(path).reversed()))
        let broken = try JournalView.verify(directory.path)
        #expect(!broken.isSound)
        #expect(broken.text().contains("broken at ingester/"))
    }

    @Test func `lists tables`() {
        let table = TableSummary(
            base: "sidep", table: "tests", version: 3, rows: 100_000, files: 2, bytes: 3 << 20, committedAt: nil,
            columns: [.init(name: "age", type: "integer")])
        #expect(CatalogueView.list([table]).text().contains("3.0 MiB"))
        #expect(CatalogueView.show(table).json["columns"]?.array?.count == 1)
        #expect(CatalogueView.list([]).text() == "no tables\n")
    }
}
