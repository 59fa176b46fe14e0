import Crypto
import Support
import Testing

struct HKDFSHA256Tests {
    @Test func `agrees with the vectors of RFC 5869`() throws {
        let vectors = try VectorFile.read("hkdf")
        #expect(vectors.count == 3)
        for vector in vectors {
            let output = try vector.need("output")
            let derived = try HKDFSHA256.derive(
                from: SecretBytes(try vector.need("key")), salt: try vector.need("salt"), info: try vector.need("info"),
                length: output.count)
            #expect(derived.revealed == output)
        }
    }
}
