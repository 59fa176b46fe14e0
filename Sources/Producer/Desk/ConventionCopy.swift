package import Convention
package import Envelope
internal import Support

/// The producer's copy of an account's `/convention`: the agreement, and the gateway's public keys.
///
/// Everything that a producer's command trusts comes from this folder; nothing is learnt on a first connection.
package struct ConventionCopy: Sendable {
    /// Name of the file of recipients, and of that of the host keys.
    package static let recipientFile = "recipient.txt"
    package static let knownHostsFile = "known_hosts"
    /// Name of the file of the keys that sign receipts.
    package static let signersFile = "allowed_signers"

    package let convention: Convention
    private let files: [String: [UInt8]]

    /// The copy whose files are `files`, which `convention` was read from.
    package init(_ convention: Convention, files: [String: [UInt8]]) {
        self.convention = convention
        self.files = files
    }

    /// Whom drops are sealed for.
    ///
    /// - Throws: ``ProducerFault/noAge``, ``ProducerFault/foreignRecipient``, ``ProducerFault/notACopy(file:)``.
    package func recipients() throws -> [AgeRecipient] {
        guard convention.drops.envelope.formats.contains(.age) else { throw ProducerFault.noAge }
        let lines = try lines(of: ConventionCopy.recipientFile)
        guard !lines.contains(where: { $0.hasPrefix("ssh-") }) else { throw ProducerFault.foreignRecipient }
        let recipients = lines.compactMap { try? AgeRecipient($0) }
        guard !recipients.isEmpty, recipients.count == lines.count else {
            throw ProducerFault.notACopy(file: ConventionCopy.recipientFile)
        }
        return recipients
    }

    /// Where the gateway is and which host keys it has.
    package func knownHosts() throws -> KnownHosts {
        guard let hosts = KnownHosts(files[ConventionCopy.knownHostsFile] ?? []) else {
            throw ProducerFault.notACopy(file: ConventionCopy.knownHostsFile)
        }
        return hosts
    }

    /// The keys that sign receipts, newest and older ones.
    package func receiptKeys() throws -> [SSHPublicKey] {
        let keys = try lines(of: ConventionCopy.signersFile).compactMap(ConventionCopy.signer)
        guard !keys.isEmpty else { throw ProducerFault.notACopy(file: ConventionCopy.signersFile) }
        return keys
    }

    /// The key in a line of an `allowed_signers` file (ssh-keygen(1)): principal, options, algorithm, base64.
    package static func signer(_ line: String) -> SSHPublicKey? {
        let words = line.split(separator: " ")
        guard words.first == Substring(GatewayIdentity.receiptPrincipal),
            let start = words.firstIndex(where: { SSHPublicKey.Algorithm(rawValue: String($0)) != nil })
        else { return nil }
        return try? SSHPublicKey(line: words[start...].joined(separator: " "))
    }

    /// The account that is meant where `name` is given or not.
    package func account(_ name: String?) throws(ProducerFault) -> String {
        if let name { return name }
        guard convention.accounts.count == 1, let only = convention.accounts.first else {
            throw .accountNeeded(accounts: convention.accounts.map(\.name))
        }
        return only.name
    }

    private func lines(of file: String) throws(ProducerFault) -> [String] {
        guard let bytes = files[file], let text = String(validating: bytes, as: UTF8.self) else {
            throw .notACopy(file: file)
        }
        return text.split(whereSeparator: \.isNewline).map(String.init).filter { !$0.hasPrefix("#") }
    }
}
