package import Support

/// What the protocol itself says to a producer.
package enum SFTPMessages {
    /// The sentences by code.
    package static let table = MessageTable([
        Message("sftp.ok", fr: "Fait.", en: "Done."),
        Message("sftp.end-of-file", fr: "Fin.", en: "End of file."),
        Message(
            "sftp.no-such-file", fr: "Ce fichier n’existe pas ; vérifiez le nom et le répertoire.",
            en: "There is no such file; check the name and the directory."),
        Message(
            "sftp.not-a-link", fr: "Ce chemin n’est pas un lien ; utilisez-le tel quel.",
            en: "That path is no link; use it as it is."),
        Message(
            "sftp.unsupported", fr: "Cette opération n’existe pas ici ; déposez vos fichiers dans /inbox.",
            en: "This operation does not exist here; put your files in /inbox."),
        Message(
            "sftp.bad-message",
            fr: "Requête mal formée ; mettez à jour votre client SFTP ou signalez-le à l’exploitant.",
            en: "Malformed request; update your SFTP client or tell the operator."),
        Message(
            "sftp.no-such-handle", fr: "Ce fichier n’est pas ouvert ; ouvrez-le de nouveau.",
            en: "That file is not open; open it again."),
        Message(
            "sftp.too-many-handles",
            fr: "Trop de fichiers ouverts à la fois ({limit} au plus) ; fermez-en avant d’en ouvrir d’autres.",
            en: "Too many files open at once ({limit} at most); close some before opening more."),
        Message(
            "sftp.bad-path", fr: "Ce nom n’est pas de l’UTF-8 valide ou est trop long ; renommez le fichier.",
            en: "That name is not valid UTF-8 or too long; rename the file."),
        Message(
            "sftp.not-started", fr: "La session doit commencer par la négociation de version ; reconnectez-vous.",
            en: "The session must begin with the version exchange; connect again."),
        Message(
            "sftp.refused", fr: "La passerelle a refusé (état {status}) : {sentence}",
            en: "The gateway refused (status {status}): {sentence}"),
        Message(
            "sftp.malformed-answer",
            fr: "La réponse du serveur n’est pas du SFTP valide ; vérifiez l’adresse, puis signalez-le à l’exploitant.",
            en: "The server's answer is not valid SFTP; check the address, then tell the operator."),
        Message(
            "sftp.version", fr: "Le serveur ne parle pas la version 3 de SFTP ; vérifiez l’adresse.",
            en: "The server does not speak version 3 of SFTP; check the address."),
    ])
}
