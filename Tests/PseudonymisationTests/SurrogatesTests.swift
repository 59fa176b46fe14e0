import Pseudonymisation
import Support
import Testing

@Suite struct SurrogatesTests {
    private func make(_ seed: UInt8 = 1) throws -> Surrogates {
        try Surrogates(key: SecretBytes(copying: Keys.bytes(seed).span))
    }

    @Test func `never gives two numbers one surrogate`() throws {
        let surrogates = try make()
        var seen: Set<Int64> = []
        for number in Array(0..<2000) + [Int64.max, .max - 1, 1 << 32, 1 << 31, 1 << 62] {
            let surrogate = try #require(surrogates.surrogate(Int64(number)))
            #expect(surrogate >= 0)
            #expect(seen.insert(surrogate).inserted)
        }
    }

    @Test func `gives equal values equal surrogates under one key only`() throws {
        let (a, b, other) = (try make(), try make(), try make(2))
        let text = Array("PAT-7".utf8)
        #expect(a.surrogate(42) == b.surrogate(42))
        #expect(a.surrogate(42) != other.surrogate(42))
        #expect(a.surrogate(text.span) == b.surrogate(text.span))
        #expect(a.surrogate(text.span) != other.surrogate(text.span))
    }

    @Test func `has none for a negative number`() throws { #expect(try make().surrogate(-1) == nil) }
}
