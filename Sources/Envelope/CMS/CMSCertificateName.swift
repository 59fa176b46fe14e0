internal import Crypto

/// How a CMS file names the certificate of a recipient or signer (RFC 5652 §6.2.1, §5.3, RFC 5753 §3.1.1).
enum CMSCertificateName: Hashable {
    /// The issuer's name and the serial number, both in DER.
    case issuerAndSerial(issuer: [UInt8], serial: [UInt8])
    /// The subject key identifier.
    case keyIdentifier([UInt8])

    /// The name in `node`: an issuer and serial number, or a bare key identifier under tag 0.
    init?(_ node: BERNode) {
        if let identifier = node.octets(BERTag.context(0, constructed: false)), node.children.isEmpty {
            self = .keyIdentifier(identifier)
        } else if let members = node.members(), members.count == 2, members[0].identifier == BERTag.sequence,
            members[1].identifier == BERTag.integer
        {
            self = .issuerAndSerial(issuer: members[0].der, serial: members[1].der)
        } else {
            return nil
        }
    }

    /// The name in the element of a key agreement, whose key identifier has a sequence of its own around it.
    init?(agreement node: BERNode) {
        if node.identifier == BERTag.context(0) {
            guard let identifier = node.children.first?.octets() else { return nil }
            self = .keyIdentifier(identifier)
        } else if node.identifier == BERTag.sequence {
            self.init(node)
        } else {
            return nil
        }
    }

    /// Whether `certificate` is meant.
    func means(_ certificate: Certificate) -> Bool {
        switch self {
        case .issuerAndSerial(let issuer, let serial): certificate.issuer == issuer && certificate.serial == serial
        case .keyIdentifier(let identifier): certificate.keyIdentifier == identifier
        }
    }
}
