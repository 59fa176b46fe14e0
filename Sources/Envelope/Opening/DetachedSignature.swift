package import Support

/// A signature in a file beside a drop (`ssh-keygen -Y sign -n ecluse-drop`), judged in two steps: before the drop is read, by whose
/// it is; after it, by what it signs.
package struct DetachedSignature: Sendable {
    private let signature: SSHSignature.Detached

    /// How the sealed file is to be hashed, as it was uploaded.
    package var hash: SSHSignature.Hash { signature.hash }

    /// Reads the signature file `armored`, whose drop arrived on `day`.
    ///
    /// - Throws: ``EnvelopeFault/signatureMalformed``; ``EnvelopeFault/signerUnknown`` where `policy` does not name the key;
    ///   ``EnvelopeFault/signerExpired`` after its last day; ``EnvelopeFault/signatureWrong`` where it is for another purpose.
    package init(_ armored: [UInt8], policy: EnvelopePolicy, day: CivilDate) throws {
        signature = try SSHSignature.Detached(armored)
        guard let until = DetachedSignature.ends(policy)[signature.signer] else { throw EnvelopeFault.signerUnknown }
        if let last = until, day > last { throw EnvelopeFault.signerExpired }
        guard signature.isFor(SSHSignature.dropNamespace) else { throw EnvelopeFault.signatureWrong }
    }

    /// Who signed the file whose ``hash`` is `digest`.
    ///
    /// - Throws: ``EnvelopeFault/signatureWrong`` where it is the signature of another file.
    package func finding(digest: [UInt8]) throws -> SignatureFinding {
        try signature.verify(digest: digest, namespace: SSHSignature.dropNamespace)
        return .signed(by: SignerIdentity(.ssh, fingerprint: signature.signer.fingerprint))
    }

    /// The keys that sign beside drops, each with its last day.
    private static func ends(_ policy: EnvelopePolicy) -> [SSHPublicKey: CivilDate?] {
        var ends: [SSHPublicKey: CivilDate?] = [:]
        for case .ssh(let key, let until) in policy.signers { ends.updateValue(until, forKey: key) }
        return ends
    }
}
