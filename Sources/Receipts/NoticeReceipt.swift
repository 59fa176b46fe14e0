package import Envelope
package import Support

/// The statement that a drop waits for other drops, and until when.
package struct NoticeReceipt: Sendable, Equatable {
    package var head: ReceiptHead
    /// What it waits for, and why.
    package var remarks: [OutcomeReceipt.Remark]
    /// The delivery that the drop belongs to.
    package var delivery: OutcomeReceipt.Delivery?

    /// A notice about the drop of `head`.
    package init(head: ReceiptHead, remarks: [OutcomeReceipt.Remark], delivery: OutcomeReceipt.Delivery? = nil) {
        self.head = head
        self.remarks = remarks
        self.delivery = delivery
    }

    /// The signed receipt and its text in `language`.
    package func render(
        signingKey: SSHPrivateKey, language: Language, messages: MessageTable
    ) throws -> RenderedReceipt {
        let merged = ReceiptMessages.merged(messages)
        let json =
            head.json(.notice) + [
                ("reasons", .list(remarks.map { $0.json(language, merged) })),
                ("delivery", delivery?.json ?? JSONValue(.null)),
            ]
        var text = ReceiptText(language, messages)
        text.begin(.notice, head)
        text.belongs(to: delivery)
        for remark in remarks { text.say(remark.code, remark.arguments) }
        text.end(ReceiptNames(number: head.number, kind: .notice, dropID: head.dropID))
        return try RenderedReceipt(head: head, kind: .notice, json: json, text: text.bytes, key: signingKey)
    }
}

extension ReceiptKind {
    /// Whether such a receipt says how an attempt ended.
    var hasState: Bool {
        switch self {
        case .arrival, .notice: false
        case .quarantine, .outcome: true
        }
    }
}
