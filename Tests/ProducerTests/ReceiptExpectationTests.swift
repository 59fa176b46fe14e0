import Producer
import Support
import Testing

/// The check that the demonstration passes or fails by.
@Suite struct ReceiptExpectationTests {
    private func statement(_ state: String, reason: String? = nil, kept: Int = 90) throws -> JSONValue {
        let reasons = reason.map { #"[{"code":"\#($0)"}]"# } ?? "[]"
        let text = """
            {"state":"\(state)","reasons":\(reasons),"oppositions":{"added":25},
             "tables":[{"name":"test","read":100,"kept":\(kept),"rejected":0,"excluded":10,"duplicate":0}]}
            """
        return try JSONParser.parse(Array(text.utf8))
    }

    @Test func `finds nothing where the receipt says what was expected`() throws {
        let expectation = ReceiptExpectation(
            "ingested", counts: ["read": 100, "kept": 90, "excluded": 10], oppositions: 25)
        #expect(expectation.differences(from: try statement("ingested")).isEmpty)
        let refusal = ReceiptExpectation("rejected", reason: "envelope.truncated")
        #expect(refusal.differences(from: try statement("rejected", reason: "envelope.truncated")).isEmpty)
    }

    @Test func `a wrong verdict is named together with the one expected`() throws {
        let expectation = ReceiptExpectation("rejected", reason: "envelope.truncated")
        let differences = expectation.differences(from: try statement("ingested"))
        #expect(
            differences == [
                "the state is ingested, expected rejected", "the reason is absent, expected envelope.truncated",
            ])
        let other = expectation.differences(from: try statement("rejected", reason: "envelope.altered"))
        #expect(other == ["the reason is envelope.altered, expected envelope.truncated"])
    }

    @Test func `a wrong count is named together with the one expected`() throws {
        let expectation = ReceiptExpectation("ingested", counts: ["kept": 100], oppositions: 12)
        #expect(
            expectation.differences(from: try statement("ingested")) == [
                "the number of rows kept is 90, expected 100", "the number of oppositions added is 25, expected 12",
            ])
    }

    @Test func `a receipt without what was expected of it is a difference, not a pass`() throws {
        let expectation = ReceiptExpectation("ingested", counts: ["kept": 1], oppositions: 1)
        #expect(expectation.differences(from: try JSONParser.parse(Array("{}".utf8))).count == 3)
    }
}
