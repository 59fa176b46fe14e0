package import Envelope

/// The public half of a gateway's keys: what a producer needs to seal, to connect and to verify receipts.
package struct GatewayIdentity: Sendable, Equatable {
    /// The recipient to seal for: `age1…`.
    package var recipient: String
    /// The certificate to seal for with CMS; nil where the gateway has no key for it.
    package var certificate: RecipientCertificate?
    /// The OpenPGP key to seal for, armored; nil where the gateway has none.
    package var openPGPKey: [UInt8]?
    /// Line of the receipt key as in an `allowed_signers` file (ssh-keygen(1)), without the principal: `ssh-ed25519 AAAA…`.
    package var receiptKey: String
    /// The host keys, the preferred one first.
    package var hostKeys: [HostKey]
    /// Name or address of the SFTP service, and its port.
    package var host: String
    package var port: Int

    /// The public half of a host key.
    package struct HostKey: Sendable, Equatable {
        /// The kind of key, as `ssh` calls it: `ED25519`.
        package var name: String
        /// Algorithm and base64, as in `authorized_keys`.
        package var line: String
        /// The fingerprint, as `ssh` shows it: `SHA256:…`.
        package var fingerprint: String

        /// A key of the kind `name`.
        package init(name: String, line: String, fingerprint: String) {
            self.name = name
            self.line = line
            self.fingerprint = fingerprint
        }
    }

    /// A gateway's public keys and address.
    package init(
        recipient: String, certificate: RecipientCertificate? = nil, openPGPKey: [UInt8]? = nil, receiptKey: String,
        hostKeys: [HostKey], host: String, port: Int
    ) {
        self.recipient = recipient
        self.certificate = certificate
        self.openPGPKey = openPGPKey
        self.receiptKey = receiptKey
        self.hostKeys = hostKeys
        self.host = host
        self.port = port
    }

    /// Name of the file in `/convention` that holds the OpenPGP key.
    package static let openPGPFile = "recipient.asc"
    /// Who signs receipts, in the `allowed_signers` file and on the command line of `ssh-keygen -Y verify`.
    package static let receiptPrincipal = "ecluse"
    /// Namespace of receipt signatures (SSHSIG).
    package static let receiptNamespace = "ecluse-receipt"

    /// The fingerprints with the kinds of key: a client shows the one of the kind that it chose.
    package var fingerprints: String { hostKeys.map { "`\($0.fingerprint)` (\($0.name))" }.joined(separator: ", ") }

    /// The lines of a `known_hosts` file (sshd(8)) for this service.
    package var knownHosts: String {
        // Where the system chooses the port at each start, the name alone stands for it.
        let place = port == 22 || port == 0 ? host : "[\(host)]:\(port)"
        return hostKeys.map { "\(place) \($0.line)\n" }.joined()
    }

    /// The port in a command line; a word where the system chooses the port at each start.
    var portText: String { port == 0 ? "PORT" : String(port) }
}
