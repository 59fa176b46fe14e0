internal import Crypto

/// An RSA host key without a passphrase, in a file as PKCS#8: what `openssl genpkey` and `ssh-keygen -m PKCS8` write.
package struct SSHHostRSAKey {
    /// Bits of a new key, and fewest of one that is taken (BSI TR-02102, ANSSI: 3072 from 2024 on).
    package static let bits = 3072

    private let key: RSAKey

    /// The public half.
    package let publicKey: SSHPublicKey

    private init(_ key: RSAKey) throws {
        self.key = key
        publicKey = try SSHPublicKey(rsaModulus: key.modulus, exponent: key.exponent)
        guard publicKey.bits >= SSHHostRSAKey.bits else { throw SSHPublicKey.malformed }
    }

    /// A new key.
    package static func generate() throws -> SSHHostRSAKey { try SSHHostRSAKey(RSAKey(bits: Int32(bits))) }

    /// The key in `file`; the caller zeroes `file`.
    package init(_ file: [UInt8]) throws {
        guard file.count <= SSHPrivateKey.maximumFileBytes, let key = RSAKey(pem: file) else {
            throw SSHPublicKey.malformed
        }
        try self.init(key)
    }

    /// The key file; the caller zeroes it.
    package func serialised() throws -> [UInt8] { try key.pem() }
}
