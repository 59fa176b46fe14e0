import Crypto
import Envelope
import Receipts
import Support
import Testing

struct NoticeReceiptTests {
    private static let waits = OutcomeReceipt.Remark("drop.duplicate", ["received": "2026-01-15T08:00:00Z"])
    private static let delivery = OutcomeReceipt.Delivery(
        manifest: "m-1", period: "202601",
        files: [.init(table: "person", drop: "d-1"), .init(table: "visit", drop: nil)])
    private let messages = ProductMessages.table([
        MessageTable([Message("drop.duplicate", fr: "Déjà reçu le {received}.", en: "Received at {received}.")])
    ])

    @Test(arguments: Language.allCases)
    func `states what a drop waits for and to which delivery it belongs`(language: Language) throws {
        let key = try SSHPrivateKey.generate()
        let rendered = try NoticeReceipt(head: try head(), remarks: [Self.waits], delivery: Self.delivery)
            .render(signingKey: key, language: language, messages: messages)
        let value = try rendered.value()
        #expect(value["kind"]?.string == "notice" && value["state"] == nil)
        #expect(value["reasons"]?.array?.first?["code"]?.string == "drop.duplicate")
        #expect(value["delivery"]?["period"]?.string == "202601")
        #expect(value["delivery"]?["files"]?.array?.map { $0["drop"]?.string } == ["d-1", nil])
        #expect(rendered.names.json == "0001-notice-d-0001.json")
        #expect(rendered.plain.contains("2026-01-15T08:00:00Z") && rendered.plain.contains("m-1"))
        #expect(!rendered.plain.contains("{") && !rendered.plain.contains("receipt."))
        try ReceiptSignature.verify(json: rendered.json, signature: rendered.signature, key: key.publicKey)
        #expect(try ReceiptChain.parse(rendered.json).kind == .notice)
    }

    @Test func `an arrival says what the drop waits for`() throws {
        let rendered = try ArrivalReceipt(head: try head(), waits: Self.waits)
            .render(signingKey: .generate(), language: .english, messages: messages)
        #expect(try rendered.value()["waits"]?["code"]?.string == "drop.duplicate")
        #expect(rendered.plain.contains("2026-01-15T08:00:00Z"))
    }
}
