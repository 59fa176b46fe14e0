internal import Crypto
internal import Support

/// Detached signatures as `ssh-keygen -Y sign` makes them and `ssh-keygen -Y verify` checks them (OpenSSH PROTOCOL.sshsig).
package enum SSHSignature {
    /// Longest signature file read.
    package static let maximumFileBytes = 32 << 10

    /// What signatures of drops are for (`ssh-keygen -Y sign -n`).
    package static let dropNamespace = "ecluse-drop"
    /// What `ssh-keygen -Y sign` adds to the name of a file for that of its signature.
    package static let suffix = ".sig"

    private static let label = "SSH SIGNATURE"
    private static let magic = Array("SSHSIG".utf8)
    private static let version: UInt32 = 1

    /// The hash functions of the format.
    package enum Hash: String, Sendable {
        case sha256, sha512

        func digest(_ message: [UInt8]) throws(CryptoFault) -> [UInt8] {
            switch self {
            case .sha256: try SHA256.hash(message).bytes
            case .sha512: try SHA512.hash(message)
            }
        }
    }

    /// The signature file of `message` for the purpose `namespace`.
    package static func sign(message: [UInt8], namespace: String, key: SSHPrivateKey) throws -> [UInt8] {
        let signed = try signedData(message, namespace, .sha512)
        var signature = SSHWireWriter()
        signature.string(SSHPublicKey.Algorithm.ed25519.rawValue)
        signature.string(try Ed25519.sign(signed, with: key.seed))
        var writer = SSHWireWriter(magic)
        writer.uint32(Int(version))
        writer.string(key.publicKey.blob)
        writer.string(namespace)
        writer.string("")
        writer.string(Hash.sha512.rawValue)
        writer.string(signature.bytes)
        return PEMText.encode(writer.bytes, label: label)
    }

    /// Checks that the file `armored` is the signature of `message` for the purpose `namespace` under `allowed`.
    ///
    /// - Throws: ``EnvelopeFault/signatureMalformed`` where the file breaks the format or is not made with Ed25519,
    ///   ``EnvelopeFault/signatureWrong`` where key, purpose or message are others.
    package static func verify(
        _ armored: [UInt8], message: [UInt8], namespace: String, allowed: SSHPublicKey
    ) throws {
        guard let bytes = PEMText.decode(armored, label: label, limit: maximumFileBytes), let parts = Parts(bytes),
            let hash = Hash(rawValue: parts.hash)
        else { throw EnvelopeFault.signatureMalformed }
        guard parts.key == allowed.blob, parts.namespace.elementsEqual(namespace.utf8) else {
            throw EnvelopeFault.signatureWrong
        }
        guard let key = allowed.ed25519 else { throw EnvelopeFault.signatureMalformed }
        let signed = try signedData(message, namespace, hash)
        guard try Ed25519.verify(parts.signature, of: signed, publicKey: key) else {
            throw EnvelopeFault.signatureWrong
        }
    }

    /// The key inside the file `armored`, which may be anyone's: to find it among those allowed.
    package static func signer(of armored: [UInt8]) throws -> SSHPublicKey {
        guard let bytes = PEMText.decode(armored, label: label, limit: maximumFileBytes), let parts = Parts(bytes)
        else {
            throw EnvelopeFault.signatureMalformed
        }
        return try SSHPublicKey(blob: parts.key)
    }

    private static func signedData(_ message: [UInt8], _ namespace: String, _ hash: Hash) throws(CryptoFault) -> [UInt8]
    {
        signedData(digest: try hash.digest(message), namespace, hash)
    }

    private static func signedData(digest: [UInt8], _ namespace: String, _ hash: Hash) -> [UInt8] {
        var writer = SSHWireWriter(magic)
        writer.string(namespace)
        writer.string("")
        writer.string(hash.rawValue)
        writer.string(digest)
        return writer.bytes
    }

    /// A signature file, read before the message that it is said to be of.
    package struct Detached: Sendable {
        /// The key inside it, which may be anyone's.
        package let signer: SSHPublicKey
        /// How the message is to be hashed.
        package let hash: Hash
        private let parts: Parts

        /// The signature in the file `armored`.
        ///
        /// - Throws: ``EnvelopeFault/signatureMalformed``.
        package init(_ armored: [UInt8]) throws {
            guard let bytes = PEMText.decode(armored, label: label, limit: maximumFileBytes),
                let parts = Parts(bytes), let hash = Hash(rawValue: parts.hash),
                let signer = try? SSHPublicKey(blob: parts.key), signer.ed25519 != nil
            else { throw EnvelopeFault.signatureMalformed }
            self.parts = parts
            self.hash = hash
            self.signer = signer
        }

        /// Whether it was made for the purpose `namespace`.
        package func isFor(_ namespace: String) -> Bool { parts.namespace.elementsEqual(namespace.utf8) }

        /// Checks that it is the signature of the message whose ``hash`` is `digest`, for the purpose `namespace`.
        ///
        /// - Throws: ``EnvelopeFault/signatureWrong``.
        package func verify(digest: [UInt8], namespace: String) throws {
            guard isFor(namespace), let key = signer.ed25519 else { throw EnvelopeFault.signatureWrong }
            let signed = signedData(digest: digest, namespace, hash)
            guard try Ed25519.verify(parts.signature, of: signed, publicKey: key) else {
                throw EnvelopeFault.signatureWrong
            }
        }
    }

    /// The fields of a signature file.
    private struct Parts: Sendable {
        let key: [UInt8]
        let namespace: [UInt8]
        let hash: String
        let signature: [UInt8]

        init?(_ bytes: [UInt8]) {
            var reader = SSHWireReader(bytes)
            guard reader.raw(magic.count) == magic, reader.uint32() == version, let key = reader.string(),
                let namespace = reader.string(), !namespace.isEmpty, reader.string() != nil, let hash = reader.string(),
                let blob = reader.string(), reader.isAtEnd
            else { return nil }
            var inner = SSHWireReader(blob)
            guard inner.skip(SSHPublicKey.Algorithm.ed25519.rawValue), let signature = inner.string(), inner.isAtEnd
            else {
                return nil
            }
            self.key = key
            self.namespace = namespace
            self.hash = String(decoding: hash, as: UTF8.self)
            self.signature = signature
        }
    }
}
