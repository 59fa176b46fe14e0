/// The public half of a gateway's keys: what a producer needs to seal, to connect and to verify receipts.
package struct GatewayIdentity: Sendable, Equatable {
    /// The recipient to seal for: `age1…`.
    package var recipient: String
    /// Line of the receipt key as in an `allowed_signers` file (ssh-keygen(1)), without the principal: `ssh-ed25519 AAAA…`.
    package var receiptKey: String
    /// Fingerprint of the host key, as `ssh` shows it: `SHA256:…`.
    package var hostFingerprint: String
    /// Name or address of the SFTP service, and its port.
    package var host: String
    package var port: Int

    /// A gateway's public keys and address.
    package init(recipient: String, receiptKey: String, hostFingerprint: String, host: String, port: Int) {
        self.recipient = recipient
        self.receiptKey = receiptKey
        self.hostFingerprint = hostFingerprint
        self.host = host
        self.port = port
    }

    /// Who signs receipts, in the `allowed_signers` file and on the command line of `ssh-keygen -Y verify`.
    package static let receiptPrincipal = "ecluse"
    /// Namespace of receipt signatures (SSHSIG).
    package static let receiptNamespace = "ecluse-receipt"

    /// The port in a command line; a word where the system chooses the port at each start.
    var portText: String { port == 0 ? "PORT" : String(port) }
}
