internal import Crypto
internal import Support

/// What a CMS file shows of itself, for people.
extension CMSRecipient {
    /// One line for each key that opens the file.
    var summaries: [String] {
        switch self {
        case .transport(let name, let algorithm, _): [algorithm.title + ", " + name.description]
        case .agreement(let agreement):
            agreement.boxes.map { agreement.keyAlgorithm.title + ", " + $0.name.description }
        case .passphrase: ["passphrase"]
        case .other: ["?"]
        }
    }
}

extension CMSCertificateName: CustomStringConvertible {
    /// The serial number or key identifier in hexadecimal, as `openssl x509 -text` shows it but for the colons.
    var description: String {
        switch self {
        case .issuerAndSerial(_, let serial):
            // Without tag, length, and the byte that keeps a number from being negative.
            "serial " + Hex.encode(Array(serial.dropFirst(2).drop { $0 == 0 })).uppercased()
        case .keyIdentifier(let identifier): "key identifier " + Hex.encode(identifier).uppercased()
        }
    }
}

extension CMSAlgorithm {
    /// The common name, or the numbers.
    var title: String {
        if let cipher = CMSAlgorithms.ciphers[oid] {
            return "AES-\(cipher.keyLength * 8)-\(cipher.mode == .gcm ? "GCM" : "CBC")"
        }
        return CMSAlgorithms.names[oid] ?? CMSAlgorithm.keys[oid] ?? oid.description
    }

    private static let keys: [ObjectIdentifier: String] = [.ecPublicKey: "ECDH", .x25519: "X25519"]
}
