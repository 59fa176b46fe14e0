internal import Support

extension EnvelopeMessages {
    /// What the faults of signatures say.
    static let signatures: [Message] = [
        Message(
            "envelope.signature-malformed",
            fr: """
                Le fichier de signature ne respecte pas le format. Signez à nouveau avec « ssh-keygen -Y \
                sign » et une clé ssh-ed25519, puis renvoyez la signature.
                """,
            en: """
                The signature file breaks the format. Sign anew with “ssh-keygen -Y sign” and an ssh-ed25519 \
                key, then send the signature again.
                """),
        Message(
            "envelope.signature-wrong",
            fr: """
                La signature ne correspond pas au fichier, à la clé ou à l'usage attendus. Vérifiez la clé \
                employée, signez à nouveau le fichier exact qui est envoyé et renvoyez les deux.
                """,
            en: """
                The signature does not match the file, the key or the purpose expected. Check the key used, \
                sign anew the very file that is sent and send both again.
                """),
        Message(
            "envelope.signature-missing",
            fr: """
                La convention demande une signature et le fichier n'en a pas ; rien n'en a été pris. Signez-le comme le dit \
                le guide dans /convention, puis renvoyez-le.
                """,
            en: """
                The convention asks for a signature and the file has none; nothing of it was taken. Sign it as the guide in \
                /convention says, then send it again.
                """),
        Message(
            "envelope.signer-unknown",
            fr: """
                La signature est celle d'une clé que la convention ne nomme pas ; rien n'a été pris du fichier. Signez avec une \
                clé prévue, ou faites ajouter la vôtre à la convention.
                """,
            en: """
                The signature is by a key that the convention does not name; nothing of the file was taken. Sign with an \
                agreed key, or have yours added to the convention.
                """),
        Message(
            "envelope.signer-revoked",
            fr: """
                Le certificat qui a signé est révoqué, ou son autorité l'est ; rien n'a été pris du fichier. Signez avec un \
                certificat valable, faites-le ajouter à la convention si elle ne le connaît pas, et prévenez votre responsable \
                de la sécurité si cette révocation vous surprend.
                """,
            en: """
                The certificate that signed is revoked, or its authority is; nothing of the file was taken. Sign with a valid \
                certificate, have it added to the convention where that does not know it, and tell your security officer if \
                the revocation surprises you.
                """),
        Message(
            "envelope.revocations-outdated",
            fr: """
                La liste des certificats révoqués que la convention contient est périmée : on ne sait plus si la signature \
                compte. Prévenez l'exploitant de la passerelle, qui doit la renouveler, puis renvoyez le fichier.
                """,
            en: """
                The convention's list of revoked certificates is out of date: whether the signature counts is no longer \
                known. Tell the gateway's operator, who must renew the list, then send the file again.
                """),
        Message(
            "envelope.signer-expired",
            fr: """
                La clé ou le certificat du signataire n'était pas valide à cette date ; rien n'a été pris du fichier. Signez \
                avec une clé en cours de validité et renvoyez-le.
                """,
            en: """
                The signer's key or certificate was not valid at that time; nothing of the file was taken. Sign with a key \
                that is valid now and send it again.
                """),
        Message(
            "envelope.signer-usage",
            fr: """
                Le certificat du signataire n'est pas fait pour signer (usage de la clé) ; rien n'a été pris du fichier. Signez \
                avec un certificat de signature et renvoyez-le.
                """,
            en: """
                The signer's certificate is not meant for signing (key usage); nothing of the file was taken. Sign with a \
                signing certificate and send it again.
                """),
    ]
}
