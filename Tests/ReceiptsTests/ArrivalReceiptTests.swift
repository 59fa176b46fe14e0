import Crypto
import Envelope
import Receipts
import Support
import Testing

struct ArrivalReceiptTests {
    @Test(arguments: Language.allCases)
    func `states what arrived, in a file set of its own`(language: Language) throws {
        let key = try SSHPrivateKey.generate()
        let head = try head()
        let rendered = try ArrivalReceipt(head: head)
            .render(signingKey: key, language: language, messages: ProductMessages.table())
        let value = try rendered.value()
        #expect(value["kind"]?.string == "arrival")
        #expect(value["drop"]?["size"]?.integer == 1_234_567)
        #expect(value["drop"]?["sha256"]?.string == head.sha256.description)
        #expect(value["receivedAt"]?.string == head.receivedAt.description)
        #expect(value["previous"]?.isNull == true)
        #expect(rendered.names.json == "0001-arrival-d-0001.json")
        #expect(rendered.names.signature == "0001-arrival-d-0001.json.sig")
        #expect(rendered.names.text == "0001-arrival-d-0001.txt")
        #expect(rendered.plain.contains(head.sha256.description))
        #expect(!rendered.plain.contains("{") && !rendered.plain.contains("receipt."))
        #expect(try rendered.sha256 == SHA256.hash(rendered.json))
        try ReceiptSignature.verify(json: rendered.json, signature: rendered.signature, key: key.publicKey)
    }

    @Test func `keeps paths out of file names`() {
        let names = ReceiptNames(number: 12_345, kind: .outcome, dropID: "../../é x")
        #expect(names.json == "12345-outcome-________x.json")
    }
}
