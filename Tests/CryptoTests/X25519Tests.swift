import Crypto
import Support
import Testing

struct X25519Tests {
    @Test func `agrees with the vectors of RFC 7748`() throws {
        let vectors = try VectorFile.read("x25519")
        #expect(vectors.count == 4)
        for vector in vectors {
            let secret = SecretBytes(try vector.need("secret"))
            let shared = try X25519.sharedSecret(secret, with: try vector.need("peer"))
            #expect(try shared?.revealed == vector.need("shared"))
            if let key = vector["public"] { #expect(try X25519.publicKey(of: secret) == key) }
        }
    }

    @Test func `refuses a peer of small order, whose shared secret is all zero`() throws {
        let secret = try Random.secret(X25519.length)
        for first: UInt8 in [0, 1] {
            let peer = [first] + [UInt8](repeating: 0, count: 31)
            #expect(try X25519.sharedSecret(secret, with: peer) == nil)
        }
    }

    @Test func `refuses a peer that is not 32 bytes`() throws {
        let secret = try Random.secret(X25519.length)
        #expect(try X25519.sharedSecret(secret, with: [UInt8](repeating: 9, count: 31)) == nil)
        #expect(try X25519.sharedSecret(secret, with: []) == nil)
    }
}

/// Two secrets are compared by identity nowhere; only nil is.
private func == (a: SecretBytes?, b: SecretBytes?) -> Bool { a === b }
