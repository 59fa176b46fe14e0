internal import Crypto
package import Support

/// The secret of one domain in one epoch: 256 random bits, never derived from another secret (design §7).
package struct PseudonymSecret: Sendable, CustomStringConvertible {
    /// Bytes of a secret.
    package static let length = 32
    /// The highest epoch; a rotation a year would take a while.
    package static let lastEpoch = 9999

    /// The family of bases whose pseudonyms can be linked.
    package let domain: String
    /// Version of the domain's secret, from 1.
    package let epoch: Int
    /// The secret itself.
    package let key: SecretBytes

    /// The secret `key` of `domain` in `epoch`.
    package init(domain: String, epoch: Int, key: SecretBytes) throws(PseudonymisationFault) {
        guard PseudonymSecret.isDomain(domain) else { throw .domainName }
        guard (1...PseudonymSecret.lastEpoch).contains(epoch) else { throw .epoch }
        guard key.count == PseudonymSecret.length else { throw .secretLength }
        self.domain = domain
        self.epoch = epoch
        self.key = key
    }

    /// A new random secret.
    package static func generate(domain: String, epoch: Int = 1) throws(PseudonymisationFault) -> PseudonymSecret {
        let key: SecretBytes
        do { key = try Random.secret(length) } catch { throw .crypto(function: error.function) }
        return try PseudonymSecret(domain: domain, epoch: epoch, key: key)
    }

    /// Whether `text` may name a domain: `[a-z][a-z0-9-]{0,31}`.
    package static func isDomain(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard let first = bytes.first, bytes.count <= 32, first &- 0x61 < 26 else { return false }
        return bytes.allSatisfy { $0 &- 0x61 < 26 || $0 &- 0x30 < 10 || $0 == UInt8(ascii: "-") }
    }

    /// Domain and epoch, never the key.
    package var description: String { "\(domain).\(epoch)" }
}
