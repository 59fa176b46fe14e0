import Catalogue
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

    private let table = TableSummary(
        base: "sidep", table: "tests", version: 3, files: 2, rows: 100_000, bytes: 3 << 20, lastCommit: nil,
        lastCommitMilliseconds: 1_700_000_000_000)

    @Test func `lists tables`() {
        let answer = CatalogueView.list([table])
        #expect(answer.text().contains("3.0 MiB"))
        #expect(answer.text().contains("2023-11-14T22:13:20Z"))
        #expect(CatalogueView.list([]).text() == "no tables\n")
    }

    @Test func `lists tables as JSON below a name`() throws {
        let listed = try JSONParser.parse(Array(CatalogueView.list([table]).jsonText.utf8))
        let tables = try #require(listed["tables"]?.array)
        #expect(tables.count == 1)
        #expect(tables.first?["base"]?.string == "sidep")
        #expect(tables.first?["table"]?.string == "tests")
        #expect(tables.first?["rows"]?.integer == 100_000)
        #expect(tables.first?["committedAt"]?.string?.hasPrefix("2023-11-14T22:13:20") == true)
        #expect(CatalogueView.list([]).json["tables"]?.array?.isEmpty == true)
    }

    @Test func `shows the columns of a table from the schema in its log`() {
        let schema = #"{"type":"struct","fields":[{"name":"age","type":"integer","nullable":false,"metadata":{}}]}"#
        let answer = CatalogueView.show(table, schema: schema)
        #expect(answer.json["columns"]?.array?.count == 1)
        #expect(answer.text().contains("age     integer  no\n"))
        #expect(CatalogueView.show(table, schema: nil).json["columns"]?.array?.isEmpty == true)
    }
}
