import Crypto
import Support
import Testing

struct DigestTests {
    @Test func `agrees with the SHA-512 examples`() throws {
        for vector in try VectorFile.read("sha512") {
            #expect(try SHA512.hash(vector.need("message")) == vector.need("digest"))
        }
    }

    @Test func `gives the same SHA-256 for pieces as for the whole, and starts anew after the end`() throws {
        let stream = try SHA256()
        for _ in 0..<2 {
            stream.update(Array("a".utf8))
            stream.update(Array("bc".utf8))
            let text = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
            #expect(stream.finish().description == text)
        }
    }

    @Test func `compares bytes whole`() {
        #expect(ConstantTime.equal([1, 2], [1, 2]))
        #expect(!ConstantTime.equal([1, 2], [1, 3]))
        #expect(!ConstantTime.equal([1, 2], [1]))
        #expect(ConstantTime.equal([], []))
    }
}
