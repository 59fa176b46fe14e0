internal import Support

extension EnvelopeMessages {
    /// What the faults of CMS and other binary structures say.
    static let structures: [Message] = [
        Message(
            "envelope.content-altered",
            fr: """
                Le contenu chiffré a été modifié après le chiffrement, ou sa fin est abîmée ; rien n'en a été pris. \
                Chiffrez à nouveau le fichier d'origine et renvoyez-le en mode binaire ; si cela se reproduit, \
                prévenez l'exploitant de la passerelle.
                """,
            en: """
                The sealed content was altered after sealing, or its end is damaged; nothing of it was taken. Seal \
                the original file anew and send it again in binary mode; if it happens again, tell the gateway's \
                operator.
                """),
        Message(
            "envelope.content-too-long",
            fr: """
                Le fichier dépasse ce que son chiffrement peut protéger (64 Gio par enveloppe). Partagez les données \
                en plusieurs fichiers et envoyez chacun dans sa propre enveloppe.
                """,
            en: """
                The file is longer than its cipher can protect (64 GiB an envelope). Divide the data into several \
                files and send each in an envelope of its own.
                """),
        Message(
            "envelope.structure-malformed",
            fr: """
                La structure de l'enveloppe ne respecte pas le format (vers l'octet {offset}). Le fichier a sans \
                doute été transféré en mode texte ou modifié : chiffrez-le à nouveau et renvoyez-le en mode binaire.
                """,
            en: """
                The structure of the envelope breaks the format (near byte {offset}). The file was probably \
                transferred in text mode or modified: seal it anew and send it in binary mode.
                """),
        Message(
            "envelope.unsupported-algorithm",
            fr: """
                L'enveloppe emploie un algorithme que la passerelle n'accepte pas ({algorithm}). Chiffrez comme le \
                dit le guide dans /convention (AES-GCM ; RSA-OAEP avec SHA-256, ou ECDH), puis renvoyez le fichier.
                """,
            en: """
                The envelope uses an algorithm that the gateway does not take ({algorithm}). Seal as the guide in \
                /convention says (AES-GCM; RSA-OAEP with SHA-256, or ECDH), then send the file again.
                """),
        Message(
            "envelope.weak-key-transport",
            fr: """
                La clé du fichier est chiffrée par RSA avec l'ancien remplissage PKCS#1 v1.5, que la passerelle \
                refuse. Ajoutez « -keyopt rsa_padding_mode:oaep -keyopt rsa_oaep_md:sha256 » à la commande openssl \
                (ou choisissez OAEP avec SHA-256 dans votre outil), puis renvoyez le fichier.
                """,
            en: """
                The file's key is encrypted by RSA with the old padding PKCS#1 v1.5, which the gateway refuses. Add \
                “-keyopt rsa_padding_mode:oaep -keyopt rsa_oaep_md:sha256” to the openssl command (or choose OAEP \
                with SHA-256 in your tool), then send the file again.
                """),
        Message(
            "envelope.unauthenticated",
            fr: """
                Le fichier est chiffré par AES-CBC et n'est pas signé, ou a été modifié : AES-CBC seul ne montre pas \
                les modifications ; rien n'en a été pris. Chiffrez avec AES-GCM (« -aes-256-gcm »), ou signez le fichier \
                avant de le chiffrer, puis renvoyez-le.
                """,
            en: """
                The file is encrypted with AES-CBC and not signed, or altered: AES-CBC alone shows no change; nothing \
                of it was taken. Encrypt with AES-GCM (“-aes-256-gcm”), or sign the file before you encrypt it, then send it \
                again.
                """),
        Message(
            "envelope.unsupported-attributes",
            fr: """
                L'enveloppe porte des attributs authentifiés, que la passerelle ne peut pas vérifier au fil de la \
                lecture. Chiffrez sans attributs (comme le fait « openssl cms -encrypt »), puis renvoyez le fichier.
                """,
            en: """
                The envelope carries authenticated attributes, which the gateway cannot check while it reads. Seal \
                without attributes (as “openssl cms -encrypt” does), then send the file again.
                """),
        Message(
            "envelope.unsupported-mime",
            fr: """
                Le fichier est un message S/MIME, dont le texte change d'un outil à l'autre. Ajoutez « -outform DER \
                » à la commande openssl, puis renvoyez le fichier.
                """,
            en: """
                The file is an S/MIME message, whose text changes from tool to tool. Add “-outform DER” to the \
                openssl command, then send the file again.
                """),
    ]
}
