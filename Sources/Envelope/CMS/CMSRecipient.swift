internal import Crypto

/// One for whom the key of the content is sealed (RFC 5652 §6.2).
enum CMSRecipient {
    /// The content's key is encrypted with the recipient's key (§6.2.1).
    case transport(CMSCertificateName, CMSAlgorithm, sealed: [UInt8])
    /// It is wrapped with a key that sender and recipients agree on (§6.2.2).
    case agreement(CMSAgreement)
    /// A passphrase (§6.2.4).
    case passphrase
    /// Others, which no gateway's key is for: kept to be counted.
    case other

    /// Version of the syntax that the element states.
    var version: Int {
        switch self {
        case .transport(.issuerAndSerial, _, _), .passphrase: 0
        case .transport(.keyIdentifier, _, _): 2
        case .agreement: 3
        case .other: 4
        }
    }

    /// The recipient that `node` describes; nil where it breaks the format.
    init?(_ node: BERNode) {
        switch node.identifier {
        case BERTag.sequence:
            let members = node.children
            guard members.count == 4, let name = CMSCertificateName(members[1]),
                let algorithm = CMSAlgorithm(members[2]), let sealed = members[3].octets()
            else { return nil }
            self = .transport(name, algorithm, sealed: sealed)
            guard members[0].integer == version else { return nil }
        case BERTag.context(1):
            guard let agreement = CMSAgreement(node.children) else { return nil }
            self = .agreement(agreement)
        case BERTag.context(3): self = .passphrase
        case BERTag.context(2), BERTag.context(4): self = .other
        default: return nil
        }
    }
}

/// A key agreement, with the boxes that it opens (RFC 5652 §6.2.2, RFC 5753 §3.1).
struct CMSAgreement {
    /// The sender's key of the moment and the algorithm it names.
    let key: [UInt8]
    let keyAlgorithm: CMSAlgorithm
    /// What else goes into the derivation.
    let keyingMaterial: [UInt8]?
    let algorithm: CMSAlgorithm
    let boxes: [(name: CMSCertificateName, sealed: [UInt8])]

    init?(_ members: [BERNode]) {
        var members = members[...]
        guard members.popFirst()?.integer == 3, let originator = members.popFirst(),
            originator.identifier == BERTag.context(0), originator.children.count == 1,
            // Only a key of the moment: the sender's certificate would have to be known.
            let parts = originator.children[0].members(BERTag.context(1)), parts.count == 2,
            let keyAlgorithm = CMSAlgorithm(parts[0]), let key = parts[1].bits
        else { return nil }
        var material: [UInt8]?
        if let next = members.first, next.identifier == BERTag.context(1) {
            members.removeFirst()
            guard next.children.count == 1, let bytes = next.children[0].octets() else { return nil }
            material = bytes
        }
        guard members.count == 2, let first = members.first, let algorithm = CMSAlgorithm(first),
            let list = members.last?.members()
        else { return nil }
        var boxes: [(name: CMSCertificateName, sealed: [UInt8])] = []
        for box in list {
            guard let parts = box.members(), parts.count == 2, let name = CMSCertificateName(agreement: parts[0]),
                let sealed = parts[1].octets()
            else { return nil }
            boxes.append((name, sealed))
        }
        self.key = key
        self.keyAlgorithm = keyAlgorithm
        keyingMaterial = material
        self.algorithm = algorithm
        self.boxes = boxes
    }
}
