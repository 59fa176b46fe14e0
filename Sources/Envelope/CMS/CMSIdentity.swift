internal import Crypto
package import Support

/// A private key that opens CMS files, and the certificate that they are sealed to.
package struct CMSIdentity: Sendable, CustomStringConvertible, CustomReflectable {
    /// Most bytes of an identity file.
    package static let maximumFileBytes = 64 << 10

    let key: PrivateKey
    let certificate: Certificate

    /// `SHA256:…` of the certificate.
    package var fingerprint: String { certificate.fingerprint }
    /// The certificate, for producers, as PEM text.
    package var certificateText: [UInt8] { certificate.pem }

    private init(key: PrivateKey, certificate: Certificate) {
        self.key = key
        self.certificate = certificate
    }

    /// The identity in a file of PEM text: a private key without passphrase (RSA, P-256, P-384 or X25519) and its certificate, in
    /// either order; the caller zeroes `file`.
    package init(file: [UInt8]) throws {
        guard file.count <= CMSIdentity.maximumFileBytes, let key = PrivateKey(pem: file),
            let certificate = Certificate(pem: file), certificate.belongs(to: key)
        else { throw EnvelopeFault.keyMalformed(kind: "CMS") }
        self.init(key: key, certificate: certificate)
    }

    /// A new identity on P-256, which the plainest command of every tool can seal to, with a certificate that carries the key.
    package static func generate(name: String, now: Timestamp) throws -> CMSIdentity {
        let key = try PrivateKey.p256()
        let certificate = try Certificate.selfSigned(
            key, name: name, from: now, until: now.advanced(seconds: lifetime))
        return CMSIdentity(key: key, certificate: certificate)
    }

    /// Ten years: the certificate is trusted because it is published in the producer's account, not for its dates.
    private static let lifetime: Int64 = 3653 * 86_400

    /// Private key and certificate, for a key file only; the caller zeroes it.
    package func serialised() throws -> [UInt8] {
        var secret = try key.pem()
        defer { SecretBytes.zero(&secret) }
        let text = certificate.pem
        var file: [UInt8] = []
        file.reserveCapacity(secret.count + text.count)
        file += secret
        file += text
        return file
    }

    /// Nothing: a secret does not print.
    package var description: String { "" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
