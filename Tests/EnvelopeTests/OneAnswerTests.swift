import Envelope
import Support
import Testing

/// Who has only a ciphertext, changes it and asks the gateway, learns nothing from what it says.
struct OneAnswerTests {
    private static let plain = Array("a;b\n1;2\n".utf8)

    /// What is told of `file` with one byte of `places` changed, for every one of them.
    private func codes(
        _ file: [UInt8], _ places: Range<Int>, tail: [UInt8] = [], _ fault: ([UInt8]) -> (any Error)?
    ) -> Set<String> {
        var codes: Set<String> = []
        for place in places {
            var changed = file + tail
            changed[place] ^= 1
            codes.insert((fault(changed) as? EnvelopeFault)?.code.rawValue ?? "none")
        }
        return codes
    }

    @Test(.enabled(if: CMSBench.canRun, "openssl is not installed"))
    func `says one thing of CMS in CBC, whichever byte of the ciphertext or its vector is another`() throws {
        let bench = try CMSBench()
        for name in ["gateway", "signer"] { try bench.makeKey(name, "p256") }
        let signer = EnvelopeSigner.certificate(try bench.certificate("signer"))
        let signed = try bench.sign(Self.plain, by: ["signer"], ["-nocerts"])
        let identity = try bench.identity("gateway")
        let algorithm: [UInt8] = [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x01, 0x02]
        for content in [signed, Self.plain] {
            let file = try bench.seal(content, "aes-128-cbc", to: [("gateway", [])])
            let vector = try #require(file.firstRange(of: algorithm)).upperBound + 2
            let length = file[vector + 17]
            let start = vector + 18 + (length < 0x80 ? 0 : Int(length & 0x7f))
            try #require((file.count - start) % 16 == 0)
            func told(_ tail: [UInt8]) -> Set<String> {
                Set(
                    [vector..<(vector + 16), start..<file.count].flatMap {
                        codes(file, $0, tail: tail) {
                            CMSBench.open($0, [identity], signers: [signer], required: true).fault
                        }
                    })
            }
            #expect(told([]) == ["envelope.unauthenticated"])
            #expect(told([0]) == ["envelope.trailing-data"])
        }
    }

    @Test func `says one thing of OpenPGP, whichever byte of the content is another`() throws {
        let file = try OpenPGPVectors.bytes("small-mdc.pgp")
        let identities = [try OpenPGPVectors.identity("25519")]
        // After the session key, the head of the packet and its version.
        let content = 99..<file.count
        #expect(codes(file, content) { openPGP($0, identities).error } == ["envelope.openpgp-altered"])
        #expect(codes(file, content, tail: [0]) { openPGP($0, identities).error } == ["envelope.trailing-data"])
    }

    @Test func `says that anyone can read a message that is only signed and compressed`() throws {
        let binary = try OpenPGPVectors.bytes("signed-only.pgp")
        let text = Base64.encode(binary)
        let lines = stride(from: 0, to: text.count, by: 64).map { text[$0..<min($0 + 64, text.count)] }
        let armor =
            Array("-----BEGIN PGP MESSAGE-----\n\n".utf8) + lines.flatMap { $0 + [0x0a] }
            + Array("-----END PGP MESSAGE-----\n".utf8)
        let result = openPGP(armor, try OpenPGPVectors.identities())
        #expect(result.error as? EnvelopeFault == .notSealed(.openPGP))
    }

    @Test(.enabled(if: CMSBench.canRun, "openssl is not installed"), arguments: ["-data_create", "-digest_create"])
    func `says that anyone can read CMS that is not encrypted`(option: String) throws {
        let bench = try CMSBench()
        let input = try bench.scratch.write("plain", Self.plain)
        try bench.openssl(["cms", option, "-binary", "-outform", "DER", "-in", input, "-out", bench.path("made")])
        #expect(CMSBench.open(try bench.scratch.read("made"), []).fault == .notSealed(.cms))
    }
}
