package import Envelope

/// The command lines that seal and sign a drop, with the plain tools of each format.
struct SealingCommands {
    private let example: String
    private let gateway: GatewayIdentity
    private let policy: EnvelopePolicy

    /// Commands for a drop that is called `example`.
    init(_ example: String, gateway: GatewayIdentity, policy: EnvelopePolicy) {
        self.example = example
        self.gateway = gateway
        self.policy = policy
    }

    /// `age` for the gateway, which seals what it is given or standard input.
    var agePipe: String {
        // An SSH key is two words: the file beside the guide holds it.
        gateway.recipient.contains(" ") ? "age -R recipient.txt" : "age -r \(gateway.recipient)"
    }

    /// The lines for one format; nil where no plain tool is known.
    func lines(_ format: EnvelopeFormat) -> [String]? {
        switch format {
        case .age:
            return ["\(agePipe) -o \(name(format)) \(plain)"]
        case .openpgp:
            let sign = policy.signers.contains { if case .openPGP = $0 { true } else { false } } ? " --sign" : ""
            return [
                "gpg --encrypt\(sign) --recipient-file \(GatewayIdentity.openPGPFile) --output \(name(format)) \(plain)"
            ]
        case .cms: return gateway.certificate.map { cms($0) }
        }
    }

    /// `openssl cms`, signed inside where the convention names who signs in CMS.
    private func cms(_ certificate: RecipientCertificate) -> [String] {
        let encrypt = "openssl cms -encrypt -binary -stream -outform DER -aes-256-gcm"
        guard policy.signers.contains(where: { $0.formats == [.cms] }) else {
            return ["\(encrypt) -in \(plain) -out \(name(.cms)) \(certificate.options)"]
        }
        return [
            "openssl cms -sign -binary -stream -nodetach -outform DER -md sha256 \\",
            "  -signer signer.pem -inkey signer.key -in \(plain) \\",
            "  | \(encrypt) -out \(name(.cms)) \(certificate.options)",
        ]
    }

    /// The lines that sign beside the drop; nil where nobody signs so.
    var signatureLines: [String]? {
        guard policy.takesSignaturesBeside else { return nil }
        return ["ssh-keygen -Y sign -n \(SSHSignature.dropNamespace) -f KEY \(example)"]
    }

    /// The name without the end that says how it is sealed.
    var plain: String {
        let suffix = EnvelopeFormat.allCases.flatMap(\.nameSuffixes).first { example.hasSuffix($0) }
        return String(example.dropLast(suffix?.count ?? 0))
    }

    private func name(_ format: EnvelopeFormat) -> String {
        let own = format.nameSuffixes
        return own.contains(where: example.hasSuffix) ? example : plain + (own.first ?? "")
    }
}

extension EnvelopeFormat {
    /// Ends of names that say that a file is sealed so, the usual one first.
    package var nameSuffixes: [String] {
        switch self {
        case .age: [".age"]
        case .cms: [".cms", ".p7m"]
        case .openpgp: [".pgp", ".gpg"]
        }
    }
}
