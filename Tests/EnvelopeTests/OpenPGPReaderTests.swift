import Envelope
import Support
import Testing

struct OpenPGPReaderTests {
    private static let good = [
        "small-mdc.pgp", "small-mdc-signed.pgp", "small-p256.pgp", "rsa-signed-zip.pgp", "armored.pgp.asc",
        "two-recipients.pgp", "small-ocb.pgp", "eax.pgp", "rsa-ocb-signed.pgp", "sha1-signed.pgp",
        "gpg1-signed.pgp", "gpg1-armored.pgp.asc", "gpg1-cast5.pgp",
    ]

    @Test(arguments: good)
    func `opens what GnuPG and rnp sealed`(name: String) throws {
        let file = try OpenPGPVectors.bytes(name)
        let payload = try OpenPGPVectors.bytes("payload.csv")
        let identities = try OpenPGPVectors.identities()
        for (size, drip) in [(100_000, nil), (1, 1), (7, 3)] {
            let result = openPGP(file, identities, size: size, drip: drip)
            #expect(result.error == nil)
            #expect(result.bytes == payload)
            #expect(result.signature == .unsigned, "nobody is named whose signature would count")
        }
    }

    private static let refused: [(name: String, code: FaultCode)] = [
        ("password.pgp", "envelope.unsupported-passphrase"), ("password-too.pgp", "envelope.unsupported-passphrase"),
        ("hidden.pgp", "envelope.not-for-us"), ("signed-only.pgp", "envelope.not-agreed"),
        ("gpg1-unprotected.pgp", "envelope.openpgp-unprotected"), ("gpg1-rfc2440.pgp", "envelope.openpgp-unprotected"),
    ]

    @Test(arguments: refused)
    func `refuses what is sealed another way`(name: String, code: FaultCode) throws {
        let result = openPGP(try OpenPGPVectors.bytes(name), try OpenPGPVectors.identities())
        #expect((result.error as? EnvelopeFault)?.code == code)
        #expect(result.bytes.isEmpty)
    }

    @Test func `refuses what is sealed to others`() throws {
        let result = openPGP(try OpenPGPVectors.bytes("small-mdc.pgp"), [try OpenPGPVectors.identity("p256")])
        #expect(result.error as? EnvelopeFault == .notForUs)
    }

    @Test func `refuses content without protection against change`() throws {
        var file = try OpenPGPVectors.bytes("small-mdc.pgp")
        // The packet of the content, two bytes of header after the session key, becomes one of the old kind.
        #expect(file[96] == 0xd2)
        file[96] = 0xc9
        file.remove(at: 98)
        file[97] -= 1
        let result = openPGP(file, try OpenPGPVectors.identities())
        #expect(result.error as? EnvelopeFault == .openPGP(.unprotected))
        #expect(result.bytes.isEmpty)
    }

    @Test func `refuses a convention's format list without OpenPGP`() throws {
        #expect(throws: EnvelopeFault.notAgreed(.openPGP, agreed: [.age])) {
            try EnvelopeOpener.open(
                MemorySource(try OpenPGPVectors.bytes("small-mdc.pgp")),
                identities: EnvelopeIdentities(age: [], openPGP: try OpenPGPVectors.identities()),
                policy: EnvelopePolicy(formats: [.age]), now: OpenPGPVectors.later)
        }
    }

    @Test func `a reader that is let go of early stops its thread`() throws {
        let opened = try EnvelopeOpener.open(
            MemorySource(try OpenPGPVectors.bytes("small-mdc.pgp")),
            identities: EnvelopeIdentities(age: [], openPGP: try OpenPGPVectors.identities()),
            policy: EnvelopePolicy(formats: [.openpgp]), now: OpenPGPVectors.later)
        var buffer = [UInt8](repeating: 0, count: 1)
        #expect(try unsafe buffer.withUnsafeMutableBytes { try unsafe opened.read(into: $0) } == 1)
    }

    @Test func `an error of the source comes through`() throws {
        struct Broken: Error {}
        final class BrokenSource: ByteSource {
            let start: MemorySource
            var left = 150
            init(_ bytes: [UInt8]) { start = MemorySource(bytes) }
            func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
                guard left > 0 else { throw Broken() }
                let count = unsafe start.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer.prefix(left)))
                left -= count
                return count
            }
        }
        let identities = try OpenPGPVectors.identities()
        let file = try OpenPGPVectors.bytes("small-mdc.pgp")
        #expect(throws: Broken.self) {
            let opened = try EnvelopeOpener.open(
                BrokenSource(file), identities: EnvelopeIdentities(age: [], openPGP: identities),
                policy: EnvelopePolicy(formats: [.openpgp]), now: OpenPGPVectors.later)
            if let error = drain(opened, size: 100).error { throw error }
        }
    }
}
