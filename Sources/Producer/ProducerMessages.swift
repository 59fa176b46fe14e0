package import Support

/// What the producer's commands say.
package enum ProducerMessages {
    /// The sentences by code.
    package static let table = MessageTable([
        Message(
            "convention.not-a-copy",
            fr:
                "Il manque « {file} » dans ce dossier, ou il est illisible. Il faut la copie entière du répertoire /convention du "
                + "compte.",
            en:
                "“{file}” is missing in this folder, or cannot be read. It must be the whole copy of the account's /convention."
        ),
        Message(
            "producer.no-age",
            fr:
                "Cette convention ne prend pas de fichier « age », le seul format que cette commande scelle ; le README de la "
                + "convention donne les commandes des autres.",
            en:
                "This convention takes no age files, the only format that this command seals; the convention's README has the "
                + "commands of the others."),
        Message(
            "producer.foreign-recipient",
            fr: "La clé de la passerelle est une clé SSH ; scellez avec « age -R recipient.txt ».",
            en: "The gateway's key is an SSH key; seal with “age -R recipient.txt”."),
        Message(
            "producer.name-needed",
            fr: "Donnez avec --name le nom du dépôt, par exemple {example}.",
            en: "Give the name of the drop with --name, for example {example}."),
        Message(
            "producer.sealed",
            fr:
                "Ce fichier est scellé : contrôlez-le avant de le sceller, ou donnez avec --identity une clé qui l’ouvre.",
            en: "This file is sealed: check it before it is sealed, or give a key that opens it with --identity."),
        Message(
            "producer.changed",
            fr: "Un fichier a changé pendant la lecture ; attendez qu’il soit complet, puis relancez.",
            en: "A file changed while it was read; wait until it is complete, then start again."),
        Message(
            "producer.signature-needed",
            fr: "La convention demande une signature à côté du dépôt ; donnez la clé avec --sign.",
            en: "The convention asks for a signature beside the drop; give the key with --sign."),
        Message(
            "producer.not-signed",
            fr: "« ssh-keygen -Y sign » n’a pas signé ; vérifiez la clé, ou chargez-la dans ssh-agent.",
            en: "“ssh-keygen -Y sign” did not sign; check the key, or load it into ssh-agent."),
        Message(
            "producer.account-needed", fr: "Donnez le compte avec --account : {accounts}.",
            en: "Give the account with --account: {accounts}."),
        Message(
            "producer.host-needed",
            fr: "L’adresse de la passerelle n’est pas dans known_hosts ; donnez-la avec --host.",
            en: "The gateway's address is not in known_hosts; give it with --host."),
        Message(
            "producer.unknown-address", fr: "Ce nom n’a pas d’adresse ; vérifiez --host et le VPN.",
            en: "That name has no address; check --host and the VPN."),
        Message(
            "producer.no-oppositions", fr: "Cette convention ne prévoit pas d’oppositions.",
            en: "This convention has no opposition updates."),
        Message(
            "producer.empty-list", fr: "La liste ne contient aucun identifiant.", en: "The list holds no identifier."),
        Message(
            "producer.bad-line",
            fr: "La ligne {line} de la liste n’est pas un identifiant : un par ligne, sans séparateur.",
            en: "Line {line} of the list is no identifier: one a line, without separators."),
        Message(
            "producer.name-taken",
            fr: "Un autre dépôt de ce nom attend dans le compte ; attendez son accusé, ou changez de nom avec --name.",
            en:
                "Another drop of that name waits in the account; wait for its receipt, or choose another name with --name."
        ),
        Message(
            "producer.no-receipt",
            fr:
                "Aucun compte rendu après {minutes} minutes. Le dépôt est arrivé : relancez la même commande plus tard, elle "
                + "n’enverra rien deux fois.",
            en:
                "No outcome after {minutes} minutes. The drop has arrived: run the same command later, it sends nothing twice."
        ),
        Message(
            "producer.receipt-forged",
            fr:
                "Un accusé du compte ne porte pas la signature de la passerelle. Ne vous y fiez pas : prévenez l’exploitant.",
            en: "A receipt in the account does not carry the gateway's signature. Do not trust it: tell the operator."),
        Message(
            "producer.receipt-malformed", fr: "Ce fichier n’est pas un accusé d’Écluse.",
            en: "This file is no receipt of Écluse."),
        Message(
            "producer.already-taken",
            fr:
                "Un dépôt de ce nom a déjà été pris (accusé {receipt}) ; pour le remplacer ou l’ajouter encore, donnez --again.",
            en: "A drop of that name was taken before (receipt {receipt}); to replace it or add it again, give --again."
        ),
        Message("producer.say.sealed", fr: "Scellé : {file}", en: "Sealed: {file}"),
        Message("producer.say.signed", fr: "Signature : {file}", en: "Signature: {file}"),
        Message(
            "producer.say.unchecked", fr: "{file} est déjà scellé : il part sans contrôle.",
            en: "{file} is sealed already: it goes without a check."),
        Message(
            "producer.say.errors", fr: "Rapport d’erreurs : {file}", en: "Error report: {file}"),
        Message(
            "producer.say.more-errors", fr: "… et {count} autres ; --errors FICHIER les écrit toutes.",
            en: "… and {count} more; --errors FILE writes them all."),
        Message("producer.say.sending", fr: "Envoi de {file} ({size})", en: "Sending {file} ({size})"),
        Message(
            "producer.say.resumed", fr: "Reprise à {done} sur {size}", en: "Resumed at {done} of {size}"),
        Message(
            "producer.say.broken", fr: "Connexion perdue ; nouvel essai ({try} sur {tries})",
            en: "Connection lost; trying again ({try} of {tries})"),
        Message("producer.say.progress", fr: "{percent} % envoyés", en: "{percent} % sent"),
        Message(
            "producer.say.sent", fr: "Envoyé : {file}. La passerelle l’a pris ; attente des accusés.",
            en: "Sent: {file}. The gateway has taken it; waiting for the receipts."),
        Message(
            "producer.say.already-sent", fr: "{file} avait déjà été envoyé.", en: "{file} had been sent already."),
        Message(
            "producer.say.receipt", fr: "Accusé vérifié : {file}", en: "Receipt verified: {file}"),
        Message("producer.say.left", fr: "reste {time}", en: "{time} left"),
        Message("producer.say.of", fr: "{done} sur {size}", en: "{done} of {size}"),
    ])
}
