import Envelope
import Foundation
import Support
import Testing

/// Every bit of a small drop flipped, every cut of it: always refused with a fault of the envelope.
@Suite(.enabled(if: CMSBench.canRun, "openssl is not installed")) struct EnvelopeDamageTests {
    private static let plain = Array("a;b\n1;2\n".utf8)

    /// A whole file, and how it is opened.
    private struct Sample {
        let name: String
        let file: [UInt8]
        let identities: EnvelopeIdentities
        let policy: EnvelopePolicy

        func open(_ bytes: [UInt8]) -> (bytes: [UInt8], error: (any Error)?) {
            do {
                let envelope = try EnvelopeOpener.open(
                    MemorySource(bytes), identities: identities, policy: policy, now: CMSBench.now)
                let result = drain(envelope, size: 1000)
                if result.error == nil { _ = try envelope.finish() }
                return result
            } catch { return ([], error) }
        }
    }

    private func ageSamples() throws -> [Sample] {
        let identity = try AgeIdentity.generate()
        let file = try AgeWriter.seal(Self.plain, to: [identity.recipient])
        let identities = EnvelopeIdentities(age: [identity])
        let policy = EnvelopePolicy(formats: [.age])
        return [
            Sample(name: "age", file: file, identities: identities, policy: policy),
            Sample(name: "age, armored", file: AgeArmor.encode(file), identities: identities, policy: policy),
        ]
    }

    private func cmsSamples() throws -> [Sample] {
        let bench = try CMSBench()
        for name in ["p256", "rsa"] { try bench.makeKey(name, name) }
        try bench.makeKey("signer", "p256")
        let signer = EnvelopeSigner.certificate(try bench.certificate("signer"))
        let forms: [(name: String, key: String, options: [String], form: [String])] = [
            ("DER, definite", "p256", [], ["-outform", "DER"]),
            ("BER, indefinite", "p256", ["-keyopt", "ecdh_kdf_md:sha256"], ["-outform", "DER", "-stream"]),
            ("PEM", "p256", [], ["-outform", "PEM"]), ("RSA", "rsa", CMSBench.oaep, ["-outform", "DER"]),
            ("key identifier", "p256", ["-keyid"], ["-outform", "DER"]),
        ]
        var samples = try forms.map { form in
            Sample(
                name: form.name,
                file: try bench.seal(Self.plain, "aes-256-gcm", to: [(form.key, form.options)], form: form.form),
                identities: EnvelopeIdentities(cms: [try bench.identity(form.key)]),
                policy: EnvelopePolicy(formats: [.cms]))
        }
        // Without the signer's certificate, which nothing protects and nobody looks at where it is pinned.
        let signed = try bench.sign(Self.plain, by: ["signer"], ["-nocerts"])
        samples.append(
            Sample(
                name: "CBC around a signature", file: try bench.seal(signed, "aes-128-cbc", to: [("p256", [])]),
                identities: EnvelopeIdentities(cms: [try bench.identity("p256")]),
                policy: EnvelopePolicy(formats: [.cms], requiresSignature: true, signers: [signer])))
        return samples
    }

    @Test func `refuses a small drop with any one bit flipped, in every format`() throws {
        for sample in try ageSamples() + cmsSamples() {
            let whole = sample.open(sample.file)
            #expect(
                whole.bytes == Self.plain && whole.error == nil, "\(sample.name): \(String(describing: whole.error))")
            for bit in 0..<(sample.file.count * 8) {
                var damaged = sample.file
                damaged[bit / 8] ^= 1 << UInt8(bit % 8)
                let result = sample.open(damaged)
                if !(result.error is EnvelopeFault) {
                    Issue.record(
                        "\(sample.name): bit \(bit % 8) of byte \(bit / 8): \(String(describing: result.error))")
                }
            }
        }
    }

    @Test func `refuses a small drop cut at any byte, in every format`() throws {
        for sample in try ageSamples() + cmsSamples() {
            for count in 0..<sample.file.count {
                let result = sample.open(Array(sample.file[..<count]))
                // What lacks only the end of its last line lacks nothing: editors and mail tools take it away.
                if count == sample.file.count - 1, sample.file.last == UInt8(ascii: "\n") {
                    #expect(result.bytes == Self.plain && result.error == nil)
                } else if !(result.error is EnvelopeFault) {
                    Issue.record("\(sample.name): cut at \(count): \(String(describing: result.error))")
                }
            }
        }
    }

    @Test func `refuses a small drop with any one byte added`() throws {
        for sample in try ageSamples() + cmsSamples() {
            for place in 0...sample.file.count {
                let result = sample.open(Array(sample.file[..<place]) + [0x41] + sample.file[place...])
                if !(result.error is EnvelopeFault) { Issue.record("\(sample.name): a byte more at \(place)") }
            }
        }
    }
}
