import Envelope
import Support
import Testing

struct AgeHeaderTests {
    private let mac = "--- " + String(repeating: "A", count: 43) + "\n"
    private func header(_ text: String) -> [UInt8] { Array("age-encryption.org/v1\n\(text)".utf8) }
    private func fault(_ text: String) -> EnvelopeFault? {
        do {
            _ = try AgeHeader.parse(header(text))
            return nil
        } catch { return error as? EnvelopeFault }
    }

    @Test func `writes what it read byte for byte`() throws {
        let full = String(repeating: "A", count: 64)
        for text in [
            "-> a\n\n", "-> a b c\nAAAA\n", "-> a\n\(full)\n\n", "-> a\n\(full)\n\(full)\nAA\n-> b\n\n", "-> ~!\"#\n\n",
        ] {
            let bytes = header(text + mac)
            #expect(try AgeHeader.parse(bytes + [1, 2, 3]).serialised() == bytes)
        }
    }

    @Test(arguments: [
        ("", 2), ("-> a\n", 3), ("->  a\n\n", 2), ("-> a \n\n", 2), ("-> \n\n", 2), ("->a\n\n", 2), ("-> é\n\n", 2),
        ("-> a\nAAAA=\n", 3), ("-> a\nAB\n", 3), ("-> a\nA\n", 3), ("-> a\r\n\n", 2), ("-> a\n\r\n", 3),
        ("-> a\nAA AA\n", 3),
        ("-> a\n" + String(repeating: "A", count: 65) + "\n", 3), ("-> a\n\n\n", 4), ("-> a\n\nX\n", 4),
    ])
    func `refuses what the grammar does not say, and names the line`(text: String, line: Int) {
        #expect(fault(text + mac) == .headerMalformed(line: line))
    }

    @Test(arguments: [
        "---\n", "--- \n", "---A\n", "--- " + String(repeating: "A", count: 42) + "\n",
        "--- " + String(repeating: "A", count: 42) + "B\n", "---  " + String(repeating: "A", count: 43) + "\n",
        "--- " + String(repeating: "A", count: 43) + " \n", "--- " + String(repeating: "A", count: 43) + "=\n",
    ])
    func `refuses an authentication code that is not canonical`(line: String) {
        #expect(fault("-> a\n\n" + line) == .headerMalformed(line: 4))
    }
}
