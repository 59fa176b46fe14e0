package import Support

/// What a convention asks of the envelopes of its drops.
package struct EnvelopePolicy: Sendable, Equatable {
    /// Formats taken; whatever a file turns out to be, no other is opened.
    package var formats: [EnvelopeFormat]
    /// Whether a drop without a signature is refused.
    package var requiresSignature: Bool
    /// Who may sign; a signature that is there must be by one of them, also where none is required.
    package var signers: [EnvelopeSigner]
    /// Lists of revoked certificates (DER), for signatures inside CMS.
    package var revocations: [[UInt8]]
    /// Whether a list still counts that should have been replaced; then the signer says so.
    package var takesOutdatedRevocations: Bool

    /// A policy; by default no signature is looked for.
    package init(
        formats: [EnvelopeFormat], requiresSignature: Bool = false, signers: [EnvelopeSigner] = [],
        revocations: [[UInt8]] = [], takesOutdatedRevocations: Bool = false
    ) {
        self.formats = formats
        self.requiresSignature = requiresSignature
        self.signers = signers
        self.revocations = revocations
        self.takesOutdatedRevocations = takesOutdatedRevocations
    }

    /// Whether somebody may sign in a file beside the drop.
    package var takesSignaturesBeside: Bool { signers.contains { if case .ssh = $0 { true } else { false } } }

    /// Whether nothing but a file beside the drop can be the signature of one in `format`.
    package func needsSignatureBeside(_ format: EnvelopeFormat) -> Bool {
        guard requiresSignature, takesSignaturesBeside else { return false }
        return !signers.contains { signer in
            if case .ssh = signer { false } else { signer.formats.contains(format) }
        }
    }

    /// The OpenPGP keys of those who may sign.
    var openPGPSigners: [[UInt8]] {
        signers.compactMap { if case .openPGP(let file) = $0 { file } else { nil } }
    }
}

/// Somebody who may sign drops, as the convention names them.
package enum EnvelopeSigner: Sendable, Hashable {
    /// An SSH key, for a signature in a file beside the drop, and the last day on which it signs.
    case ssh(SSHPublicKey, until: CivilDate? = nil)
    /// One certificate (DER), for a signature inside CMS.
    case certificate([UInt8])
    /// A certificate (DER) that issues those of signers, for a signature inside CMS.
    case authority([UInt8])
    /// An OpenPGP public key, as exported, for a signature inside OpenPGP.
    case openPGP([UInt8])

    /// The formats in which, or beside which, this signer's signatures can stand.
    package var formats: Set<EnvelopeFormat> {
        switch self {
        case .ssh: Set(EnvelopeFormat.allCases)
        case .certificate, .authority: [.cms]
        case .openPGP: [.openpgp]
        }
    }
}

/// What the gateway opens envelopes with.
package struct EnvelopeIdentities: Sendable {
    /// Identities for age, the newest first.
    package var age: [AgeIdentity]
    /// Keys and certificates for CMS, the newest first.
    package var cms: [CMSIdentity]
    /// Secret OpenPGP keys.
    package var openPGP: [OpenPGPIdentity]

    /// The keys of a gateway.
    package init(age: [AgeIdentity] = [], cms: [CMSIdentity] = [], openPGP: [OpenPGPIdentity] = []) {
        self.age = age
        self.cms = cms
        self.openPGP = openPGP
    }
}
