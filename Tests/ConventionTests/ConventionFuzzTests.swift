import Convention
import Support
import TestSupport
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
                gateway: GatewayIdentity(recipient: "age1", receiptKey: "k", hostKeys: [], host: "h", port: 22))
            _ = convention.calendar.nextDue(after: Timestamp(seconds: 0))
        }
    }
}

@Suite struct ConventionFuzzTests {
    /// Variants of the corpus, which is the files in `Corpus/` and those of the good folder.
    private static let rounds = 900

    @Test func `survives any bytes in any file of a folder`() throws {
        let base = try LintVector.base()
        let files = Checkout.files(below: "Tests/ConventionTests/Corpus", suffix: "").sorted()
        #expect(files.count >= 10)
        let corpus = try files.map { try Checkout.read($0) } + base.values.sorted { $0.count < $1.count }
        fuzz(corpus, seed: 20_261_121, count: Self.rounds) { fuzzConvention($0, base: base) }
    }
}
