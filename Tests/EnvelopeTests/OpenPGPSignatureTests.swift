import Envelope
import Support
import Testing

struct OpenPGPSignatureTests {
    private func signature(_ name: String, _ signers: [String], required: Bool = true) throws -> (
        signature: SignatureFinding?, error: EnvelopeFault?
    ) {
        let result = openPGP(
            try OpenPGPVectors.bytes(name), try OpenPGPVectors.identities(),
            signers: try OpenPGPVectors.signers(signers), required: required)
        return (result.signature, result.error as? EnvelopeFault)
    }

    private static let signed: [(name: String, signer: String)] = [
        ("small-mdc-signed.pgp", "signer"), ("armored.pgp.asc", "signer"), ("rsa-ocb-signed.pgp", "signer"),
        ("rsa-signed-zip.pgp", "signer-rsa"), ("gpg1-signed.pgp", "signer-rsa"), ("signed-stranger.pgp", "stranger"),
    ]

    @Test(arguments: signed)
    func `names the signer whom the convention names`(name: String, signer: String) throws {
        for required in [true, false] {
            let result = try signature(name, ["signer", signer], required: required)
            #expect(result.error == nil)
            #expect(result.signature?.signer?.kind == .openpgp)
            #expect(result.signature?.signer?.fingerprint.count == 40)
        }
    }

    @Test func `a signature is that of the signer's own key`() throws {
        let first = try signature("small-mdc-signed.pgp", ["signer", "signer-rsa"]).signature
        let second = try signature("rsa-signed-zip.pgp", ["signer", "signer-rsa"]).signature
        #expect(first != nil && second != nil && first != second)
    }

    private static let refused: [(name: String, signers: [String], fault: EnvelopeFault)] = [
        ("small-mdc.pgp", ["signer"], .signatureMissing),
        ("signed-stranger.pgp", ["signer"], .signerUnknown),
        ("signed-ended.pgp", ["signer-ended"], .signerExpired),
        // A hash for which two contents with one signature can be made (RFC 9580 §9.5).
        ("sha1-signed.pgp", ["signer-rsa"], .signatureWrong),
    ]

    @Test(arguments: refused)
    func `refuses the signature that is missing, unknown, expired or weak`(
        name: String, signers: [String], fault: EnvelopeFault
    ) throws {
        #expect(try signature(name, signers).error == fault)
    }

    @Test func `a signature that is not asked for is still looked at where the convention names signers`() throws {
        #expect(try signature("small-mdc.pgp", ["signer"], required: false).signature == .unsigned)
        #expect(try signature("signed-stranger.pgp", ["signer"], required: false).error == .signerUnknown)
    }

    @Test func `a key that has come to its end does not sign, whenever it says that it did`() throws {
        let file = try OpenPGPVectors.bytes("signed-ended.pgp")
        let signers = try OpenPGPVectors.signers(["signer-ended"])
        let early = try #require(Timestamp(iso8601: "2026-11-21T18:00:00Z"))
        let identities = try OpenPGPVectors.identities()
        #expect(openPGP(file, identities, signers: signers, required: true, at: early).error == nil)
        #expect(
            openPGP(file, identities, signers: signers, required: true).error as? EnvelopeFault == .signerExpired)
    }

    @Test func `a key for signers is one that signs`() throws {
        #expect(OpenPGPCertificate.signs(try OpenPGPVectors.bytes("signer.asc")))
        #expect(!OpenPGPCertificate.signs(try OpenPGPVectors.bytes("gateway-25519.asc")))
        #expect(!OpenPGPCertificate.signs([]))
        #expect(!OpenPGPCertificate.signs(Array("no key".utf8)))
    }
}
