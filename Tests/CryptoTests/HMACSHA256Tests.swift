import Crypto
import Support
import Testing

struct HMACSHA256Tests {
    @Test func `agrees with the vectors of RFC 4231, also when the keyed state is used again`() throws {
        let vectors = try VectorFile.read("hmac")
        #expect(vectors.count == 5)
        for vector in vectors {
            let mac = try HMACSHA256(key: SecretBytes(try vector.need("key")))
            for _ in 0..<2 { #expect(try mac.authenticate(vector.need("message")) == vector.need("tag")) }
        }
    }
}
