import Crypto
import Support
import Testing

struct Ed25519Tests {
    @Test func `agrees with the vectors of RFC 8032`() throws {
        let vectors = try VectorFile.read("ed25519")
        #expect(vectors.count == 3)
        for vector in vectors {
            let seed = SecretBytes(try vector.need("seed"))
            let (message, key) = (try vector.need("message"), try vector.need("public"))
            #expect(try Ed25519.publicKey(of: seed) == key)
            let signature = try Ed25519.sign(message, with: seed)
            #expect(try signature == vector.need("signature"))
            #expect(try Ed25519.verify(signature, of: message, publicKey: key))
        }
    }

    @Test func `refuses another message, another key, a flipped bit and wrong lengths`() throws {
        let seed = try Random.secret(Ed25519.keyLength)
        let key = try Ed25519.publicKey(of: seed)
        let signature = try Ed25519.sign([1, 2, 3], with: seed)
        let other = try Ed25519.publicKey(of: Random.secret(Ed25519.keyLength))
        var flipped = signature
        flipped[10] ^= 1
        #expect(try !Ed25519.verify(signature, of: [1, 2], publicKey: key))
        #expect(try !Ed25519.verify(signature, of: [1, 2, 3], publicKey: other))
        #expect(try !Ed25519.verify(flipped, of: [1, 2, 3], publicKey: key))
        #expect(try !Ed25519.verify(Array(signature.dropLast()), of: [1, 2, 3], publicKey: key))
        #expect(try !Ed25519.verify(signature, of: [1, 2, 3], publicKey: []))
    }
}
