internal import Columns
internal import Crypto

/// Makes the pseudonyms of one domain: the first 128 bits of HMAC-SHA-256(secret, domain ‖ 0x1F ‖ canonical identifier).
///
/// After a rotation the result goes through ``PseudonymRotation`` once for each later epoch, exactly as the stored ones did:
/// that is what makes a person met again in epoch 3 the same row as the one met in epoch 1. So the secrets of all epochs are
/// needed to pseudonymise, and only the newest must stay unknown for the pseudonyms to be safe.
///
/// One object belongs to one thread.
package final class Pseudonymiser {
    /// Separates the domain from the identifier; neither holds it.
    static let separator: UInt8 = 0x1F

    /// The domain.
    package let domain: String
    /// Epoch of the pseudonyms made.
    package let epoch: Int

    private let first: HMACSHA256Fast
    private let rotations: [PseudonymRotation]
    /// `domain ‖ 0x1F`, then the identifier at work.
    private var message: [UInt8]
    private let prefix: Int

    /// A pseudonymiser for `domain` in `epoch`, the ring's newest by default.
    package init(ring: PseudonymKeyRing, domain: String, epoch: Int? = nil) throws(PseudonymisationFault) {
        let secrets = try ring.chain(domain, through: epoch)
        do { first = try HMACSHA256Fast(key: secrets[0].key) } catch { throw .crypto(function: error.function) }
        var rotations: [PseudonymRotation] = []
        for secret in secrets.dropFirst() { rotations.append(try PseudonymRotation(to: secret)) }
        self.rotations = rotations
        self.domain = domain
        self.epoch = secrets.count
        message = Array(domain.utf8) + [Pseudonymiser.separator]
        prefix = message.count
        message.reserveCapacity(prefix + CanonicalIdentifier.longest)
    }

    /// The pseudonym of the identifier `text`.
    package func pseudonym(kind: IdentifierKind, _ text: Span<UInt8>) throws(IdentifierFailure) -> Pseudonym {
        defer { message.removeLast(message.count - prefix) }
        try CanonicalIdentifier.append(kind, text, to: &message)
        let (high, low) = first.authenticate(message.span)
        var result = Pseudonym(high: high, low: low)
        for rotation in rotations { result = rotation.rotate(result) }
        return result
    }
}
