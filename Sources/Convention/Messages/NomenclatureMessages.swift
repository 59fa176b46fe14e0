package import Support

/// What the codes of nomenclatures mean to operators and to those who write conventions.
package enum NomenclatureMessages {
    /// Every message about nomenclatures.
    package static let table = MessageTable([
        Message(
            "nomenclature.name",
            fr: "Un nom de nomenclature est en minuscules, chiffres et tirets, comme « cim10 » ; corrigez --name.",
            en: "A nomenclature's name is lower-case letters, digits and hyphens, such as “cim10”; correct --name."),
        Message(
            "nomenclature.version",
            fr: "Une version est faite de lettres, chiffres, points et tirets, 32 au plus ; corrigez --version.",
            en: "A version is letters, digits, dots and hyphens, at most 32; correct --version."),
        Message(
            "nomenclature.not-installed",
            fr: "La nomenclature {name} n’est pas installée ; importez-la avec « ecluse nomenclature import ».",
            en: "Nomenclature {name} is not installed; import it with “ecluse nomenclature import”."),
        Message(
            "nomenclature.version-taken",
            fr:
                "La version {version} de {name} est déjà installée avec un autre contenu ; donnez un autre nom de version.",
            en: "Version {version} of {name} is installed already with other content; give it another version name."),
        Message(
            "nomenclature.day-missing",
            fr: "Une version de {name} est déjà installée ; dites à partir de quel jour celle-ci juge (--valid-from).",
            en: "A version of {name} is installed already; say from which day this one judges (--valid-from)."),
        Message(
            "nomenclature.damaged",
            fr:
                "La version {version} de {name} n’est plus celle qui a été importée ; restaurez-la, ou importez-la de nouveau sous un autre nom de version.",
            en:
                "Version {version} of {name} is no longer what was imported; restore it, or import it again under another version name."
        ),
        Message(
            "nomenclature.too-large", fr: "Le fichier dépasse {limit} octets ; réduisez-le aux colonnes utiles.",
            en: "The file has more than {limit} bytes; reduce it to the columns needed."),
        Message(
            "nomenclature.empty", fr: "Le fichier ne contient aucun code ; vérifiez le fichier.",
            en: "The file has no code; check which file it is."),
        Message(
            "nomenclature.header",
            fr: "La première ligne n’est pas lisible ; vérifiez --encoding, --delimiter et --quote.",
            en: "The first line cannot be read; check --encoding, --delimiter and --quote."),
        Message(
            "nomenclature.unknown-column",
            fr: "Le fichier n’a pas de colonne « {column} » ; ses colonnes : {columns}. Vérifiez aussi --delimiter.",
            en: "The file has no column “{column}”; its columns: {columns}. Check --delimiter, too."),
        Message(
            "nomenclature.repeated-column",
            fr: "Deux colonnes s’appellent « {column} » ; renommez-en une dans le fichier.",
            en: "Two columns are called “{column}”; rename one of them in the file."),
        Message(
            "nomenclature.unreadable",
            fr: "Le fichier n’est pas lisible à la ligne {line} ({reason}) ; corrigez-le. Rien n’a été importé.",
            en: "The file cannot be read on line {line} ({reason}); correct it. Nothing was imported."),
        Message(
            "nomenclature.record",
            fr:
                "{count} enregistrements sont mal formés, le premier à la ligne {line} ({reason}) ; vérifiez --encoding et --quote, ou corrigez le fichier. Rien n’a été importé.",
            en:
                "{count} records are malformed, the first on line {line} ({reason}); check --encoding and --quote, or correct the file. Nothing was imported."
        ),
        Message(
            "nomenclature.code",
            fr:
                "À la ligne {line}, le code est vide, trop long, ou contient un guillemet, un point-virgule ou un caractère de contrôle ; vérifiez --column. Rien n’a été importé.",
            en:
                "On line {line} the code is empty, too long, or has a quote, a semicolon or a control character; check --column. Nothing was imported."
        ),
        Message(
            "nomenclature.too-many-codes", fr: "La liste a plus de {limit} codes ; réduisez-la.",
            en: "The list has more than {limit} codes; shorten it."),
    ])
}
