internal import OpenPGP
internal import Support

/// The signatures inside a message, judged by whom the convention names.
struct OpenPGPSignatures {
    private let signatures: [OpenPGPSignature]
    /// Fingerprints of the keys and subkeys of those who may sign.
    private let named: Set<String>
    private let now: UInt64

    init(_ signatures: [OpenPGPSignature], named: Set<String>, now: Timestamp) {
        self.signatures = signatures
        self.named = named
        self.now = UInt64(max(0, now.microseconds / 1_000_000))
    }

    /// The signer; a good signature of one is enough, but none of theirs may be bad.
    func finding() throws -> SignatureFinding {
        let theirs = signatures.filter { $0.key.map { named.contains($0.fingerprint) } ?? false }
        var signer: SignerIdentity?
        for signature in theirs {
            guard let key = signature.key else { continue }
            // A signature from before the key's end is no better: whoever finds an old key can set a clock back.
            guard key.validUntil >= now else { throw EnvelopeFault.signerExpired }
            switch signature.status {
            case .good where key.canSign: signer = SignerIdentity(.openpgp, fingerprint: key.primaryFingerprint)
            case .good: throw EnvelopeFault.signerUsage
            case .expired: throw EnvelopeFault.signerExpired
            case .bad, .unknownKey: throw EnvelopeFault.signatureWrong
            }
        }
        guard let signer else { throw EnvelopeFault.signerUnknown }
        return .signed(by: signer)
    }
}
