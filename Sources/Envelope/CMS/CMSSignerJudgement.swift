internal import Crypto
internal import Support

/// Compares the signatures of signed content with the signers that a convention names.
struct CMSSignerJudgement {
    /// Certificates that came with the signatures.
    let certificates: [Certificate]
    /// Certificates that the convention names, and authorities.
    private let pinned: [Certificate]
    private let authorities: [Certificate]
    private let revocations: [RevocationList]
    private let takesOutdatedLists: Bool
    private let now: Timestamp
    /// Whether some signature was found to be that of the content by its certificate, whoever that is.
    private(set) var isProven = false

    init(certificates: [Certificate], policy: EnvelopePolicy, now: Timestamp) {
        self.certificates = certificates
        self.now = now
        var (pinned, authorities): ([Certificate], [Certificate]) = ([], [])
        for signer in policy.signers {
            switch signer {
            case .certificate(let der): if let certificate = Certificate(der: der) { pinned.append(certificate) }
            case .authority(let der): if let certificate = Certificate(der: der) { authorities.append(certificate) }
            case .ssh, .openPGP: continue
            }
        }
        revocations = policy.revocations.compactMap(RevocationList.init)
        takesOutdatedLists = policy.takesOutdatedRevocations
        self.pinned = pinned
        self.authorities = authorities
    }

    /// The first signer who is one of the convention's and whose signature is good.
    ///
    /// - Throws: ``EnvelopeFault`` of the signature that came nearest.
    mutating func signer(
        of signatures: [CMSSignerInfo], digests: [HashAlgorithm: [UInt8]], contentType: ObjectIdentifier
    )
        throws -> SignerIdentity
    {
        var fault = EnvelopeFault.signerUnknown
        for signature in signatures {
            for certificate in candidates(signature.signer) {
                guard try isGood(signature, certificate, digests, contentType) else {
                    fault = .signatureWrong
                    continue
                }
                isProven = true
                switch try trust(certificate) {
                case .good: return SignerIdentity(.certificate, fingerprint: certificate.fingerprint)
                case .goodByOutdatedList where takesOutdatedLists:
                    return SignerIdentity(
                        .certificate, fingerprint: certificate.fingerprint, isByOutdatedList: true)
                case .goodByOutdatedList: fault = .revocationsOutdated
                case .revoked: fault = .signerRevoked
                case .expired: fault = .signerExpired
                case .wrongUse: fault = .signerUsage
                case .unknown: if fault == .signatureWrong { fault = .signerUnknown }
                }
            }
        }
        throw fault
    }

    private func candidates(_ name: CMSCertificateName) -> [Certificate] {
        (pinned + certificates).filter { name.means($0) }
    }

    private func isGood(
        _ signature: CMSSignerInfo, _ certificate: Certificate, _ digests: [HashAlgorithm: [UInt8]],
        _ contentType: ObjectIdentifier
    ) throws -> Bool {
        guard signature.contentType == contentType, let digest = digests[signature.digest],
            ConstantTime.equal(digest, signature.messageDigest)
        else { return false }
        return try certificate.verifies(signature.signature, of: signature.attributes, signature.scheme)
    }

    private func trust(_ certificate: Certificate) throws -> Certificate.Trust {
        let der = certificate.der
        if pinned.contains(where: { $0.der == der }) { return certificate.trust(at: now, revocations: revocations) }
        var best = Certificate.Trust.unknown
        for authority in authorities {
            let trust = try certificate.trust(
                under: authority, others: certificates, at: now, revocations: revocations)
            if trust == .good { return .good }
            if trust != .unknown { best = trust }
        }
        return best
    }
}
