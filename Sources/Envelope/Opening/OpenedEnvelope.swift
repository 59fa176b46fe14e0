internal import Support

/// The plaintext of one format's envelope, and who signed inside it.
///
/// As ``AgeReader`` says: what was given out before an error is not the whole, and may not even be authentic in formats
/// whose only proof stands at the end; nothing may be committed before a read has returned 0.
protocol EnvelopePayload: ByteSource {
    /// The signature inside the envelope; called once a read has returned 0.
    func signature() throws -> SignatureFinding
}

extension AgeReader: EnvelopePayload {
    /// None: age has no signatures of its own.
    func signature() -> SignatureFinding { .unsigned }
}

/// The plaintext of an envelope as a stream, whatever its format.
///
/// CMS and OpenPGP prove at their very end that nothing was changed. So what is read is provisional: only after
/// ``finish(beside:)`` may it be believed, published, or told to the producer. ``judged(_:)`` keeps that order.
package final class OpenedEnvelope: ByteSource {
    /// The format that was found.
    package let format: EnvelopeFormat

    private let payload: any EnvelopePayload
    private let policy: EnvelopePolicy
    private var isAtEnd = false

    /// Bytes read at once where they are thrown away.
    private static let drainSize = 256 << 10

    init(_ format: EnvelopeFormat, _ payload: any EnvelopePayload, policy: EnvelopePolicy) {
        self.format = format
        self.payload = payload
        self.policy = policy
    }

    package func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        let count = try unsafe payload.read(into: buffer)
        if count == 0, buffer.count > 0 { isAtEnd = true }
        return count
    }

    /// Reads what is left, and gives who signed: inside the envelope, or as `detached` says in a file beside it, which is asked
    /// once all of the envelope has been read.
    ///
    /// - Throws: ``EnvelopeFault`` where the envelope is not whole and authentic, or its signature not what the convention asks for.
    package func finish(beside detached: () throws -> SignatureFinding = { .unsigned }) throws -> SignatureFinding {
        try drain()
        // Both are looked at: a signature that is there must be good.
        let beside = try detached()
        var finding = try payload.signature()
        if finding == .unsigned { finding = beside }
        guard finding != .unsigned || !policy.requiresSignature else { throw EnvelopeFault.signatureMissing }
        return finding
    }

    /// What `body` makes of the plaintext.
    ///
    /// Where it throws, the rest is read first: an envelope that turns out to be altered is the fault that counts, and what was
    /// found in its bytes is told to nobody (it would answer questions about a plaintext to somebody who only has the ciphertext).
    package func judged<Result>(_ body: (OpenedEnvelope) throws -> Result) throws -> Result {
        do {
            return try body(self)
        } catch let fault as EnvelopeFault {
            throw fault
        } catch {
            try drain()
            throw error
        }
    }

    private func drain() throws {
        guard !isAtEnd else { return }
        var rest = [UInt8](repeating: 0, count: OpenedEnvelope.drainSize)
        defer { SecretBytes.zero(&rest) }
        while !isAtEnd { _ = try unsafe rest.withUnsafeMutableBytes { try unsafe read(into: $0) } }
    }
}
