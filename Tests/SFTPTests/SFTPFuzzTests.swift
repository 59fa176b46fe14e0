import SFTP
import Support
import TestSupport
import Testing

/// Runs `bytes` through a session; it must only not crash, hang or grow.
///
/// The entry for other fuzz drivers too.
func fuzzSFTP(_ bytes: [UInt8]) {
    let harness = Harness()
    _ = harness.send(bytes, piece: 1 + Int(bytes.first ?? 0))
    harness.server.abandon()
}

struct SFTPFuzzTests {
    static let mutations = 1500

    static func corpus() throws -> [[UInt8]] {
        try Checkout.files(below: "Tests/SFTPTests/Corpus", suffix: "").map { try Checkout.read($0) }
    }

    @Test func `survives the corpus and mutations of it`() throws {
        let corpus = try Self.corpus()
        #expect(corpus.count >= 4)
        fuzz(corpus, seed: 3, count: Self.mutations, fuzzSFTP)
    }
}
