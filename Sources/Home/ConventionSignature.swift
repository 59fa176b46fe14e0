internal import Crypto
package import Envelope
internal import Support

/// The signature of a convention folder: `convention.sig`, an SSHSIG over the list of its files.
///
/// The list has one line a file but the signature, sorted by name: SHA-256 in hexadecimal, two spaces, name, line feed,
/// as `sha256sum` writes it. So `sha256sum * | ssh-keygen -Y sign -n ecluse-convention -f key` signs a folder.
package enum ConventionSignature {
    /// Name of the signature's file.
    package static let fileName = "convention.sig"
    /// Purpose of the signature.
    package static let namespace = "ecluse-convention"

    /// What is signed.
    package static func manifest(_ files: [String: [UInt8]]) throws -> [UInt8] {
        var text = ""
        for name in files.keys.sorted() where name != fileName {
            text += "\(try SHA256.hash(files[name] ?? []))  \(name)\n"
        }
        return Array(text.utf8)
    }

    /// What a look at a folder's signature finds.
    package enum Finding: Sendable, Equatable {
        case unsigned
        /// There is a signature file, which is none of these files.
        case wrong
        /// These files, signed by a key.
        case signed(by: SSHPublicKey)
    }

    /// Who signed these files, whether or not that key is allowed.
    package static func finding(_ files: [String: [UInt8]]) -> Finding {
        guard let signature = files[fileName] else { return .unsigned }
        guard let manifest = try? manifest(files), let signer = try? SSHSignature.signer(of: signature),
            (try? SSHSignature.verify(signature, message: manifest, namespace: namespace, allowed: signer)) != nil
        else { return .wrong }
        return .signed(by: signer)
    }

    /// Whether the folder's signature is one of these files by a key of `signers`; nil where there is no signature.
    package static func isValid(_ files: [String: [UInt8]], signers: [SSHPublicKey]) -> Bool? {
        switch finding(files) {
        case .unsigned: nil
        case .wrong: false
        case .signed(let signer): signers.contains { $0.blob == signer.blob }
        }
    }
}
