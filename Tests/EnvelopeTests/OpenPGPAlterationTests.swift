import Envelope
import Support
import Testing

/// Every bit and every cut of small files, in each way of sealing.
struct OpenPGPAlterationTests {
    private static let small: [(name: String, signed: Bool)] = [
        ("small-mdc.pgp", false), ("small-mdc-signed.pgp", true), ("small-p256.pgp", false), ("small-ocb.pgp", false),
        ("armored.pgp.asc", true),
    ]

    private func identity(_ name: String) throws -> [OpenPGPIdentity] {
        [try OpenPGPVectors.identity(name == "small-p256.pgp" ? "p256" : "25519")]
    }

    @Test(arguments: small)
    func `refuses a file in which any single bit is another`(name: String, signed: Bool) throws {
        let file = try OpenPGPVectors.bytes(name)
        let identities = try identity(name)
        let signers = signed ? try OpenPGPVectors.signers(["signer"]) : []
        #expect(openPGP(file, identities, signers: signers, required: signed).error == nil)
        var altered = file
        for bit in 0..<(file.count * 8) {
            altered[bit / 8] ^= 1 << UInt8(bit % 8)
            let result = openPGP(altered, identities, signers: signers, required: signed)
            #expect(result.error is EnvelopeFault, "\(name): bit \(bit)")
            altered[bit / 8] = file[bit / 8]
        }
    }

    @Test(arguments: small)
    func `refuses a file that is cut at any byte`(name: String, signed: Bool) throws {
        let file = try OpenPGPVectors.bytes(name)
        let identities = try identity(name)
        // Armor says itself where it ends: nothing is lost with its last line feed.
        let whole = name.hasSuffix(".asc") ? file.count - 1 : file.count
        for length in 0..<whole {
            #expect(openPGP(Array(file[..<length]), identities).error is EnvelopeFault, "\(name): \(length) bytes")
        }
    }

    @Test(arguments: small)
    func `refuses a file that goes on after its end`(name: String, signed: Bool) throws {
        let file = try OpenPGPVectors.bytes(name)
        let identities = try identity(name)
        for tail in [[0], [0xd2, 0x01, 0x01], file] {
            #expect(openPGP(file + tail, identities).error is EnvelopeFault)
        }
    }

    /// RSA is slow to compute with: of the number that it seals one bit a byte, of the rest every bit.
    @Test func `refuses an altered session key for RSA`() throws {
        let file = try OpenPGPVectors.bytes("rsa-ocb-signed.pgp")
        let identities = [try OpenPGPVectors.identity("rsa")]
        var altered = file
        for bit in 0..<(399 * 8) where bit / 8 < 20 || bit % 8 == bit / 8 % 8 && bit / 8 % 8 == 0 {
            altered[bit / 8] ^= 1 << UInt8(bit % 8)
            #expect(openPGP(altered, identities).error is EnvelopeFault, "bit \(bit)")
            altered[bit / 8] = file[bit / 8]
        }
    }

    /// What OpenPGP protects in no way: the packets for other recipients, and the text of an armor's header lines.
    ///
    /// The payload is the same, whatever stands there.
    @Test func `what nothing protects changes nothing`() throws {
        let payload = try OpenPGPVectors.bytes("payload.csv")
        var file = try OpenPGPVectors.bytes("two-recipients.pgp")
        let identities = [try OpenPGPVectors.identity("rsa")]
        // The second session key, for somebody else.
        file[399 + 20] ^= 1
        let result = openPGP(file, identities)
        #expect(result.error == nil)
        #expect(result.bytes == payload)

        let armored = String(decoding: try OpenPGPVectors.bytes("armored.pgp.asc"), as: UTF8.self)
        let comment = armored.replacing("-----\n\n", with: "-----\nComment: of an old GnuPG\n\n")
        #expect(openPGP(Array(comment.utf8), [try OpenPGPVectors.identity("25519")]).bytes == payload)
    }
}
