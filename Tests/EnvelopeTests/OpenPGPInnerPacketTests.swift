import Envelope
import Support
import Testing

/// Messages whose packets inside stand in an order that no tool writes: what is given out is what was signed, and all there is.
struct OpenPGPInnerPacketTests {
    private func open(_ name: String, _ signers: [String], required: Bool = true) throws -> (
        bytes: [UInt8], signature: SignatureFinding?, fault: EnvelopeFault?
    ) {
        let result = openPGP(
            try OpenPGPVectors.bytes("forged/\(name).pgp"), [try OpenPGPVectors.identity("25519")],
            signers: try OpenPGPVectors.signers(signers), required: required)
        return (result.bytes, result.signature, result.error as? EnvelopeFault)
    }

    @Test func `opens what is made in the same way, and in the usual order`() throws {
        let payload = try OpenPGPVectors.bytes("payload.csv")
        #expect(try open("unsigned", ["signer"], required: false).bytes == payload)
        for name in ["signed", "signature-first", "two-signers"] {
            let result = try open(name, ["signer"])
            #expect(result.fault == nil && result.signature?.signer != nil)
            #expect(result.bytes == payload)
        }
    }

    private static let surplus = [
        "literal-after", "message-after", "marker-after", "literal-after-in-compressed", "literal-after-compressed",
    ]

    @Test(arguments: surplus, [false, true])
    func `refuses packets after the signed content`(name: String, required: Bool) throws {
        for signers in required ? [["signer"]] : [[], ["signer"]] {
            #expect(try open(name, signers, required: required).fault == .openPGP(.surplus))
        }
    }

    private static let unsigned: [(name: String, fault: EnvelopeFault)] = [
        ("literal-before", .signatureMissing), ("literal-inside", .openPGP(.altered)),
        ("literal-inside-first", .openPGP(.altered)), ("signature-of-other", .signatureWrong),
        ("signature-of-other-first", .signatureWrong), ("two-signatures-one-of-other", .signatureWrong),
    ]

    @Test(arguments: unsigned)
    func `refuses content that the signature is not of`(name: String, fault: EnvelopeFault) throws {
        #expect(try open(name, ["signer"]).fault == fault)
    }

    @Test func `names no signer of a literal that stands before the signed one`() throws {
        #expect(try open("literal-before", ["signer"], required: false).signature == .unsigned)
    }

    @Test func `two signatures are of two signers, of whom one that the convention names is enough`() throws {
        let first = try open("two-signers", ["signer"]).signature?.signer
        let second = try open("two-signers", ["stranger"]).signature?.signer
        #expect(first != nil && second != nil && first != second)
        #expect(try open("two-signers", ["signer", "stranger"]).fault == nil)
        #expect(try open("two-signers", ["signer-rsa"]).fault == .signerUnknown)
    }
}
