import Convention
import Support
import Testing

/// Reads `bytes` as a `convention.json` beside the good schema, and again as that schema.
func fuzzConvention(_ bytes: [UInt8], base: [String: [UInt8]]) {
    for name in ["convention.json", "visit.schema.json", "result.codes.csv"] {
        var files = base
        files[name] = bytes
        let report = ConventionLoader.load(files)
        precondition(report.convention != nil || !report.errors.isEmpty)
        if let convention = report.convention {
            _ = ConventionGuide.render(
                convention,
                gateway: GatewayIdentity(recipient: "age1", receiptKey: "k", hostFingerprint: "f", host: "h", port: 22))
            _ = convention.calendar.nextDue(after: Timestamp(seconds: 0))
        }
    }
}

@Suite struct ConventionFuzzTests {
    /// Mutations of each file of the corpus.
    private static let rounds = 150

    @Test func `survives any bytes in any file of a folder`() throws {
        let base = try LintVector.base()
        var generator = SplitMix(state: 20_261_121)
        for seed in base.values.sorted(by: { $0.count < $1.count }) {
            fuzzConvention(seed, base: base)
            for _ in 0..<ConventionFuzzTests.rounds { fuzzConvention(mutate(seed, &generator), base: base) }
        }
    }

    private func mutate(_ seed: [UInt8], _ generator: inout SplitMix) -> [UInt8] {
        var bytes = seed
        for _ in 0..<Int.random(in: 1...4, using: &generator) where !bytes.isEmpty {
            let index = Int.random(in: 0..<bytes.count, using: &generator)
            switch Int.random(in: 0..<4, using: &generator) {
            case 0: bytes[index] = UInt8.random(in: 0...255, using: &generator)
            case 1: bytes.remove(at: index)
            case 2: bytes.insert(Array("{}[]\",:0-e\\".utf8).randomElement(using: &generator) ?? 0, at: index)
            default: bytes.removeSubrange(index..<min(bytes.count, index + Int.random(in: 1...64, using: &generator)))
            }
        }
        return bytes
    }
}

/// A small generator with a fixed seed (Steele, Lea, Flood 2014).
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }
}
