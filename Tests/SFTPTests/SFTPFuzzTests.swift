import Foundation
import SFTP
import Support
import Testing

/// Runs `bytes` through a session; it must only not crash, hang or grow. The entry for other fuzz drivers too.
func fuzzSFTP(_ bytes: [UInt8]) {
    let harness = Harness()
    _ = harness.send(bytes, piece: 1 + Int(bytes.first ?? 0))
    harness.server.abandon()
}

/// SplitMix64: the same numbers on every machine.
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var value = state
        value = (value ^ value >> 30) &* 0xbf58_476d_1ce4_e5b9
        value = (value ^ value >> 27) &* 0x94d0_49bb_1331_11eb
        return value ^ value >> 31
    }
}

struct SFTPFuzzTests {
    static let mutations = 1500

    static func corpus() throws -> [[UInt8]] {
        let directory = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Corpus")
        return try FileManager.default.contentsOfDirectory(at: directory, includingPropertiesForKeys: nil)
            .sorted { $0.path < $1.path }.map { [UInt8](try Data(contentsOf: $0)) }
    }

    @Test func `survives the corpus and mutations of it`() throws {
        let corpus = try Self.corpus()
        #expect(corpus.count >= 4)
        for bytes in corpus { fuzzSFTP(bytes) }
        var generator = SeededGenerator(state: 3)
        for _ in 0..<Self.mutations {
            guard var bytes = corpus.randomElement(using: &generator) else { return }
            for _ in 0..<Int.random(in: 1...6, using: &generator) where !bytes.isEmpty {
                let index = Int.random(in: 0..<bytes.count, using: &generator)
                switch Int.random(in: 0..<4, using: &generator) {
                case 0: bytes[index] = UInt8.random(in: 0...255, using: &generator)
                case 1: bytes.remove(at: index)
                case 2: bytes.insert(UInt8.random(in: 0...255, using: &generator), at: index)
                default: bytes.append(contentsOf: bytes[index...].prefix(64))
                }
            }
            fuzzSFTP(bytes)
        }
    }
}
