internal import Crypto
internal import Support

/// Finds the box of the content's key that one of the gateway's keys opens.
enum CMSKeyOpening {
    /// The content's key, of `length` bytes.
    ///
    /// - Throws: ``EnvelopeFault/notForUs`` where no recipient is ours; another fault where one is and cannot be opened.
    static func key(for recipients: [CMSRecipient], _ identities: [CMSIdentity], length: Int) throws -> SecretBytes {
        var fault: EnvelopeFault?
        for identity in identities {
            for recipient in recipients {
                do {
                    guard let key = try open(recipient, identity) else { continue }
                    if key.count == length { return key }
                    fault = fault ?? .headerAltered
                } catch let found as EnvelopeFault {
                    fault = fault ?? found
                }
            }
        }
        if let fault { throw fault }
        let isPassphrase = recipients.contains { if case .passphrase = $0 { true } else { false } }
        throw isPassphrase ? EnvelopeFault.passphrase : EnvelopeFault.notForUs
    }

    /// The key in the box of `recipient`; nil where it is for somebody else.
    private static func open(_ recipient: CMSRecipient, _ identity: CMSIdentity) throws -> SecretBytes? {
        switch recipient {
        case .transport(let name, let algorithm, let sealed):
            guard name.means(identity.certificate) else { return nil }
            return try transported(sealed, algorithm, identity)
        case .agreement(let agreement):
            guard let box = agreement.boxes.first(where: { $0.name.means(identity.certificate) }) else { return nil }
            return try agreed(agreement, box.sealed, identity)
        case .passphrase, .other: return nil
        }
    }

    // MARK: key transport

    private static func transported(_ sealed: [UInt8], _ algorithm: CMSAlgorithm, _ identity: CMSIdentity) throws
        -> SecretBytes
    {
        // Its padding tells an attacker too much (RFC 8017 §7.2, note); it is refused before it is looked at.
        guard algorithm.oid != .rsaEncryption else { throw EnvelopeFault.weakKeyTransport }
        guard algorithm.oid == .rsaOAEP, identity.key.kind == .rsa else { throw algorithm.unsupported }
        let (hash, mask) = try oaep(algorithm)
        guard let key = try identity.key.openOAEP(sealed, hash: hash, mask: mask) else {
            throw EnvelopeFault.headerAltered
        }
        return key
    }

    /// The hash functions of RSAES-OAEP-params (RFC 4055 §4.1).
    ///
    /// The hash is SHA-256 or longer. The mask's may be SHA-1, which is what Java means by `OAEPWithSHA-256AndMGF1Padding`.
    private static func oaep(_ algorithm: CMSAlgorithm) throws -> (hash: HashAlgorithm, mask: HashAlgorithm) {
        var (hash, mask) = (HashAlgorithm.sha1, HashAlgorithm.sha1)
        var lowest: UInt8 = 0
        for member in algorithm.parameters?.members() ?? [] {
            guard member.children.count == 1, let value = CMSAlgorithm(member.children[0]),
                member.identifier >= BERTag.context(lowest), member.identifier <= BERTag.context(2)
            else { throw algorithm.unsupported }
            lowest = (member.identifier & 0x1f) + 1
            switch member.identifier {
            case BERTag.context(0):
                guard let named = value.hash else { throw value.unsupported }
                hash = named
            case BERTag.context(1):
                guard value.oid == .mgf1, let inner = value.parameters.flatMap(CMSAlgorithm.init),
                    let named = inner.hash
                else { throw value.unsupported }
                mask = named
            default:
                guard value.oid == .pSpecified, value.parameters?.octets() == [] else { throw algorithm.unsupported }
            }
        }
        guard hash != .sha1 else { throw EnvelopeFault.unsupportedAlgorithm("RSA-OAEP, SHA-1") }
        return (hash, mask)
    }

    // MARK: key agreement

    private static func agreed(_ agreement: CMSAgreement, _ sealed: [UInt8], _ identity: CMSIdentity) throws
        -> SecretBytes
    {
        guard let derivation = CMSAlgorithms.agreements[agreement.algorithm.oid],
            let wrap = agreement.algorithm.parameters.flatMap(CMSAlgorithm.init), wrap.isPlain,
            let length = CMSAlgorithms.wraps[wrap.oid]
        else { throw agreement.algorithm.unsupported }
        guard fits(agreement.keyAlgorithm, identity.key.kind) else { throw agreement.keyAlgorithm.unsupported }
        guard let shared = try identity.key.agree(with: agreement.key) else { throw EnvelopeFault.headerAltered }
        let info = sharedInfo(wrap, agreement.keyingMaterial, bits: length * 8)
        let wrapping = try derivation.derive(from: shared, info: info, length: length)
        guard let key = try AESKeyWrap.unwrap(sealed, with: wrapping) else { throw EnvelopeFault.headerAltered }
        return key
    }

    /// Whether the sender's key says that it is of the same kind as ours (RFC 5753 §3.1.1, RFC 8418 §3.1).
    private static func fits(_ algorithm: CMSAlgorithm, _ kind: PrivateKey.Kind) -> Bool {
        switch kind {
        case .rsa: false
        case .x25519: algorithm.oid == .x25519 && algorithm.parameters == nil
        case .p256, .p384:
            algorithm.oid == .ecPublicKey
                && (algorithm.isPlain || algorithm.parameters?.oid == CMSAlgorithms.curves[kind])
        }
    }

    /// ECC-CMS-SharedInfo (RFC 5753 §7.2).
    private static func sharedInfo(_ wrap: CMSAlgorithm, _ material: [UInt8]?, bits: Int) -> [UInt8] {
        var content = wrap.der
        if let material {
            content += BERNode.element(BERTag.context(0), BERNode.element(BERTag.octetString, material))
        }
        let length = (0..<4).map { UInt8(truncatingIfNeeded: bits >> (24 - 8 * $0)) }
        content += BERNode.element(BERTag.context(2), BERNode.element(BERTag.octetString, length))
        return BERNode.element(BERTag.sequence, content)
    }
}
