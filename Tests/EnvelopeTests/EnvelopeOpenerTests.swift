import Envelope
import Support
import Testing

struct EnvelopeOpenerTests {
    private let identity: AgeIdentity
    private let now = Timestamp(seconds: 1_795_000_000)

    init() throws { identity = try AgeIdentity.generate() }

    private func open(_ bytes: [UInt8], _ policy: EnvelopePolicy) throws -> OpenedEnvelope {
        try EnvelopeOpener.open(
            MemorySource(bytes), identities: EnvelopeIdentities(age: [identity]), policy: policy, now: now)
    }

    private func sealed(_ bytes: [UInt8]) throws -> [UInt8] { try AgeWriter.seal(bytes, to: [identity.recipient]) }

    @Test func `opens what the convention takes and gives no signer where nobody signed`() throws {
        let envelope = try open(sealed([1, 2, 3]), EnvelopePolicy(formats: [.age]))
        #expect(envelope.format == .age)
        #expect(drain(envelope, size: 100).bytes == [1, 2, 3])
        #expect(try envelope.finish() == .unsigned)
    }

    @Test func `refuses a format that the convention does not take, whatever keys there are`() throws {
        let file = try sealed([1])
        #expect(throws: EnvelopeFault.notAgreed(.age, agreed: [.cms])) {
            try open(file, EnvelopePolicy(formats: [.cms]))
        }
        #expect(throws: EnvelopeFault.notAgreed(.unknown, agreed: [.age])) {
            try open([0, 1, 2], EnvelopePolicy(formats: [.age]))
        }
        #expect(throws: EnvelopeFault.notSealed(.text)) {
            try open(Array("a;b\n".utf8), EnvelopePolicy(formats: [.age]))
        }
        #expect(throws: EnvelopeFault.empty) { try open([], EnvelopePolicy(formats: [.age])) }
    }

    @Test func `misses a signature that the convention asks for, unless one stands beside the drop`() throws {
        let policy = EnvelopePolicy(formats: [.age], requiresSignature: true)
        let signer = SignatureFinding.signed(by: SignerIdentity(.ssh, fingerprint: "SHA256:x"))
        #expect(throws: EnvelopeFault.signatureMissing) { try open(sealed([1]), policy).finish() }
        #expect(try open(sealed([1]), policy).finish { signer } == signer)
    }

    @Test func `reads to the end by itself, and reports a damaged end rather than what was found before it`() throws {
        struct Found: Error {}
        let policy = EnvelopePolicy(formats: [.age])
        let whole = try sealed([UInt8](repeating: 7, count: 300_000))
        let envelope = try open(whole, policy)
        #expect(throws: Found.self) { try envelope.judged { _ in throw Found() } }
        #expect(try envelope.finish() == .unsigned)

        var damaged = whole
        damaged[damaged.count - 1] ^= 1
        let other = try open(damaged, policy)
        #expect(throws: EnvelopeFault.self) { try other.judged { _ in throw Found() } }
        #expect(throws: EnvelopeFault.self) { try open(damaged, policy).finish() }
    }
}
