package import Support

/// Why an envelope, or a key for one, was refused.
package enum EnvelopeFault: Fault, Equatable {
    /// The file has no bytes.
    case empty
    /// The file is readable by anyone: text, an archive, a spreadsheet.
    case notSealed(EnvelopeKind)
    /// The file is in a format that the convention does not take, or in none that is known.
    case notAgreed(EnvelopeKind, agreed: [EnvelopeFormat])
    /// An age file of a later version.
    case unsupportedVersion
    /// Sealed with a passphrase instead of the gateway's public key.
    case passphrase
    /// A line of the header, counted from 1, is not as the format says.
    case headerMalformed(line: Int)
    /// The header passes a limit of ``AgeHeader``.
    case headerTooLong
    /// The header's authentication code is wrong.
    case headerAltered
    /// No identity opens it.
    case notForUs
    /// The file ends too early, after so many bytes.
    case truncated(bytes: UInt64)
    /// The content as a whole is not authentic, which shows at its end.
    case contentAltered
    /// The content is longer than its cipher can protect.
    case contentTooLong
    /// An element of the binary structure, near this byte, is not as the format says.
    case structureMalformed(offset: UInt64)
    /// An algorithm, named as in its standard or by its numbers, that is not taken.
    case unsupportedAlgorithm(String)
    /// The key was sealed with RSA and the padding of PKCS #1 v1.5.
    case weakKeyTransport
    /// The content is encrypted in a way that shows no change, and no signature proves it: it was not signed, or altered.
    case unauthenticated
    /// Authenticated attributes stand after the content that they come before in the computation.
    case attributesAfterContent
    /// A mail message around the envelope.
    case mimeMessage
    /// A chunk, counted from 1, is not authentic.
    case altered(chunk: UInt64)
    /// Bytes follow the end.
    case trailingData
    /// A line of the armor, counted from 1 at the BEGIN line, is not as the format says.
    case armorMalformed(line: Int)
    /// A text is no key of the named kind.
    case keyMalformed(kind: String)
    /// A signature file is not as the format says, or of an algorithm that is not taken.
    case signatureMalformed
    /// A signature is not that of the message under the key and for the purpose.
    case signatureWrong
    /// The convention asks for a signature, and there is none.
    case signatureMissing
    /// A good signature by somebody whom the convention does not name.
    case signerUnknown
    /// The signer's key or certificate was not valid at the time.
    case signerExpired
    /// The signer's certificate is not for signing.
    case signerUsage
    /// The signer's certificate, or one that it was issued by, is on a list of revoked certificates.
    case signerRevoked
    /// The lists of revoked certificates of the signer's issuer should have been replaced.
    case revocationsOutdated
    /// What only an OpenPGP file can have wrong.
    case openPGP(OpenPGPProblem)

    package var code: FaultCode {
        switch self {
        case .empty: "envelope.empty"
        case .notSealed: "envelope.not-sealed"
        case .notAgreed: "envelope.not-agreed"
        case .unsupportedVersion: "envelope.unsupported-version"
        case .passphrase: "envelope.unsupported-passphrase"
        case .headerMalformed: "envelope.header-malformed"
        case .headerTooLong: "envelope.header-too-long"
        case .headerAltered: "envelope.header-altered"
        case .notForUs: "envelope.not-for-us"
        case .truncated: "envelope.truncated"
        case .contentAltered: "envelope.content-altered"
        case .contentTooLong: "envelope.content-too-long"
        case .structureMalformed: "envelope.structure-malformed"
        case .unsupportedAlgorithm: "envelope.unsupported-algorithm"
        case .weakKeyTransport: "envelope.weak-key-transport"
        case .unauthenticated: "envelope.unauthenticated"
        case .attributesAfterContent: "envelope.unsupported-attributes"
        case .mimeMessage: "envelope.unsupported-mime"
        case .altered: "envelope.altered"
        case .trailingData: "envelope.trailing-data"
        case .armorMalformed: "envelope.armor-malformed"
        case .keyMalformed: "envelope.key-malformed"
        case .signatureMalformed: "envelope.signature-malformed"
        case .signatureWrong: "envelope.signature-wrong"
        case .signatureMissing: "envelope.signature-missing"
        case .signerUnknown: "envelope.signer-unknown"
        case .signerExpired: "envelope.signer-expired"
        case .signerUsage: "envelope.signer-usage"
        case .signerRevoked: "envelope.signer-revoked"
        case .revocationsOutdated: "envelope.revocations-outdated"
        case .openPGP(let problem): problem.code
        }
    }

    /// Whether a file that is refused so is ciphertext as far as its head goes.
    ///
    /// It is for somebody else, or was opened whole and its signature is no good; what is wrong with any other may be that a part
    /// of it is not sealed.
    package var leavesSealed: Bool {
        switch self {
        case .notForUs, .signatureMalformed, .signatureWrong, .signatureMissing, .signerUnknown, .signerExpired,
            .signerUsage, .signerRevoked, .revocationsOutdated:
            true
        default: false
        }
    }

    package var arguments: [String: String] {
        switch self {
        case .notSealed(let kind): ["kind": kind.name]
        case .notAgreed(let kind, let agreed):
            ["kind": kind.name, "agreed": agreed.map(\.title).joined(separator: ", ")]
        case .headerMalformed(let line), .armorMalformed(let line): ["line": String(line)]
        case .truncated(let bytes): ["bytes": String(bytes)]
        case .structureMalformed(let offset): ["offset": String(offset)]
        case .unsupportedAlgorithm(let name): ["algorithm": name]
        case .altered(let chunk): ["chunk": String(chunk)]
        case .keyMalformed(let kind): ["kind": kind]
        case .openPGP(let problem): problem.arguments
        default: [:]
        }
    }
}
