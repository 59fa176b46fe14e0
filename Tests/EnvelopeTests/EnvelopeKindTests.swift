import Envelope
import Support
import Testing

struct EnvelopeKindTests {
    @Test(arguments: [
        ("", EnvelopeKind.empty), ("age-encryption.org/v1\n", .age), ("age-encryption.org/v7\n", .age),
        ("\n -----BEGIN AGE ENCRYPTED FILE-----\n", .ageArmored), ("-----BEGIN PGP MESSAGE-----\n", .openPGP),
        ("-----BEGIN CMS-----\n", .cms), ("PK\u{3}\u{4}abc", .zip), ("%PDF-1.7", .pdf), ("nir;date\r\n1;2\r\n", .text),
        ("\u{feff}é;à\n", .text), ("{\"a\":1}", .text), ("\u{0}\u{1}\u{2}", .unknown), ("a", .age),
    ])
    func `tells kinds of file by their first bytes`(text: String, kind: EnvelopeKind) {
        #expect(EnvelopeKind.detect(Array(text.utf8)) == kind)
    }

    @Test func `tells binary kinds of file`() {
        let cms: [UInt8] = [0x30, 0x82, 0x10, 0x00, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x03]
        #expect(EnvelopeKind.detect(cms) == .cms)
        #expect(EnvelopeKind.detect([0x30, 0x80, 0x06, 0x09] + cms[6...]) == .cms)
        #expect(EnvelopeKind.detect([0x85, 0x01, 0x0c, 0x03, 1, 2, 3]) == .openPGP)
        #expect(EnvelopeKind.detect([0xc1, 0x4c, 0x03, 1, 2, 3]) == .openPGP)
        #expect(EnvelopeKind.detect([0x1f, 0x8b, 8]) == .gzip)
        #expect(EnvelopeKind.detect([0x28, 0xb5, 0x2f, 0xfd, 4]) == .zstd)
    }

    @Test func `refuses plaintext and other envelopes with codes of their own`() {
        func fault(_ text: String) -> EnvelopeFault? { open(Array(text.utf8), []).error as? EnvelopeFault }
        #expect(fault("nir;date\n1;2\n") == .notSealed(.text))
        #expect(fault("PK\u{3}\u{4}") == .notSealed(.zip))
        #expect(fault("-----BEGIN PGP MESSAGE-----\n") == .notAgreed(.openPGP, agreed: [.age]))
        #expect(fault("\u{0}\u{1}") == .notAgreed(.unknown, agreed: [.age]))
        #expect(fault("") == .empty)
    }

    @Test func `has a sentence in both languages for every code, with every argument filled in`() {
        let faults: [EnvelopeFault] = [
            .empty, .notSealed(.text), .notAgreed(.openPGP, agreed: [.age, .cms]), .unsupportedVersion, .passphrase,
            .headerMalformed(line: 3),
            .headerTooLong, .headerAltered, .notForUs, .truncated(bytes: 7), .altered(chunk: 1), .trailingData,
            .armorMalformed(line: 2), .keyMalformed(kind: "ssh"), .signatureMalformed, .signatureWrong,
            .contentAltered, .contentTooLong, .structureMalformed(offset: 9), .unsupportedAlgorithm("3DES"),
            .weakKeyTransport, .unauthenticated, .attributesAfterContent, .mimeMessage,
            .signatureMissing, .signerUnknown, .signerExpired, .signerUsage, .signerRevoked, .revocationsOutdated,
            .openPGP(.malformed(offset: 12)), .openPGP(.unprotected), .openPGP(.altered), .openPGP(.surplus),
            .openPGP(.expands(limit: 2)),
        ]
        #expect(Set(faults.map(\.code)) == Set(EnvelopeMessages.table.all.map(\.code)))
        for fault in faults {
            for language in Language.allCases {
                let text = EnvelopeMessages.table.text(fault, language)
                #expect(text.count > 40 && !text.contains("{") && !text.contains("  ") && !text.contains("\n"))
            }
        }
    }
}
