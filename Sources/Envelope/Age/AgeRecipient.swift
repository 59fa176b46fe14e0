internal import Crypto

/// Whom an age file is sealed to: an X25519 public key, written `age1…`.
package struct AgeRecipient: Hashable, Sendable, CustomStringConvertible {
    static let prefix = "age"

    let publicKey: [UInt8]

    init(publicKey: [UInt8]) { self.publicKey = publicKey }

    /// The recipient written in `text`.
    package init(_ text: String) throws(EnvelopeFault) {
        let bytes = Array(text.utf8)
        guard !bytes.contains(where: { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }),
            let key = Bech32.decode(bytes, prefix: AgeRecipient.prefix), key.count == X25519.length
        else { throw .keyMalformed(kind: "age") }
        publicKey = key
    }

    /// `age1…`.
    package var description: String {
        String(decoding: Bech32.encode(publicKey, prefix: AgeRecipient.prefix), as: UTF8.self)
    }
}
