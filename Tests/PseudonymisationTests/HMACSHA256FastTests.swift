import Crypto
import Support
import Testing

@Suite struct HMACSHA256FastTests {
    @Test func `agrees with the reference for every length around the block borders`() throws {
        for keyLength in [0, 1, 31, 32, 63, 64, 65, 200] {
            let key = (0..<keyLength).map { UInt8(truncatingIfNeeded: $0 * 11 + 3) }
            let mac = try HMACSHA256Fast(key: SecretBytes(copying: key.span))
            for length in [0, 1, 31, 54, 55, 56, 57, 63, 64, 65, 118, 119, 120, 127, 128, 129, 300] {
                let message = (0..<length).map { UInt8(truncatingIfNeeded: $0 * 13 + length) }
                #expect(mac.tag(message.span) == ReferenceHMAC.tag(key: key, message), "\(keyLength) \(length)")
            }
        }
    }

    @Test func `agrees with libcrypto's own MAC on messages one after the other`() throws {
        let key = SecretBytes(copying: Keys.bytes(9).span)
        let (fast, slow) = (try HMACSHA256Fast(key: key), try HMACSHA256(key: key))
        for length in (0..<150).reversed() {
            let message = [UInt8](repeating: 0xA5, count: length)
            #expect(try fast.tag(message.span) == slow.authenticate(message))
        }
    }

    @Test func `gives the published tag of the domain example`() throws {
        let key = SecretBytes(copying: [UInt8](repeating: 0, count: 32).span)
        let message = Array(["sidep", "v1", "DUPRE", "CELINE", "19800102", "F"].joined(separator: "\u{1F}").utf8)
        let tag = try HMACSHA256Fast(key: key).tag(message.span)
        #expect(Hex.encode(tag) == "dc9643d6c37fd9623f98632ff1c2904180a4ae81efaf22c43674e9ebb7c4fcff")
    }

    @Test func `gives the first half of the tag as two words`() throws {
        let mac = try HMACSHA256Fast(key: SecretBytes(copying: Keys.bytes(1).span))
        let (high, low) = mac.authenticate([1, 2, 3].span)
        let tag = mac.tag([1, 2, 3].span)
        #expect(high == tag[..<8].reduce(0) { $0 << 8 | UInt64($1) })
        #expect(low == tag[8..<16].reduce(0) { $0 << 8 | UInt64($1) })
    }
}
