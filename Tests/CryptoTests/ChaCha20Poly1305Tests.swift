import Crypto
import Support
import Testing

struct ChaCha20Poly1305Tests {
    @Test func `agrees with the vector of RFC 8439, in both directions under one state`() throws {
        for vector in try VectorFile.read("chacha20-poly1305") {
            let cipher = try ChaCha20Poly1305(key: SecretBytes(try vector.need("key")))
            let (plain, sealed) = (try vector.need("plain"), try vector.need("sealed"))
            let (nonce, data) = (nonce(try vector.need("nonce")), try vector.need("data"))
            for _ in 0..<2 {
                #expect(try seal(cipher, plain, nonce, data) == sealed)
                #expect(try open(cipher, sealed, nonce, data) == plain)
            }
        }
    }

    @Test(arguments: [0, 1, 16, 65_536]) func `opens what it sealed`(length: Int) throws {
        let cipher = try ChaCha20Poly1305(key: Random.secret(ChaCha20Poly1305.keyLength))
        let plain = [UInt8](repeating: 7, count: length)
        let sealed = try seal(cipher, plain, nonce([]), [])
        #expect(sealed.count == length + ChaCha20Poly1305.tagLength)
        #expect(try open(cipher, sealed, nonce([]), []) == plain)
    }

    @Test func `refuses a flipped bit anywhere, another nonce and other data, and zeroes what it wrote`() throws {
        let cipher = try ChaCha20Poly1305(key: Random.secret(ChaCha20Poly1305.keyLength))
        let sealed = try seal(cipher, [UInt8](repeating: 0x55, count: 20), nonce([1]), [9])
        for index in sealed.indices {
            var altered = sealed
            altered[index] ^= 0x80
            #expect(try open(cipher, altered, nonce([1]), [9]) == nil)
        }
        #expect(try open(cipher, sealed, nonce([2]), [9]) == nil)
        #expect(try open(cipher, sealed, nonce([1]), [8]) == nil)
        #expect(try open(cipher, Array(sealed.prefix(15)), nonce([1]), [9]) == nil)
        #expect(try open(cipher, sealed, nonce([1]), [9]) == [UInt8](repeating: 0x55, count: 20))
    }

    private func nonce(_ bytes: [UInt8]) -> [12 of UInt8] {
        var nonce = [12 of UInt8](repeating: 0)
        for (index, byte) in bytes.enumerated() { nonce[index] = byte }
        return nonce
    }

    private func seal(
        _ cipher: ChaCha20Poly1305, _ plain: [UInt8], _ nonce: [12 of UInt8], _ data: [UInt8]
    ) throws -> [UInt8] {
        var sealed = [UInt8](repeating: 0, count: plain.count + ChaCha20Poly1305.tagLength)
        try unsafe plain.withUnsafeBytes { plain in
            try unsafe sealed.withUnsafeMutableBytes {
                try unsafe cipher.seal(plain, nonce: nonce, authenticating: data, into: $0)
            }
        }
        return sealed
    }

    private func open(
        _ cipher: ChaCha20Poly1305, _ sealed: [UInt8], _ nonce: [12 of UInt8], _ data: [UInt8]
    ) throws -> [UInt8]? {
        var plain = [UInt8](repeating: 0, count: max(0, sealed.count - ChaCha20Poly1305.tagLength))
        let isAuthentic = try unsafe sealed.withUnsafeBytes { sealed in
            try unsafe plain.withUnsafeMutableBytes {
                try unsafe cipher.open(sealed, nonce: nonce, authenticating: data, into: $0)
            }
        }
        if !isAuthentic { #expect(plain.allSatisfy { $0 == 0 }) }
        return isAuthentic ? plain : nil
    }
}
