internal import Containers
internal import Envelope
internal import Support

/// Turns the member `drops` into ``DropRules``.
struct DropsReader {
    /// Nil where the member could not be read.
    let node: Node?
    let files: [String: [UInt8]]
    let checks: ConventionChecks

    /// Members of a signer that name a file of the folder.
    private static let fileMembers = ["certificate", "authority", "openpgp"]

    /// Names of the files that signers and lists of revoked certificates are in.
    static func files(_ node: Node?) -> [String] {
        let signature = node?["signature"]
        let signers = signature?.list("signers") ?? []
        return signers.flatMap { signer in fileMembers.compactMap { signer.text($0) } }
            + (signature?.texts("revocations") ?? [])
    }

    func read() -> DropRules {
        let formats = (node?.texts("envelopes") ?? []).compactMap(EnvelopeFormat.init)
        let signature = node?["signature"]
        let nodes = signature?.list("signers") ?? []
        let signers = nodes.map { ($0, signer($0)) }
        let policy = EnvelopePolicy(
            formats: formats, requiresSignature: signature?.value["required"]?.boolean ?? false,
            signers: signers.compactMap(\.1),
            revocations: (signature?.list("revocations") ?? []).compactMap(revocations),
            takesOutdatedRevocations: signature?.text("outdatedRevocations") == "warn")
        for case (let node, let signer?) in signers where signer.formats.isDisjoint(with: formats) {
            node.report("convention.signer-unused", severity: .warning)
        }
        if policy.requiresSignature, policy.signers.count == nodes.count { unsignable(policy, signature) }
        return DropRules(envelope: policy, limits: limits)
    }

    private var limits: ContainerLimits {
        var limits = ContainerLimits()
        if let bytes = node?["unpacking"]?.integer("totalBytes") { limits.totalBytes = UInt64(max(1, bytes)) }
        if let ratio = node?["unpacking"]?.integer("ratio") { limits.ratio = UInt64(max(1, ratio)) }
        return limits
    }

    /// A format in which nobody could sign would always be refused.
    private func unsignable(_ policy: EnvelopePolicy, _ node: Node?) {
        for format in policy.formats where !policy.signers.contains(where: { $0.formats.contains(format) }) {
            node?["signers"]?.report("convention.no-signer", ["format": format.rawValue])
        }
    }

    private func signer(_ node: Node) -> EnvelopeSigner? {
        let members = (["ssh"] + DropsReader.fileMembers).filter { node.text($0) != nil }
        guard members.count == 1, let member = members.first, let text = node.text(member) else {
            node.report("convention.signer-kind")
            return nil
        }
        if member == "ssh" {
            guard checks.isPublicKey(text), let key = try? SSHPublicKey(line: text), key.algorithm == .ed25519 else {
                return wrong(node, member)
            }
            return .ssh(key, until: node.date("until"))
        }
        guard let bytes = files[text] else {
            node[member]?.report("convention.signer-file", ["file": text])
            return nil
        }
        switch member {
        case "openpgp": return OpenPGPCertificate.signs(bytes) ? .openPGP(bytes) : wrong(node, member)
        default:
            guard let certificate = CertificateFile.der(bytes) else { return wrong(node, member) }
            return member == "certificate" ? .certificate(certificate) : .authority(certificate)
        }
    }

    private func revocations(_ node: Node) -> [UInt8]? {
        guard let name = node.value.string else { return nil }
        guard let bytes = files[name] else {
            node.report("convention.signer-file", ["file": name])
            return nil
        }
        guard let list = RevocationFile.der(bytes) else {
            node.report("convention.revocations-malformed", ["file": name])
            return nil
        }
        return list
    }

    private func wrong(_ node: Node, _ member: String) -> EnvelopeSigner? {
        node[member]?.report("convention.signer-malformed", ["kind": member])
        return nil
    }
}
