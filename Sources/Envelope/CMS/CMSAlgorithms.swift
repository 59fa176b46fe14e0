internal import Crypto

/// An AlgorithmIdentifier (RFC 5280 §4.1.1.2).
struct CMSAlgorithm {
    let oid: ObjectIdentifier
    let parameters: BERNode?
    /// The whole in DER: key agreement derives keys from it.
    let der: [UInt8]

    /// The algorithm that `node` names; nil where it is none.
    init?(_ node: BERNode) {
        guard let members = node.members(), (1...2).contains(members.count), let oid = members[0].oid else {
            return nil
        }
        self.oid = oid
        parameters = members.count == 2 ? members[1] : nil
        der = node.der
    }

    /// Whether there are no parameters, or NULL in their place.
    var isPlain: Bool { parameters.map { $0 == BERNode(identifier: BERTag.null) } ?? true }

    /// What is thrown where the algorithm is not taken.
    var unsupported: EnvelopeFault {
        .unsupportedAlgorithm(CMSAlgorithms.names[oid] ?? oid.description)
    }

    /// The hash function that this names; nil where it is none that is known.
    var hash: HashAlgorithm? { isPlain ? CMSAlgorithms.hashes[oid] : nil }
}

/// The algorithms that CMS files may use.
enum CMSAlgorithms {
    /// How content is encrypted (RFC 3565 §4.1, RFC 5084 §3.2).
    static let ciphers: [ObjectIdentifier: (mode: AESDecryption.Mode, keyLength: Int)] = [
        ObjectIdentifier(hex: "608648016503040106"): (.gcm, 16),
        ObjectIdentifier(hex: "60864801650304011a"): (.gcm, 24),
        ObjectIdentifier(hex: "60864801650304012e"): (.gcm, 32),
        ObjectIdentifier(hex: "608648016503040102"): (.cbc, 16),
        ObjectIdentifier(hex: "608648016503040116"): (.cbc, 24),
        ObjectIdentifier(hex: "60864801650304012a"): (.cbc, 32),
    ]

    /// AES key wrap, by the length of its key (RFC 3565 §4.2).
    static let wraps: [ObjectIdentifier: Int] = [
        ObjectIdentifier(hex: "608648016503040105"): 16,
        ObjectIdentifier(hex: "608648016503040119"): 24,
        ObjectIdentifier(hex: "60864801650304012d"): 32,
    ]

    /// Key agreement by how the key is derived: RFC 5753 §7.1.4, RFC 8418 §2.2.
    ///
    /// The variants with cofactor do the same on these curves under another name, and nobody writes them: they are not taken.
    /// Derivation with SHA-1 is what `openssl cms` does unless told otherwise; it asks for no resistance to collisions.
    static let agreements: [ObjectIdentifier: KeyDerivation] = [
        ObjectIdentifier(hex: "2b81051086483f0002"): .x963(.sha1),
        ObjectIdentifier(hex: "2b810401" + "0b01"): .x963(.sha256),
        ObjectIdentifier(hex: "2b810401" + "0b02"): .x963(.sha384),
        ObjectIdentifier(hex: "2b810401" + "0b03"): .x963(.sha512),
        ObjectIdentifier(hex: "2a864886f70d01091003" + "13"): .hkdf(.sha256),
        ObjectIdentifier(hex: "2a864886f70d01091003" + "14"): .hkdf(.sha384),
        ObjectIdentifier(hex: "2a864886f70d01091003" + "15"): .hkdf(.sha512),
    ]

    /// Hash functions (RFC 5754 §2, RFC 3370 §2.1).
    static let hashes: [ObjectIdentifier: HashAlgorithm] = [
        ObjectIdentifier(hex: "2b0e03021a"): .sha1,
        ObjectIdentifier(hex: "608648016503040201"): .sha256,
        ObjectIdentifier(hex: "608648016503040202"): .sha384,
        ObjectIdentifier(hex: "608648016503040203"): .sha512,
    ]

    /// Signatures that name their hash (RFC 5754 §3, RFC 8419 §2).
    static let signatures: [ObjectIdentifier: Certificate.SignatureScheme] = [
        ObjectIdentifier(hex: "2a864886f70d01010b"): .rsaPKCS1(.sha256),
        ObjectIdentifier(hex: "2a864886f70d01010c"): .rsaPKCS1(.sha384),
        ObjectIdentifier(hex: "2a864886f70d01010d"): .rsaPKCS1(.sha512),
        ObjectIdentifier(hex: "2a8648ce3d040302"): .ecdsa(.sha256),
        ObjectIdentifier(hex: "2a8648ce3d040303"): .ecdsa(.sha384),
        ObjectIdentifier(hex: "2a8648ce3d040304"): .ecdsa(.sha512),
        ObjectIdentifier(hex: "2b6570"): .ed25519,
    ]

    /// The curve of each kind of key, as an algorithm's parameters name it.
    static let curves: [PrivateKey.Kind: ObjectIdentifier] = [.p256: .p256, .p384: .p384]

    /// Names for what is refused, where there is a common one.
    static let names: [ObjectIdentifier: String] = [
        .rsaOAEP: "RSA-OAEP", .rsaEncryption: "RSA PKCS#1 v1.5", .signedData: "SignedData",
        ObjectIdentifier(hex: "2b0e03021a"): "SHA-1", ObjectIdentifier(hex: "2a864886f70d0307"): "3DES",
        ObjectIdentifier(hex: "2a864886f70d010705"): "DigestedData",
        ObjectIdentifier(hex: "2a864886f70d010706"): "EncryptedData",
        ObjectIdentifier(hex: "2a864886f70d0109100109"): "CompressedData",
        ObjectIdentifier(hex: "2a864886f70d010105"): "RSA, SHA-1",
        ObjectIdentifier(hex: "2a8648ce3d0401"): "ECDSA, SHA-1",
        ObjectIdentifier(hex: "608648016503040103"): "AES-OFB", ObjectIdentifier(hex: "2a864886f70d0302"): "RC2",
        ObjectIdentifier(hex: "2a864886f70d010910031" + "2"): "ChaCha20-Poly1305",
    ]
}
