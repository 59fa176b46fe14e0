internal import Convention
internal import Crypto
internal import Envelope
internal import Support

/// A sealed upload that is being read: its plaintext as a stream, then who signed it.
final class SealedFile {
    /// What is inside; provisional until ``finish()``.
    let plaintext: OpenedEnvelope
    private let source: FileSource
    private let detached: DetachedSignature?
    private let handedOver: SHA256Digest?

    /// Opens `source`, which came at `arrivedAt`, perhaps with a signature file beside it; `handedOver` is its digest where it was
    /// handed over.
    ///
    /// - Throws: `EnvelopeFault`.
    init(
        _ source: FileSource, policy: EnvelopePolicy, identities: EnvelopeIdentities, signature: [UInt8]?,
        handedOver: SHA256Digest?, arrivedAt: Timestamp
    ) throws {
        self.source = source
        self.handedOver = handedOver
        detached =
            policy.takesSignaturesBeside
            ? try signature.map { try DetachedSignature($0, policy: policy, day: arrivedAt.date) } : nil
        if detached?.hash == .sha512 { try source.hashAlso() }
        plaintext = try EnvelopeOpener.open(source, identities: identities, policy: policy, now: arrivedAt)
        guard detached != nil || !policy.needsSignatureBeside(plaintext.format) else {
            throw EnvelopeFault.signatureMissing
        }
    }

    /// Reads what is left and gives who signed.
    ///
    /// - Throws: `EnvelopeFault` where the envelope is not whole, authentic and signed as agreed; ``DropFault/changed`` where the
    ///   file is not what was handed over.
    func finish() throws -> SignerIdentity? {
        let finding = try plaintext.finish {
            try detached.map { try $0.finding(digest: source.finish($0.hash)) } ?? .unsigned
        }
        guard try handedOver.map({ try source.finish() == $0 }) ?? true else { throw DropFault.changed }
        return finding.signer
    }
}
