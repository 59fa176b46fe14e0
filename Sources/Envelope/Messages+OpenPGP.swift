internal import Support

extension EnvelopeMessages {
    /// What is said of OpenPGP files.
    static let openPGP: [Message] = [
        Message(
            "envelope.openpgp-malformed",
            fr: """
                Le fichier OpenPGP ne respecte pas le format (à {offset} octets du début). Chiffrez à nouveau le fichier avec la \
                commande donnée dans /convention et renvoyez-le en mode binaire.
                """,
            en: """
                The OpenPGP file breaks the format ({offset} bytes from its start). Seal the file anew with the command given \
                in /convention and send it in binary mode.
                """),
        Message(
            "envelope.openpgp-unprotected",
            fr: """
                Le contenu OpenPGP n'est pas protégé contre les modifications (ni MDC, ni AEAD). Chiffrez-le à nouveau sans \
                « --rfc2440 » ni « --disable-mdc », avec un GnuPG d'au moins la version 2.0, et renvoyez-le.
                """,
            en: """
                The OpenPGP content is not protected against change (neither MDC nor AEAD). Seal it anew without “--rfc2440” \
                and “--disable-mdc”, with GnuPG 2.0 or later, and send it again.
                """),
        Message(
            "envelope.openpgp-altered",
            fr: """
                Le contenu OpenPGP a été modifié après le chiffrement, ou ne se lit pas ; rien n'en a été pris. Chiffrez à \
                nouveau le fichier d'origine et renvoyez-le ; si cela se reproduit, prévenez l'exploitant de la passerelle.
                """,
            en: """
                The OpenPGP content was altered after sealing, or cannot be read; nothing of it was taken. Seal the original \
                file anew and send it again; if it happens again, tell the gateway's operator.
                """),
        Message(
            "envelope.openpgp-surplus",
            fr: """
                Le message OpenPGP contient autre chose après son contenu (un second fichier, peut-être non signé) ; rien n'en a \
                été pris. Chiffrez et signez chaque fichier en une seule commande, comme le dit le guide dans /convention, puis \
                renvoyez-le.
                """,
            en: """
                The OpenPGP message holds something else after its content (a second file, perhaps not signed); nothing of it \
                was taken. Seal and sign each file in one command, as the guide in /convention says, then send it again.
                """),
        Message(
            "envelope.openpgp-expands",
            fr: """
                Le contenu OpenPGP, une fois décompressé, dépasse {limit} fois la taille du fichier ; la lecture a été arrêtée. \
                Partagez l'envoi, ou chiffrez sans compression (« --compress-algo none »).
                """,
            en: """
                The OpenPGP content, once decompressed, is more than {limit} times the size of the file; reading was stopped. \
                Split the drop, or seal without compression (“--compress-algo none”).
                """),
    ]
}
