internal import Envelope
internal import Receipts

/// Whether a receipt carries the gateway's own signature.
enum ReceiptCheck {
    static func isValid(_ json: [UInt8], _ signature: [UInt8], _ key: SSHPublicKey) -> Bool {
        (try? ReceiptSignature.verify(json: json, signature: signature, key: key)) != nil
    }
}
