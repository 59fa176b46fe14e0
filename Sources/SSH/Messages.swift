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
    ])
}
