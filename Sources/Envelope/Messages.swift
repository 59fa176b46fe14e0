package import Support

/// What the faults of envelopes say to producers.
package enum EnvelopeMessages {
    /// One message a code.
    package static let table = MessageTable(general + structures + signatures + openPGP)

    private static let general: [Message] = [
        Message(
            "envelope.empty",
            fr: """
                Le fichier reçu est vide (0 octet). Vérifiez que votre export a produit des données, puis \
                chiffrez et renvoyez le fichier.
                """,
            en: """
                The file received is empty (0 bytes). Check that your export produced data, then seal and send \
                the file again.
                """),
        Message(
            "envelope.not-sealed",
            fr: """
                Le fichier n'est pas chiffré ({kind}) : des données en clair ne doivent jamais être envoyées. \
                Prévenez votre responsable de la sécurité, puis chiffrez le fichier avec la clé \
                publique publiée dans /convention, et renvoyez-le.
                """,
            en: """
                The file is not encrypted ({kind}): plaintext must never be sent. Tell your security officer, \
                then encrypt the file with the public key published in /convention, and send it again.
                """),
        Message(
            "envelope.not-agreed",
            fr: """
                Le fichier n'est pas dans une enveloppe prévue par la convention (format reconnu : {kind} ; \
                prévu : {agreed}). Chiffrez-le dans un format prévu avec la clé publiée dans /convention, puis \
                renvoyez-le.
                """,
            en: """
                The file is not in an envelope that the convention takes (format recognised: {kind}; agreed: \
                {agreed}). Seal it in an agreed format with the key published in /convention, then send it again.
                """),
        Message(
            "envelope.unsupported-version",
            fr: """
                L'enveloppe age est d'une version que la passerelle ne sait pas lire. Utilisez une version \
                d'age qui produit le format v1 et renvoyez le fichier.
                """,
            en: """
                The age envelope is of a version that the gateway cannot read. Use a version of age that \
                writes format v1 and send the file again.
                """),
        Message(
            "envelope.unsupported-passphrase",
            fr: """
                Le fichier est chiffré par une phrase de passe. Chiffrez-le avec la clé publique de la \
                passerelle, publiée dans /convention, puis renvoyez-le.
                """,
            en: """
                The file is encrypted with a passphrase. Encrypt it with the gateway's public key, \
                published in /convention, then send it again.
                """),
        Message(
            "envelope.header-malformed",
            fr: """
                L'en-tête de l'enveloppe age ne respecte pas le format (ligne {line}). Le fichier a sans doute \
                été transféré en mode texte ou modifié : chiffrez-le à nouveau et renvoyez-le en mode binaire.
                """,
            en: """
                The header of the age envelope breaks the format (line {line}). The file was probably \
                transferred in text mode or modified: seal it anew and send it in binary mode.
                """),
        Message(
            "envelope.header-too-long",
            fr: """
                L'en-tête de l'enveloppe est trop long. Chiffrez le fichier pour moins de destinataires \
                (la clé publiée dans /convention suffit), puis renvoyez-le.
                """,
            en: """
                The header of the envelope is too long. Seal the file to fewer recipients (the key \
                published in /convention is enough), then send it again.
                """),
        Message(
            "envelope.header-altered",
            fr: """
                L'en-tête de l'enveloppe a été modifié après le chiffrement. Chiffrez à nouveau le fichier \
                d'origine et renvoyez-le ; si cela se reproduit, prévenez l'exploitant de la passerelle.
                """,
            en: """
                The header of the envelope was altered after sealing. Seal the original file anew and send \
                it again; if it happens again, tell the gateway's operator.
                """),
        Message(
            "envelope.not-for-us",
            fr: """
                Le fichier n'est pas chiffré pour cette passerelle : aucune de ses clés ne l'ouvre. \
                Chiffrez-le avec la clé publique actuelle, publiée dans /convention, puis renvoyez-le.
                """,
            en: """
                The file is not sealed to this gateway: none of its keys opens it. Seal it with the present \
                public key, published in /convention, then send it again.
                """),
        Message(
            "envelope.truncated",
            fr: """
                La fin du fichier manque ou est abîmée ({bytes} octets reçus). Comparez avec la taille de \
                votre fichier chiffré : si elle est plus grande, reprenez l'envoi ; sinon, chiffrez à nouveau \
                le fichier et renvoyez-le.
                """,
            en: """
                The end of the file is missing or damaged ({bytes} bytes received). Compare with the size of \
                your sealed file: if that is larger, resume the upload; otherwise seal the file anew and send \
                it again.
                """),
        Message(
            "envelope.altered",
            fr: """
                Le contenu chiffré a été modifié après le chiffrement (bloc {chunk} de 64 Kio) ; rien n'en a \
                été pris. Chiffrez à nouveau le fichier d'origine et renvoyez-le ; si cela se reproduit, \
                prévenez l'exploitant de la passerelle.
                """,
            en: """
                The sealed content was altered after sealing (chunk {chunk} of 64 KiB); nothing of it was \
                taken. Seal the original file anew and send it again; if it happens again, tell the gateway's \
                operator.
                """),
        Message(
            "envelope.trailing-data",
            fr: """
                Des octets suivent la fin de l'enveloppe : deux fichiers ont peut-être été mis bout à bout. \
                Envoyez chaque enveloppe dans son propre fichier.
                """,
            en: """
                Bytes follow the end of the envelope: perhaps two files were joined. Send each envelope in a \
                file of its own.
                """),
        Message(
            "envelope.armor-malformed",
            fr: """
                L'enveloppe en texte (armor) ne respecte pas le format (ligne {line}). Chiffrez à nouveau le \
                fichier, de préférence sans l'option « --armor », et renvoyez-le tel quel.
                """,
            en: """
                The text envelope (armor) breaks the format (line {line}). Seal the file anew, preferably \
                without the option “--armor”, and send it as it is.
                """),
        Message(
            "envelope.key-malformed",
            fr: """
                Le texte n'est pas une clé {kind} que l'on sait lire. Recopiez la clé entière, telle que \
                l'outil l'a produite (age-keygen, ssh-keygen, gpg), et recommencez.
                """,
            en: """
                The text is no {kind} key that can be read. Copy the whole key as the tool wrote it \
                (age-keygen, ssh-keygen, gpg), and try again.
                """),
    ]
}
