/// What is known of a drop's signature, once all of the drop was read.
package enum SignatureFinding: Sendable, Hashable {
    /// There is none.
    case unsigned
    /// It is good, and by one of the convention's signers.
    case signed(by: SignerIdentity)

    /// The signer.
    package var signer: SignerIdentity? {
        if case .signed(let signer) = self { signer } else { nil }
    }
}

/// Who signed a drop: the kind of key and its public fingerprint.
package struct SignerIdentity: Sendable, Hashable, CustomStringConvertible {
    /// Kinds of key that sign drops.
    package enum Kind: String, Sendable, CaseIterable { case ssh, certificate, openpgp }

    /// The kind of key.
    package let kind: Kind
    /// Fingerprint of the public key or certificate, written as the tools of its kind do.
    package let fingerprint: String
    /// Whether all that is known of its being revoked is a list that should have been replaced.
    package let isByOutdatedList: Bool

    /// The signer whose key or certificate has `fingerprint`.
    package init(_ kind: Kind, fingerprint: String, isByOutdatedList: Bool = false) {
        self.kind = kind
        self.fingerprint = fingerprint
        self.isByOutdatedList = isByOutdatedList
    }

    /// `certificate SHA256:…`, for receipts and journal.
    package var description: String { kind.rawValue + " " + fingerprint }
}
