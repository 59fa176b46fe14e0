package import Support

/// What the faults of this module mean to people.
package enum CatalogueMessages {
    /// Sentence by code.
    package static let table = MessageTable([
        Message(
            "catalogue.name",
            fr: "Le nom d’une base, d’une table ou d’un dépôt contient un caractère interdit. "
                + "N’utilisez que des lettres sans accent, des chiffres, « - » et « _ ».",
            en: "The name of a base, table or drop holds a character that is not allowed. "
                + "Use letters without accents, digits, '-' and '_' only."),
        Message(
            "catalogue.no-table",
            fr: "Cette table n’existe pas dans le catalogue. Vérifiez son nom avec « ecluse catalogue list ».",
            en: "The catalogue has no such table. Check its name with 'ecluse catalogue list'."),
        Message(
            "catalogue.malformed-log",
            fr: "L’entrée {version} du journal de la table est abîmée à la ligne {line}. "
                + "Restaurez-la depuis une sauvegarde ; n’y écrivez plus d’ici là.",
            en: "Entry {version} of the table's log is damaged at line {line}. "
                + "Restore it from a backup, and do not write to the table until then."),
        Message(
            "catalogue.incomplete-log",
            fr: "L’entrée {version} du journal de la table manque. Restaurez-la depuis une sauvegarde.",
            en: "Entry {version} of the table's log is missing. Restore it from a backup."),
        Message(
            "catalogue.unsupported",
            fr: "La table utilise une fonction de Delta qu’Écluse refuse ({feature}). "
                + "Retirez cette fonction avec l’outil qui l’a activée.",
            en: "The table uses a feature of Delta that Écluse refuses ({feature}). "
                + "Remove it with the tool that turned it on."),
        Message(
            "catalogue.column",
            fr:
                "La colonne « {column} » a un nom ou un type que Delta ne connaît pas. Corrigez le schéma de la convention.",
            en: "Column '{column}' has a name or type that Delta does not know. Correct the schema of the convention."),
        Message(
            "catalogue.conflict",
            fr:
                "Un autre programme a modifié la table (version {version}) pendant l’écriture. Relancez l’ingestion du dépôt.",
            en: "Another program changed the table (version {version}) meanwhile. Ingest the drop again."),
        Message(
            "catalogue.column-type",
            fr:
                "La colonne « {column} » n’a pas dans la table le type ou le nom que la convention lui donne. Donnez un autre nom à la nouvelle colonne (« as »).",
            en:
                "Column “{column}” has not the type or spelling in the table that the convention gives it. Give the new column another name (“as”)."
        ),
        Message(
            "catalogue.too-many-groups",
            fr:
                "Le dépôt remplace trop de groupes de lignes différents. Découpez-le, ou nommez dans « same » des champs qui ont moins de valeurs.",
            en:
                "The drop replaces too many different groups of rows. Split it, or name fields with fewer values in “same”."
        ),
        Message(
            "catalogue.too-many-attempts",
            fr:
                "D’autres programmes écrivent sans cesse dans la table. Arrêtez-les, puis relancez l’ingestion du dépôt.",
            en: "Other programs keep writing to the table. Stop them, then ingest the drop again."),
    ])
}
