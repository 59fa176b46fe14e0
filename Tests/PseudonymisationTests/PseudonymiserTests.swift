import Columns
import Pseudonymisation
import Support
import Testing

@Suite struct PseudonymiserTests {
    private func nir(_ text: String, _ pseudonymiser: Pseudonymiser) throws -> Pseudonym {
        try pseudonymiser.pseudonym(kind: .nir, Array(text.utf8).span)
    }

    @Test func `is the first half of the HMAC of domain, separator and canonical identifier`() throws {
        let pseudonymiser = try Pseudonymiser(ring: Keys.ring(), domain: "patients")
        let expected = ReferenceHMAC.tag(key: Keys.bytes(31 + 8), Array("patients\u{1F}2850699999002".utf8))
        let pseudonym = try nir("2 85 06 99 999 002 46", pseudonymiser)
        #expect(pseudonym.bytes == Array(expected[..<16]))
        #expect(PseudonymText.string(pseudonym, epoch: 1) == "e1-" + Hex.encode(expected[..<16]))
    }

    @Test func `gives every spelling of a number the same pseudonym and another number another`() throws {
        let pseudonymiser = try Pseudonymiser(ring: Keys.ring(), domain: "patients")
        let first = try nir("160022A99900321", pseudonymiser)
        for text in ["160022a99900321", "160022A999003", "1 60 02 2a 999 003 21"] {
            #expect(try nir(text, pseudonymiser) == first)
        }
        #expect(try nir("285069999900246", pseudonymiser) != first)
    }

    @Test func `keeps domains apart even under one secret`() throws {
        let key = SecretBytes(copying: Keys.bytes(5).span)
        let ring = try PseudonymKeyRing(
            ["a", "b"].map { try PseudonymSecret(domain: $0, epoch: 1, key: key) })
        let pseudonyms = try ["a", "b"].map { try nir("285069999900246", Pseudonymiser(ring: ring, domain: $0)) }
        #expect(pseudonyms[0] != pseudonyms[1])
    }

    @Test func `gives a person met after rotations what rotation made of the stored pseudonym`() throws {
        let old = try Pseudonymiser(ring: Keys.ring(), domain: "patients")
        let new = try Pseudonymiser(ring: Keys.ring(epochs: 3), domain: "patients")
        #expect(new.epoch == 3)
        var stored = try nir("285069999900246", old)
        for epoch in 2...3 {
            let before = stored
            stored = try PseudonymRotation(to: Keys.secret(epoch: epoch)).rotate(stored)
            let key = Keys.bytes(UInt8(epoch) &* 31 &+ 8)
            #expect(stored.bytes == Array(ReferenceHMAC.tag(key: key, before.bytes)[..<16]))
        }
        #expect(try nir("285069999900246", new) == stored)
        let middle = try Pseudonymiser(ring: Keys.ring(epochs: 3), domain: "patients", epoch: 1)
        #expect(try nir("285069999900246", middle) == nir("285069999900246", old))
    }

    @Test func `treats a column as it treats its values`() throws {
        let pseudonymiser = try Pseudonymiser(ring: Keys.ring(), domain: "patients")
        let texts = [
            "285069999900246", "285069999900246", "", "285069999900247", "1111111111111", "160022A99900321",
            "285069999900246",
            "285069999900246",
        ]
        let nulls = [false, false, true, false, false, false, false, false]
        let skipped = [false, false, false, false, false, false, true, false]
        let column = pseudonymiser.pseudonyms(kind: .nir, of: ByteColumn(texts), nulls: nulls, skipped: skipped)
        #expect(column.nulls == [false, false, true, true, true, false, true, false])
        #expect(column.failures.map(\.row) == [3])
        #expect(column.failures.map(\.reason) == [.key])
        for row in [0, 1, 5, 7] { #expect(try column[row] == nir(texts[row], pseudonymiser)) }
        #expect(column[3] == nil)
        let text = column.text()
        #expect(text.nulls == column.nulls)
        guard case .bytes(let entries) = text.values else {
            Issue.record("no text")
            return
        }
        let parsed = PseudonymText.parse(entries.entry(5).span)
        #expect(parsed?.epoch == 1)
        #expect(parsed?.pseudonym == column[5])
    }

    @Test func `says which secret is missing`() throws {
        #expect(throws: PseudonymisationFault.secretMissing(domain: "autre")) {
            try Pseudonymiser(ring: Keys.ring(), domain: "autre")
        }
        #expect(throws: PseudonymisationFault.epochMissing(domain: "patients", epoch: 2)) {
            try Pseudonymiser(ring: Keys.ring(), domain: "patients", epoch: 2)
        }
        #expect(throws: PseudonymisationFault.epochMissing(domain: "patients", epoch: 1)) {
            try PseudonymKeyRing([Keys.secret(epoch: 2)])
        }
        #expect(throws: PseudonymisationFault.secretTwice(domain: "patients", epoch: 1)) {
            try PseudonymKeyRing([Keys.secret(), Keys.secret()])
        }
    }
}
