package import Support

/// What the codes of this module mean to operators.
package enum SSHMessages {
    /// Every message of the module.
    package static let table = MessageTable([
        Message(
            "ssh.setup",
            fr: "libssh a refusé de se préparer ({call}) ; vérifiez le paquet libssh-4 avec « ecluse doctor ».",
            en: "libssh would not get ready ({call}); check the package libssh-4 with “ecluse doctor”."),
        Message(
            "ssh.host-key",
            fr:
                "Une clé de serveur de keys/host est illisible ou trop courte (RSA : au moins 3072 bits) ; remplacez-la.",
            en: "A host key of keys/host cannot be read or is too short (RSA: at least 3072 bits); replace it."),
        Message(
            "ssh.self-test",
            fr:
                "Autotest SSH : avec {cipher}, un paquet falsifié n’est pas refusé, ou un paquet intact l’est ; "
                + "mettez le paquet libssh-4 à jour, puis relancez. Rien n’est servi d’ici là.",
            en:
                "SSH self-test: with {cipher} a forged packet is not refused, or an untouched one is; "
                + "upgrade the package libssh-4, then start again. Nothing is served until then."),
        Message(
            "ssh.key-exchange",
            fr:
                "Le serveur ne répond pas en SSH, ou n’a aucun algorithme que nous acceptons ; vérifiez l’adresse et le port.",
            en: "The server does not answer in SSH, or has no algorithm that we accept; check address and port."),
        Message(
            "ssh.unknown-host",
            fr:
                "La clé du serveur n’est pas celle de la convention ; rien n’a été envoyé. Ne continuez pas : demandez à "
                + "l’exploitant la clé en vigueur.",
            en:
                "The server's key is not that of the convention; nothing was sent. Do not go on: ask the operator for the key "
                + "in force."),
        Message(
            "ssh.key-file",
            fr: "La clé privée est illisible ; vérifiez le fichier, ou chargez la clé dans ssh-agent.",
            en: "The private key cannot be read; check the file, or load the key into ssh-agent."),
        Message(
            "ssh.key-refused",
            fr: "Le serveur refuse cette clé ou ce compte ; vérifiez les deux, puis demandez à l’exploitant.",
            en: "The server refuses this key or account; check both, then ask the operator."),
        Message(
            "ssh.no-sftp", fr: "Le serveur n’ouvre pas de session SFTP ; réessayez plus tard.",
            en: "The server opens no SFTP session; try again later."),
        Message(
            "ssh.connection-lost", fr: "La connexion s’est rompue ; relancez la commande, l’envoi reprendra.",
            en: "The connection broke; run the command again, the upload will be resumed."),
        Message(
            "ssh.stalled", fr: "Le serveur ne prend plus rien ; relancez la commande, l’envoi reprendra.",
            en: "The server takes nothing any more; run the command again, the upload will be resumed."),
    ])
}
