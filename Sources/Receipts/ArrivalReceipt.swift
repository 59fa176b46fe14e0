package import Envelope
package import Support

/// The statement that a drop arrived whole as far as the transport can tell: its name, size and SHA-256.
package struct ArrivalReceipt: Sendable, Equatable {
    package var head: ReceiptHead

    /// The arrival of the drop of `head`.
    package init(head: ReceiptHead) { self.head = head }

    /// The signed receipt and its text in `language`.
    package func render(
        signingKey: SSHPrivateKey, language: Language, messages: MessageTable
    ) throws -> RenderedReceipt {
        var text = ReceiptText(language, messages)
        text.begin(.arrival, head)
        text.say("receipt.arrival.next")
        text.end(ReceiptNames(number: head.number, kind: .arrival, dropID: head.dropID))
        return try RenderedReceipt(
            head: head, kind: .arrival, json: head.json(.arrival), text: text.bytes, key: signingKey)
    }
}
