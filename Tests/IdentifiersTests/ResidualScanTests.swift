import Identifiers
import Testing

@Suite struct ResidualScanTests {
    @Test func `finds what the vectors hold and nothing else`() throws {
        for line in try Vector.lines("residual.txt") {
            let found = ResidualScan.find(in: Array(line[1].utf8).span)
            #expect((found?.rawValue ?? "-") == line[0], "\(line[1])")
        }
    }

    @Test func `finds in a column what it finds in each of its texts`() throws {
        var texts = try Vector.lines("residual.txt").map { Array($0[1].utf8) }
        texts += ["", "123456789", "12345678", "ABCDEFGH12345678", "123456789", "a@b.fr", "10000000009"].map {
            Array($0.utf8)
        }
        // With and without an at sign, and each text more than once, so that what is remembered is asked for.
        for column in [texts + texts, (texts + texts).filter { !$0.contains(UInt8(ascii: "@")) }] {
            var ends: [Int32] = []
            for text in column { ends.append((ends.last ?? 0) + Int32(text.count)) }
            let bytes = Array(column.joined())
            let found = ResidualScan.find(inAll: bytes.span, ends: ends.span)
            let expected = column.indices.compactMap { index -> String? in
                let text = column[index]
                return ResidualScan.find(in: text.span).map { "\(index) \($0)" }
            }
            #expect(found.map { "\($0.index) \($0.kind)" } == expected)
            #expect(!expected.isEmpty)
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
