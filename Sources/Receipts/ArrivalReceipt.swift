package import Envelope
package import Support

/// The statement that a drop arrived whole as far as the transport can tell: its name, size and SHA-256.
package struct ArrivalReceipt: Sendable, Equatable {
    package var head: ReceiptHead
    /// What the drop waits for, where it is not worked on by itself.
    package var waits: OutcomeReceipt.Remark?

    /// The arrival of the drop of `head`, which may wait for others.
    package init(head: ReceiptHead, waits: OutcomeReceipt.Remark? = nil) {
        self.head = head
        self.waits = waits
    }

    /// The signed receipt and its text in `language`.
    package func render(
        signingKey: SSHPrivateKey, language: Language, messages: MessageTable
    ) throws -> RenderedReceipt {
        var text = ReceiptText(language, messages)
        text.begin(.arrival, head)
        text.say("receipt.arrival.next")
        if let waits { text.say(waits.code, waits.arguments) }
        text.end(ReceiptNames(number: head.number, kind: .arrival, dropID: head.dropID))
        return try RenderedReceipt(
            head: head, kind: .arrival,
            json: head.json(.arrival)
                + (waits.map { [("waits", $0.json(language, ReceiptMessages.merged(messages)))] } ?? []),
            text: text.bytes, key: signingKey)
    }
}
