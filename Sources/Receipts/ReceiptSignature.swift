package import Envelope

/// How receipts are signed, and what a producer needs to verify them.
package enum ReceiptSignature {
    /// The purpose in every signature of a receipt: no other file's signature can pass for one.
    package static let namespace = "ecluse-receipt"
    /// The name of the signer in ``allowedSigners(_:)``.
    package static let signer = "ecluse"
    /// The name under which ``allowedSigners(_:)`` is published in `/convention`.
    package static let allowedSignersName = "allowed_signers"

    /// The file for `ssh-keygen -Y verify -f`: it names `key` for receipts only.
    package static func allowedSigners(_ key: SSHPublicKey) -> String {
        "\(signer) namespaces=\"\(namespace)\" \(key)\n"
    }

    /// Checks that `signature` is that of the receipt `json` under `key`.
    package static func verify(json: [UInt8], signature: [UInt8], key: SSHPublicKey) throws {
        try SSHSignature.verify(signature, message: json, namespace: namespace, allowed: key)
    }

    /// Whether `signature` is that of the receipt `json` under `key`.
    package static func isValid(json: [UInt8], signature: [UInt8], key: SSHPublicKey) -> Bool {
        (try? verify(json: json, signature: signature, key: key)) != nil
    }
}
