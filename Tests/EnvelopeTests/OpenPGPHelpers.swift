import Envelope
import Foundation
import Support
import Testing

/// The files of `Vectors/openpgp`: keys made for these tests, and messages sealed to them by GnuPG 2.2, GnuPG 1.4 and rnp 0.16.
enum OpenPGPVectors {
    static func bytes(_ name: String) throws -> [UInt8] {
        let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "Vectors/openpgp/" + name)
        return [UInt8](try Data(contentsOf: url))
    }

    /// Where the file `name` is, for tools.
    static func path(_ name: String) -> String {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "Vectors/openpgp/" + name).path
    }

    static func identity(_ name: String) throws -> OpenPGPIdentity {
        try OpenPGPIdentity(try bytes("gateway-\(name).secret.asc"))
    }

    static func identities() throws -> [OpenPGPIdentity] { try ["25519", "p256", "rsa"].map(identity) }

    static func signers(_ names: [String]) throws -> [EnvelopeSigner] {
        try names.map { .openPGP(try bytes($0 + ".asc")) }
    }

    /// A moment at which every key of the vectors is valid but the one with an end.
    static let later = Timestamp(iso8601: "2026-12-01T00:00:00Z") ?? Timestamp(microseconds: 0)
}

/// What the dispatcher makes of a file: the plaintext that it gave out, who signed, and the error that stopped it.
func openPGP(
    _ file: [UInt8], _ identities: [OpenPGPIdentity], signers: [EnvelopeSigner] = [], required: Bool = false,
    at now: Timestamp = OpenPGPVectors.later, size: Int = 100_000, drip: Int? = nil
) -> (bytes: [UInt8], signature: SignatureFinding?, error: (any Error)?) {
    var given: [UInt8] = []
    do {
        let source: any ByteSource = if let drip { DripSource(file, drip) } else { MemorySource(file) }
        let policy = EnvelopePolicy(formats: [.openpgp], requiresSignature: required, signers: signers)
        let opened = try EnvelopeOpener.open(
            source, identities: EnvelopeIdentities(age: [], openPGP: identities), policy: policy, now: now)
        let result = drain(opened, size: size)
        given = result.bytes
        if let error = result.error { throw error }
        return (given, try opened.finish(), nil)
    } catch { return (given, nil, error) }
}
