package import Support

/// What the codes about manifests of deliveries mean, for producers.
package enum ManifestMessages {
    /// One message a code.
    package static let table = MessageTable([
        Message(
            "manifest.too-long",
            fr: "Le manifeste dépasse {limit} octets. Un manifeste nomme les fichiers et ne contient pas de données.",
            en: "The manifest is longer than {limit} bytes. A manifest names the files and holds no data."),
        Message(
            "manifest.not-json",
            fr: "Le manifeste n’est pas un texte JSON : problème {problem} en {place} (ligne:colonne). Refaites-le.",
            en: "The manifest is no JSON text: problem {problem} at {place} (line:column). Make it again."),
        Message(
            "manifest.form",
            fr:
                "Le manifeste n’a pas la forme prévue : problème {problem} en {place} (ligne:colonne), {pointer}. Comparez-le au "
                + "modèle du guide et refaites-le.",
            en:
                "The manifest is not of the form agreed: problem {problem} at {place} (line:column), {pointer}. Compare it with the "
                + "model in the guide and make it again."),
        Message(
            "manifest.too-many-files",
            fr: "Le manifeste nomme plus de {limit} fichiers. Partagez la livraison.",
            en: "The manifest names more than {limit} files. Split the delivery."),
        Message(
            "manifest.other",
            fr: "Le manifeste n’est pas pour ce compte à cette date : « {member} » doit valoir {expected}.",
            en: "The manifest is not for this account on this day: “{member}” must be {expected}."),
        Message(
            "manifest.unknown-table",
            fr:
                "Le fichier n° {file} du manifeste n’est pour aucune table de la convention. Tables possibles : {expected}.",
            en: "File no. {file} of the manifest is for no table of the convention. Possible tables: {expected}."),
        Message(
            "manifest.repeated-table",
            fr:
                "Le fichier n° {file} du manifeste est un second fichier pour la table {table}. Gardez-en un par table.",
            en: "File no. {file} of the manifest is a second file for table {table}. Keep one for each table."),
        Message(
            "manifest.repeated-name",
            fr: "Le fichier n° {file} du manifeste (table {table}) porte le nom d’un autre. Donnez à chacun le sien.",
            en: "File no. {file} of the manifest (table {table}) has the name of another. Give each its own."),
        Message(
            "manifest.wrong-name",
            fr: "Le fichier de la table {table} ne porte pas un nom prévu par la convention, comme {example}.",
            en: "The file of table {table} has no name that the convention knows, such as {example}."),
        Message(
            "manifest.missing-tables",
            fr: "Le manifeste ne nomme pas de fichier pour : {tables}. Ajoutez-le, même sans enregistrement.",
            en: "The manifest names no file for: {tables}. Add it, even without records."),
        Message(
            "manifest.other-period",
            fr:
                "Un nom est d’une autre période que celle du manifeste (fichier de la table {table} ; « – » pour le manifeste "
                + "lui-même). Corrigez la période ou le nom.",
            en:
                "A name is of another period than the manifest says (file of table {table}; “–” for the manifest itself). Correct "
                + "the period or the name."),
    ])
}
