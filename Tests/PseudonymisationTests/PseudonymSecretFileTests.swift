import Pseudonymisation
import Support
import Testing

@Suite struct PseudonymSecretFileTests {
    private let digits = String(repeating: "0a", count: 32)
    private let header = "ecluse-pseudonym-secret-1 domain=patients epoch=2\n"

    private func decode(_ text: String) throws(PseudonymisationFault) -> PseudonymSecret {
        var bytes = Array(text.utf8)
        defer { #expect(bytes.allSatisfy { $0 == 0 }, "the text is overwritten") }
        return try PseudonymSecretFile.decode(&bytes)
    }

    @Test func `reads what it writes`() throws {
        let secret = try PseudonymSecret.generate(domain: "patients", epoch: 12)
        var text = PseudonymSecretFile.encode(secret)
        let copy = text
        let read = try PseudonymSecretFile.decode(&text)
        #expect(PseudonymSecretFile.encode(read) == copy)
        #expect(read.domain == "patients" && read.epoch == 12)
        #expect(PseudonymSecretFile.name(of: read) == "patients.12")
        #expect("\(read)" == "patients.12")
    }

    @Test func `makes another secret each time`() throws {
        let texts = try (0..<2).map { _ in try PseudonymSecretFile.encode(.generate(domain: "patients")) }
        #expect(texts[0] != texts[1])
    }

    @Test func `reads a written example`() throws {
        let secret = try decode(header + digits + "\n")
        #expect(secret.epoch == 2)
        #expect(unsafe secret.key.withUnsafeBytes { key in unsafe key.allSatisfy { $0 == 0x0A } })
    }

    @Test func `rejects anything else`() {
        let bad = [
            "", header, header + digits, header + digits + "\n\n", header + digits.dropLast() + "\n",
            header + digits.uppercased() + "\n", header + "zz" + digits.dropFirst(2) + "\n",
            header + digits + "\r\n", "\u{FEFF}" + header + digits + "\n", header.uppercased() + digits + "\n",
            "ecluse-pseudonym-secret-1 domain=patients epoch=02\n" + digits + "\n",
            "ecluse-pseudonym-secret-1 domain=Patients epoch=2\n" + digits + "\n",
            "ecluse-pseudonym-secret-1 domain=patients epoch=0\n" + digits + "\n",
            "ecluse-pseudonym-secret-2 domain=patients epoch=2\n" + digits + "\n",
            "ecluse-pseudonym-secret-1  domain=patients epoch=2\n" + digits + "\n",
            header + digits + digits + digits + digits + "\n",
        ]
        for text in bad { #expect(throws: PseudonymisationFault.self, "\(text.utf8.count)") { try decode(text) } }
    }
}
