internal import Crypto

/// A signature over signed content, and whose it says it is (RFC 5652 §5.3).
struct CMSSignerInfo {
    let signer: CMSCertificateName
    let digest: HashAlgorithm
    /// The attributes that are signed, in DER.
    let attributes: [UInt8]
    /// What the attributes say of the content.
    let contentType: ObjectIdentifier
    let messageDigest: [UInt8]
    let scheme: Certificate.SignatureScheme
    let signature: [UInt8]

    /// The signature that `node` describes; nil where it breaks the format.
    ///
    /// - Throws: ``EnvelopeFault/unsupportedAlgorithm(_:)``.
    init?(_ node: BERNode) throws(EnvelopeFault) {
        guard var members = node.members()?[...], let version = members.popFirst()?.integer,
            let signer = members.popFirst().flatMap({ CMSCertificateName($0) }),
            let digest = members.popFirst().flatMap(CMSAlgorithm.init)
        else { return nil }
        guard let hash = digest.hash, hash != .sha1 else { throw digest.unsupported }
        // A signature without attributes could be one over attributes, and the other way round (RFC 8933 §1, §4).
        guard members.first?.identifier == BERTag.context(0), let attributes = members.popFirst() else {
            throw .unsupportedAlgorithm("SignedData, -noattr")
        }
        guard let algorithm = members.popFirst().flatMap(CMSAlgorithm.init),
            let signature = members.popFirst()?.octets(),
            members.isEmpty || members.count == 1 && members.first?.identifier == BERTag.context(1),
            let contentType = CMSSignerInfo.value(.contentType, of: attributes)?.oid,
            let messageDigest = CMSSignerInfo.value(.messageDigest, of: attributes)?.octets()
        else { return nil }
        switch signer {
        case .issuerAndSerial: guard version == 1 else { return nil }
        case .keyIdentifier: guard version == 3 else { return nil }
        }
        self.signer = signer
        self.digest = hash
        // What is signed is the set itself, not the tag that it has here (§5.4).
        self.attributes = BERNode(identifier: BERTag.set, children: attributes.children).der
        self.contentType = contentType
        self.messageDigest = messageDigest
        self.signature = signature
        scheme = try CMSSignerInfo.scheme(algorithm, hash)
    }

    /// The one value of the attribute `type`, which must be there once.
    private static func value(_ type: ObjectIdentifier, of attributes: BERNode) -> BERNode? {
        let found = attributes.children.filter { $0.members()?.first?.oid == type }
        guard found.count == 1, found[0].children.count == 2, let values = found[0].children[1].members(BERTag.set),
            values.count == 1
        else { return nil }
        return values[0]
    }

    private static func scheme(_ algorithm: CMSAlgorithm, _ hash: HashAlgorithm) throws(EnvelopeFault)
        -> Certificate.SignatureScheme
    {
        if let scheme = CMSAlgorithms.signatures[algorithm.oid], algorithm.isPlain { return scheme }
        if algorithm.oid == .rsaEncryption, algorithm.isPlain { return .rsaPKCS1(hash) }
        guard algorithm.oid == .rsaPSS, let scheme = pss(algorithm) else { throw algorithm.unsupported }
        return scheme
    }

    /// RSASSA-PSS-params (RFC 4055 §3.1); nil for SHA-1, its default.
    private static func pss(_ algorithm: CMSAlgorithm) -> Certificate.SignatureScheme? {
        var (hash, mask) = (HashAlgorithm.sha1, HashAlgorithm.sha1)
        var saltLength = 20
        for member in algorithm.parameters?.members() ?? [] {
            guard member.children.count == 1, let value = member.children.first else { return nil }
            switch member.identifier {
            case BERTag.context(0):
                guard let named = CMSAlgorithm(value)?.hash else { return nil }
                hash = named
            case BERTag.context(1):
                guard let outer = CMSAlgorithm(value), outer.oid == .mgf1,
                    let named = outer.parameters.flatMap(CMSAlgorithm.init)?.hash
                else { return nil }
                mask = named
            case BERTag.context(2):
                guard let length = value.integer, length <= 512 else { return nil }
                saltLength = length
            case BERTag.context(3): guard value.integer == 1 else { return nil }
            default: return nil
            }
        }
        return hash == .sha1 ? nil : .rsaPSS(hash, mask: mask, saltLength: saltLength)
    }
}
