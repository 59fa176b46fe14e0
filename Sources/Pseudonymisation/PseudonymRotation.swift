internal import Crypto

/// Brings pseudonyms of one epoch into the next: HMAC-SHA-256(secret[n + 1], the 16 bytes of pseudonym[n]), first 128 bits.
///
/// Tables and exclusion matrix are re-keyed with it, without the identifiers. One object belongs to one thread.
package final class PseudonymRotation {
    /// Domain of the pseudonyms.
    package let domain: String
    /// Epoch of the results; what is rotated belongs to the one before.
    package let epoch: Int
    private let mac: HMACSHA256Fast

    /// The rotation into the epoch of `secret`.
    package init(to secret: PseudonymSecret) throws(PseudonymisationFault) {
        domain = secret.domain
        epoch = secret.epoch
        do { mac = try HMACSHA256Fast(key: secret.key) } catch { throw .crypto(function: error.function) }
    }

    /// The pseudonym in ``epoch`` of what was `pseudonym` in the epoch before.
    package func rotate(_ pseudonym: Pseudonym) -> Pseudonym {
        var message = InlineArray<16, UInt8>(repeating: 0)
        for index in 0..<8 {
            let shift = UInt64(56 - index * 8)
            message[index] = UInt8(truncatingIfNeeded: pseudonym.high >> shift)
            message[index + 8] = UInt8(truncatingIfNeeded: pseudonym.low >> shift)
        }
        let (high, low) = mac.authenticate(message.span)
        return Pseudonym(high: high, low: low)
    }
}
