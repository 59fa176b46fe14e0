package import Crypto
internal import Envelope
internal import Support

/// A receipt as the producer fetches it: three files, and the digest that the next receipt names.
package struct RenderedReceipt: Sendable, Equatable {
    /// The statement, JSON with a line end.
    package let json: [UInt8]
    /// `ssh-keygen -Y verify` checks it against ``json``.
    package let signature: [UInt8]
    /// The same for a person.
    package let text: [UInt8]
    /// SHA-256 of ``json``.
    package let sha256: SHA256Digest
    /// Names of the files.
    package let names: ReceiptNames

    init(
        head: ReceiptHead, kind: ReceiptKind, json members: [(String, JSONValue)], text: [UInt8], key: SSHPrivateKey
    ) throws {
        json = JSONWriter.write(.object(members), .pretty) + [UInt8(ascii: "\n")]
        signature = try SSHSignature.sign(message: json, namespace: ReceiptSignature.namespace, key: key)
        self.text = text
        sha256 = try SHA256.hash(json)
        names = ReceiptNames(number: head.number, kind: kind, dropID: head.dropID)
    }
}
