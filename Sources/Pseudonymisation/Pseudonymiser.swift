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
    /// `domain ‖ 0x1F`.
    private let prefix: [UInt8]

    /// A pseudonymiser for `domain` in `epoch`, the ring's newest by default.
    package init(ring: PseudonymKeyRing, domain: String, epoch: Int? = nil) throws(PseudonymisationFault) {
        let secrets = try ring.chain(domain, through: epoch)
        do { first = try HMACSHA256Fast(key: secrets[0].key) } catch { throw .crypto(function: error.function) }
        var rotations: [PseudonymRotation] = []
        for secret in secrets.dropFirst() { rotations.append(try PseudonymRotation(to: secret)) }
        self.rotations = rotations
        self.domain = domain
        self.epoch = secrets.count
        prefix = Array(domain.utf8) + [Pseudonymiser.separator]
    }

    /// The start of a message, with room for the longest identifier.
    func start() -> [UInt8] {
        var message: [UInt8] = []
        message.reserveCapacity(prefix.count + CanonicalIdentifier.longest)
        message += prefix
        return message
    }

    /// The pseudonym of the identifier `text`.
    package func pseudonym(kind: IdentifierKind, _ text: Span<UInt8>) throws(IdentifierFailure) -> Pseudonym {
        var message = start()
        return try pseudonym(kind: kind, text, &message)
    }

    /// The pseudonym of `text`; `message` is what ``start()`` gave, before and after.
    func pseudonym(
        kind: IdentifierKind, _ text: Span<UInt8>, _ message: inout [UInt8]
    ) throws(IdentifierFailure) -> Pseudonym {
        defer { message.removeLast(message.count - prefix.count) }
        try CanonicalIdentifier.append(kind, text, to: &message)
        let (high, low) = first.authenticate(message.span)
        var result = Pseudonym(high: high, low: low)
        for rotation in rotations { result = rotation.rotate(result) }
        return result
    }
}
