internal import Containers
internal import Convention
internal import Exclusion
internal import Pseudonymisation
internal import Receipts
internal import Records
package import Support
internal import Treatment

extension Ingester {
    /// The sentences for every code that a receipt can name.
    package static let messages = ProductMessages.table([
        RecordsMessages.table, TreatmentMessages.table, PseudonymisationMessages.table, ExclusionMessages.table,
        ContainerMessages.table, ConventionMessages.table, ManifestMessages.table, IngestionMessages.table,
        DeliveryMessages.table,
    ])
}

/// What the ingester says to producers.
package enum IngestionMessages {
    /// The table of messages.
    package static let table = MessageTable([
        Message(
            "drop.convention-not-in-force",
            fr:
                "La convention de ce compte n’est pas en vigueur à la date de réception. Prenez contact avec le catalogue.",
            en: "The convention of this account is not in force on the day of arrival. Please contact the catalogue."),
        Message(
            "drop.period-not-covered",
            fr:
                "Aucune version de la convention n’est en vigueur le {day}, premier jour de la période que dit le nom du fichier. "
                + "Vérifiez le nom, ou voyez avec le service des données.",
            en:
                "No version of the convention is in force on {day}, the first day of the period that the file’s name says. Check the "
                + "name, or ask the data office."),
        Message(
            "drop.period-malformed",
            fr:
                "Le nom du fichier ne donne ni jour, ni mois, ni année à la place de la période. Corrigez le nom et déposez à nouveau.",
            en:
                "The file’s name gives no day, month or year where the period should stand. Correct the name and send it again."
        ),
        Message(
            "drop.unknown-name",
            fr:
                "Le nom du fichier ne correspond à aucune table de la convention. Renommez le fichier comme l’un de ces exemples et "
                + "renvoyez-le : {expected}.",
            en:
                "The file name matches no table of the convention. Rename the file like one of these examples and send it again: "
                + "{expected}."),
        Message(
            "drop.unknown-entry",
            fr:
                "Le nom de l’entrée {entry} de l’archive ne correspond à aucune table de la convention. Refaites l’archive avec ces "
                + "seuls fichiers, nommés comme ici : {expected}.",
            en:
                "The name of entry {entry} of the archive matches no table of the convention. Make the archive with these files "
                + "only, named like this: {expected}."),
        Message(
            "drop.repeated-entry",
            fr:
                "L’entrée {entry} de l’archive est un second fichier pour la table {table}. Mettez-y un seul fichier par table.",
            en:
                "Entry {entry} of the archive is a second file for table {table}. Put one file for each table into it."),
        Message(
            "drop.missing-entries",
            fr:
                "L’archive ne contient pas de fichier pour : {tables}. Ajoutez-le, même sans enregistrement, et renvoyez l’archive.",
            en:
                "The archive holds no file for: {tables}. Add it, even without records, and send the archive again."),
        Message(
            "drop.no-oppositions",
            fr:
                "La convention de ce compte ne prévoit pas de mise à jour d’oppositions. Déposez les données dans /inbox.",
            en: "The convention of this account has no opposition updates. Put data into /inbox."),
        Message(
            "drop.changed",
            fr:
                "Le fichier conservé par la passerelle n’est plus celui qui a été reçu. Renvoyez-le ; l’exploitant est prévenu.",
            en:
                "The file that the gateway kept is no longer the one it received. Send it again; the operator has been told."
        ),
        Message(
            "drop.over-tolerance",
            fr:
                "{rejected} enregistrements sur {read} (table {table}) ne respectent pas la convention, au-delà de la tolérance de {tolerance} %. Rien "
                + "n’a été intégré. Corrigez les lignes du rapport d’erreurs et renvoyez le fichier complet.",
            en:
                "{rejected} of {read} records (table {table}) break the convention, above the tolerance of {tolerance} %. Nothing was ingested. "
                + "Correct the lines of the error report and send the whole file again."),
        Message(
            "drop.too-many-groups",
            fr:
                "Le dépôt remplace trop de groupes de lignes différents dans la table {table}. Rien n’a été intégré. Découpez-le en plusieurs dépôts.",
            en:
                "The drop replaces too many different groups of rows in table {table}. Nothing was ingested. Split it into several drops."
        ),
        Message(
            "drop.rule",
            fr:
                "La règle {rule} (table {table}, champ {field}) refuse tout le fichier lorsqu’elle n’est pas respectée. Corrigez les lignes du rapport "
                + "d’erreurs et renvoyez le fichier complet.",
            en:
                "The rule {rule} (table {table}, field {field}) refuses the whole file when it is broken. Correct the lines of the error report and "
                + "send the whole file again."),
        Message(
            "drop.ends-ingester",
            fr:
                "Le traitement de ce fichier s’est arrêté {times} fois de suite sans aboutir. Rien n’a été intégré ; l’exploitant est "
                + "prévenu et décidera de la suite. Vous n’avez rien à renvoyer pour l’instant.",
            en:
                "Working on this file was cut off {times} times in a row. Nothing was ingested; the operator has been told and will "
                + "decide. You need not send anything for now."),
        Message(
            "drop.never-finished",
            fr:
                "L’envoi de ce fichier, commencé le {begun}, n’a jamais été terminé : {size} octets sont arrivés, le dernier le "
                + "{written}. Ils ont été effacés sans être lus. Renvoyez le fichier entier, sous son nom définitif.",
            en:
                "The upload of this file, begun at {begun}, was never finished: {size} bytes came, the last of them at {written}. "
                + "They were removed unread. Send the whole file again, under its final name."),
        Message(
            "drop.signature-alone",
            fr:
                "Cette signature est arrivée sans le fichier qu’elle signe, ou après son compte rendu : aucun dépôt du même nom n’en "
                + "attendait une dans les {minutes} minutes. Renvoyez le fichier et sa signature.",
            en:
                "This signature came without the file that it signs, or after its outcome: no drop of that name waited for one "
                + "within {minutes} minutes. Send the file and its signature again."),
        Message(
            "drop.nominative-layout",
            fr:
                "Un fichier pour la table {table} a la structure d’un fichier {layout}, qui contient des identités et ne doit pas "
                + "quitter l’établissement. Rien n’a été intégré et le dépôt est en quarantaine. Appelez le service des données, "
                + "et envoyez le fichier prévu par la convention.",
            en:
                "A file for table {table} has the structure of a {layout} file, which holds identities and must not leave the hospital. "
                + "Nothing was ingested and the drop is in quarantine. Call the data office, and send the file that the convention "
                + "provides for."),
        Message(
            "drop.too-many-oppositions",
            fr: "La mise à jour contient plus de {limit} lignes. Partagez-la en plusieurs fichiers.",
            en: "The update holds more than {limit} lines. Split it into several files."),
        Message(
            "drop.duplicate",
            fr:
                "Le même fichier a déjà été reçu le {received}. Rien n’a été ajouté ; le compte rendu de ce premier dépôt reste "
                + "valable. Si vous vouliez envoyer autre chose, vérifiez le fichier choisi.",
            en:
                "The same file was received before, at {received}. Nothing was added; the receipt of that first drop stands. If "
                + "you meant to send something else, check which file you chose."),
        Message(
            "drop.discarded",
            fr:
                "L’exploitant de la passerelle a abandonné ce dépôt, mis en quarantaine : rien n’a été intégré. Convenez avec lui "
                + "d’un nouvel envoi.",
            en:
                "The operator of the gateway discarded this drop, which was in quarantine: nothing was ingested. Agree with the "
                + "operator on a new upload."),
    ])
}
