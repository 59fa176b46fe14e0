import Envelope
import Receipts
import Support
import Testing

struct ReceiptChainTests {
    private func chain(_ count: Int, fileName: String = "a.csv.age") throws -> [[UInt8]] {
        let key = try SSHPrivateKey.generate()
        let messages = ProductMessages.table()
        var chain: [RenderedReceipt] = []
        for number in 1...count {
            let head = try head(number: number, previous: chain.last?.sha256, fileName: fileName)
            chain.append(
                number % 2 == 1
                    ? try ArrivalReceipt(head: head).render(signingKey: key, language: .french, messages: messages)
                    : try OutcomeReceipt(head: head, state: .rejected)
                        .render(signingKey: key, language: .french, messages: messages))
        }
        return chain.map(\.json)
    }

    @Test func `verifies receipts that follow each other, from any number on`() throws {
        let receipts = try chain(5)
        let links = try ReceiptChain.verify(receipts)
        #expect(links.map(\.number) == [1, 2, 3, 4, 5])
        #expect(links.map(\.state) == [nil, .rejected, nil, .rejected, nil])
        #expect(try ReceiptChain.verify(Array(receipts[2...])).count == 3)
        #expect(try ReceiptChain.verify([]).isEmpty)
    }

    @Test func `names the receipt after one that is missing, changed, repeated or out of order`() throws {
        let receipts = try chain(4)
        func broken(_ list: [[UInt8]]) -> ReceiptFault? {
            do { try ReceiptChain.verify(list) } catch { return error as? ReceiptFault }
            return nil
        }
        #expect(broken([receipts[0], receipts[2]]) == .chainBroken(number: 3))
        #expect(broken([receipts[0], receipts[0]]) == .chainBroken(number: 1))
        #expect(broken([receipts[1], receipts[0]]) == .chainBroken(number: 1))
        var changed = receipts
        changed[1].append(32)
        #expect(broken(changed) == .chainBroken(number: 3))
        let foreign = try chain(2, fileName: "b.csv.age")
        #expect(broken([receipts[0], foreign[1]]) == .chainBroken(number: 2))
    }

    @Test func `refuses what is no receipt`() {
        for text in ["", "{}", "[]", "{\"format\":\"ecluse-receipt/2\"}", "\u{0}"] {
            #expect(throws: ReceiptFault.malformed) { try ReceiptChain.parse(Array(text.utf8)) }
        }
    }

    @Test func `survives mutations of a receipt`() throws {
        let receipt = try chain(2)[1]
        for index in stride(from: 0, to: receipt.count, by: 3) {
            var mutated = receipt
            mutated[index] = mutated[index] &+ UInt8(truncatingIfNeeded: index | 1)
            fuzzReceipt(mutated)
            fuzzReceipt(Array(receipt.prefix(index)))
        }
    }

    /// What a fuzzer calls with any bytes: must only not crash, hang or grow.
    private func fuzzReceipt(_ bytes: [UInt8]) { _ = try? ReceiptChain.parse(bytes) }
}
