internal import Crypto
package import Support

/// Numbers that replace identifiers within one drop or delivery and say nothing outside it.
///
/// A whole number from 0 on goes through a permutation of the 63-bit numbers (an alternating Feistel network of ten rounds, as
/// FF1 of NIST SP 800-38G, with HMAC-SHA-256 as its round function): **two numbers never share a surrogate**, so joins stay
/// exact. A text gets 63 bits of its HMAC: n distinct texts collide with a probability of about n² / 2⁶⁴ (three in a hundred
/// million for a million, one in two thousand for a hundred million), so larger tables want a number or a pseudonym.
///
/// Equal values get equal surrogates in every field and table treated under the same key, so keys still join. The key is
/// random, made for the drop or delivery, and forgotten after it. One object belongs to one thread.
package final class Surrogates {
    static let rounds = 10
    private static let leftMask: UInt64 = 0x7FFF_FFFF
    private static let rightMask: UInt64 = 0xFFFF_FFFF

    private enum Tag {
        static let number: UInt8 = 1
        static let text: UInt8 = 2
    }

    private let mac: HMACSHA256Fast

    /// The surrogates under `key`, 32 random bytes.
    package init(key: SecretBytes) throws(PseudonymisationFault) {
        guard key.count == PseudonymSecret.length else { throw .secretLength }
        do { mac = try HMACSHA256Fast(key: key) } catch { throw .crypto(function: error.function) }
    }

    /// A key for one drop or delivery.
    package static func newKey() throws(PseudonymisationFault) -> SecretBytes {
        do { return try Random.secret(PseudonymSecret.length) } catch { throw .crypto(function: error.function) }
    }

    /// The surrogate of `number`; nil for a negative one.
    package func surrogate(_ number: Int64) -> Int64? {
        guard number >= 0 else { return nil }
        var left = UInt64(number) >> 32
        var right = UInt64(number) & Surrogates.rightMask
        for round in 0..<Surrogates.rounds {
            if round % 2 == 0 {
                left ^= roundValue(round, right) & Surrogates.leftMask
            } else {
                right ^= roundValue(round, left) & Surrogates.rightMask
            }
        }
        return Int64(left << 32 | right)
    }

    /// The surrogate of `text`.
    package func surrogate(_ text: Span<UInt8>) -> Int64 {
        var message: [UInt8] = [Tag.text]
        message.reserveCapacity(text.count + 1)
        for index in text.indices { message.append(text[index]) }
        let tag = mac.authenticate(message.span)
        return Int64(tag.high >> 1)
    }

    private func roundValue(_ round: Int, _ half: UInt64) -> UInt64 {
        var block = InlineArray<6, UInt8>(repeating: 0)
        block[0] = Tag.number
        block[1] = UInt8(truncatingIfNeeded: round)
        for index in 0..<4 { block[2 + index] = UInt8(truncatingIfNeeded: half >> UInt64(24 - index * 8)) }
        let tag = mac.authenticate(block.span)
        return tag.high
    }
}
