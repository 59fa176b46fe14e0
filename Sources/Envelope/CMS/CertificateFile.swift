internal import Crypto

/// The file of one X.509 certificate, as `openssl x509` writes it.
package enum CertificateFile {
    /// Longest file read.
    package static let maximumBytes = 64 << 10

    /// The certificate (DER) in a file of PEM text or DER; nil where it is anything else.
    package static func der(_ file: [UInt8]) -> [UInt8]? {
        guard file.count <= maximumBytes else { return nil }
        return (Certificate(pem: file) ?? Certificate(der: file))?.der
    }
}

/// The file of a list of revoked certificates, as `openssl ca -gencrl` and authorities write it.
package enum RevocationFile {
    /// Longest file read: a list of some hundred thousand certificates.
    package static let maximumBytes = 16 << 20

    /// The list (DER) in a file of PEM text or DER; nil where it is anything else, or of changes to another list alone.
    package static func der(_ file: [UInt8]) -> [UInt8]? {
        guard file.count <= maximumBytes else { return nil }
        return RevocationList(file)?.der
    }
}
