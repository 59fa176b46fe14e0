import Identifiers
import Testing

@Suite struct ResidualScanTests {
    @Test func `finds what the vectors hold and nothing else`() throws {
        for line in try Vector.lines("residual.txt") {
            let found = ResidualScan.find(in: Array(line[1].utf8).span)
            #expect((found?.rawValue ?? "-") == line[0], "\(line[1])")
        }
    }

    @Test func `finds an identifier wherever it stands in a sentence`() {
        for text in ["285069999900246", "06 12 34 56 78", "a@b.fr"] {
            for padding in 0..<40 {
                let sentence =
                    String(repeating: "é ", count: padding) + text + " " + String(repeating: "mot ", count: padding)
                #expect(ResidualScan.find(in: Array(sentence.utf8).span) != nil)
            }
        }
    }
}
