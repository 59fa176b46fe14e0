package import Support
internal import XML

/// Sentences of the module's codes: faults of a drop, and rules that a record can break.
package enum RecordsMessages {
    /// Every code of the module.
    package static let table = MessageTable(
        merging: [
            MessageTable(drop + header + records + fields + schema + expressions), FormatMessages.table,
            XMLMessages.table,
        ])

    private static let drop = [
        Message(
            "csv.empty", fr: "Le fichier est vide : envoyez un fichier qui commence par la ligne d’en-tête.",
            en: "The file is empty: send a file that begins with the header line."),
        Message(
            "csv.utf16", fr: "Le fichier est en UTF-16 : exportez-le dans l’encodage de la convention ({encoding}).",
            en: "The file is in UTF-16: export it in the convention's encoding ({encoding})."),
        Message(
            "csv.not-text",
            fr:
                "La première ligne contient des caractères de contrôle : ce fichier n’est pas un CSV. Vérifiez le fichier envoyé.",
            en: "The first line has control characters: this file is not CSV. Check which file was sent."),
        Message(
            "csv.line-ends",
            fr: "Les lignes se terminent par CR seul : exportez le fichier avec des fins de ligne LF ou CRLF.",
            en: "Lines end in CR alone: export the file with LF or CRLF line ends."),
        Message(
            "csv.record-too-long",
            fr: "L’enregistrement qui commence à la ligne {line} dépasse {limit} octets : vérifiez les fins de ligne.",
            en: "The record that begins on line {line} has more than {limit} bytes: check the line ends."),
        Message(
            "csv.unterminated-quote",
            fr: "Un guillemet ouvert à la ligne {line} n’est jamais refermé : fermez-le ou doublez-le.",
            en: "A quote opened on line {line} is never closed: close it or double it."),
        Message(
            "csv.record-count",
            fr: "Le fichier dépasse le nombre de lignes permis ({limit}) : découpez l’envoi.",
            en: "The file has more lines than allowed ({limit}): split the drop."),
    ]

    private static let header = [
        Message(
            "csv.header-missing",
            fr:
                "La première ligne ne porte aucun des noms de colonnes de la convention ({expected} attendus) : ajoutez l’en-tête.",
            en: "The first line has none of the convention's column names ({expected} expected): add the header."),
        Message(
            "csv.header-too-long",
            fr: "L’en-tête dépasse {limit} octets : vérifiez le séparateur et les fins de ligne.",
            en: "The header has more than {limit} bytes: check the separator and the line ends."),
        Message(
            "csv.header-encoding",
            fr: "L’en-tête n’est pas dans l’encodage de la convention ({encoding}) : exportez de nouveau le fichier.",
            en: "The header is not in the convention's encoding ({encoding}): export the file again."),
        Message(
            "csv.header-quote",
            fr: "L’en-tête contient un guillemet mal placé : corrigez les guillemets de la première ligne.",
            en: "The header has a misplaced quote: correct the quotes of the first line."),
        Message(
            "csv.too-many-columns",
            fr: "L’en-tête compte {found} colonnes, la limite est de {limit} : vérifiez le séparateur.",
            en: "The header has {found} columns, the limit is {limit}: check the separator."),
        Message(
            "csv.column-missing", fr: "La colonne « {column} » (position {expected}) manque : ajoutez-la.",
            en: "Column “{column}” (position {expected}) is missing: add it."),
        Message(
            "csv.column-unknown",
            fr: "La colonne « {column} » (position {found}) n’est pas dans la convention : retirez-la.",
            en: "Column “{column}” (position {found}) is not in the convention: remove it."),
        Message(
            "csv.column-unnamed",
            fr:
                "La colonne en position {found} (forme {shape}) n’est pas dans la convention : retirez-la ou corrigez son nom.",
            en:
                "The column at position {found} (shape {shape}) is not in the convention: remove it or correct its name."
        ),
        Message(
            "csv.column-duplicated",
            fr: "La colonne « {column} » figure deux fois (positions {first} et {found}) : gardez-en une seule.",
            en: "Column “{column}” is there twice (positions {first} and {found}): keep one."),
        Message(
            "csv.column-moved",
            fr:
                "La colonne « {column} » est en position {found}, la convention l’attend en position {expected} : déplacez-la.",
            en: "Column “{column}” is at position {found}, the convention expects it at position {expected}: move it."),
        Message(
            "csv.more-problems", fr: "L’en-tête a encore {count} autres problèmes : corrigez d’abord les premiers.",
            en: "The header has {count} more problems: correct the first ones first."),
    ]

    private static let records = [
        Message(
            "record.field-count",
            fr: "La ligne n’a pas autant de champs que l’en-tête : vérifiez séparateurs et guillemets.",
            en: "The line has not as many fields as the header: check separators and quotes."),
        Message(
            "record.malformed-quote",
            fr: "Un guillemet est mal placé : entourez tout le champ de guillemets et doublez ceux qu’il contient.",
            en: "A quote is misplaced: put quotes around the whole field and double those inside."),
        Message(
            "record.invalid-encoding",
            fr:
                "La ligne contient des octets étrangers à l’encodage de la convention : exportez le fichier dans cet encodage.",
            en: "The line has bytes that are not in the convention's encoding: export the file in that encoding."),
        Message(
            "record.nul-byte", fr: "La ligne contient un octet nul : retirez-le à la source.",
            en: "The line has a NUL byte: remove it at the source."),
        Message(
            "record.too-long",
            fr: "La ligne ou l’un de ses champs est trop long : vérifiez les guillemets et le texte libre.",
            en: "The line or one of its fields is too long: check quotes and free text."),
        Message(
            "key.duplicate",
            fr: "La clé de la ligne figure déjà dans l’envoi : n’envoyez chaque enregistrement qu’une fois.",
            en: "The key of the line is already in the drop: send each record once."),
        Message(
            "key.unique",
            fr: "Les valeurs de {fields} figurent déjà dans l’envoi : elles doivent être uniques.",
            en: "The values of {fields} are already in the drop: they must be unique."),
        Message(
            "key.reference",
            fr:
                "Les valeurs de {fields} ne sont dans aucun enregistrement de « {target} » : envoyez-le aussi, ou corrigez-les.",
            en: "The values of {fields} are in no record of “{target}”: send it too, or correct them."),
        Message(
            "rule",
            fr: "La ligne ne respecte pas la règle « {rule} » ({condition}) : corrigez l’un des champs.",
            en: "The line does not keep rule “{rule}” ({condition}): correct one of the fields."),
        Message(
            "part-rule",
            fr:
                "L’enregistrement et ce qui en fait partie ne respectent pas la règle « {rule} » ({condition}) : corrigez l’un ou l’autre.",
            en: "The record and its parts do not keep rule “{rule}” ({condition}): correct the one or the others."),
        Message(
            "total-rule",
            fr:
                "Les totaux de l’envoi ne respectent pas la règle « {rule} » ({condition}) : vérifiez que tout a été envoyé.",
            en: "The totals of the drop do not keep rule “{rule}” ({condition}): check that all was sent."),
    ]

    private static let fields = [
        Message(
            "field.required", fr: "Le champ « {field} » est obligatoire et il est vide : renseignez-le.",
            en: "Field “{field}” is required and empty: fill it in."),
        Message(
            "field.type", fr: "Le champ « {field} » n’a pas le type attendu : corrigez le format de la valeur.",
            en: "Field “{field}” is not of the expected type: correct the format of the value."),
        Message(
            "field.pattern", fr: "Le champ « {field} » ne suit pas le motif de la convention : corrigez la valeur.",
            en: "Field “{field}” does not follow the convention's pattern: correct the value."),
        Message(
            "field.pattern-limit",
            fr:
                "Le champ « {field} » demande trop de travail au motif de la convention : raccourcissez la valeur ou faites simplifier le motif.",
            en:
                "Field “{field}” takes the convention's pattern too much work: shorten the value or have the pattern made simpler."
        ),
        Message(
            "field.unique", fr: "La valeur du champ « {field} » figure déjà dans l’envoi : elle doit être unique.",
            en: "The value of field “{field}” is already in the drop: it must be unique."),
        Message(
            "field.enum", fr: "Le champ « {field} » n’est pas l’une des valeurs permises : corrigez la valeur.",
            en: "Field “{field}” is not one of the allowed values: correct the value."),
        Message(
            "field.code-list",
            fr: "Le champ « {field} » ne figure pas dans la nomenclature : utilisez un code en vigueur.",
            en: "Field “{field}” is not in the code list: use a code in force."),
        Message(
            "field.minimum", fr: "Le champ « {field} » est sous le minimum permis : vérifiez la valeur.",
            en: "Field “{field}” is below the allowed minimum: check the value."),
        Message(
            "field.maximum", fr: "Le champ « {field} » dépasse le maximum permis : vérifiez la valeur.",
            en: "Field “{field}” is above the allowed maximum: check the value."),
        Message(
            "field.min-length", fr: "Le champ « {field} » est trop court : vérifiez la valeur.",
            en: "Field “{field}” is too short: check the value."),
        Message(
            "field.max-length", fr: "Le champ « {field} » est trop long : vérifiez la valeur.",
            en: "Field “{field}” is too long: check the value."),
        Message(
            "field.check",
            fr: "La clé de contrôle du champ « {field} » est fausse : vérifiez l’identifiant à la source.",
            en: "The check digits of field “{field}” are wrong: check the identifier at the source."),
    ]

    private static let schema = [
        Message(
            "schema.no-fields", fr: "La table n’a aucun champ : ajoutez des champs à son schéma.",
            en: "The table has no field: add fields to its schema."),
        Message(
            "schema.too-many-fields", fr: "La table compte plus de {limit} champs : découpez-la.",
            en: "The table has more than {limit} fields: split it."),
        Message(
            "schema.duplicate-field", fr: "Le champ « {field} » est déclaré deux fois : n’en gardez qu’un.",
            en: "Field “{field}” is declared twice: keep one."),
        Message(
            "schema.invalid-pattern",
            fr: "Le motif du champ « {field} » n’est pas correct ({error}) : corrigez la convention.",
            en: "The pattern of field “{field}” is not correct ({error}): correct the convention."),
        Message(
            "schema.unknown-code-list", fr: "Le champ « {field} » renvoie à une nomenclature absente : ajoutez-la.",
            en: "Field “{field}” refers to a code list that is not there: add it."),
        Message(
            "schema.unknown-nomenclature",
            fr: "Le champ « {field} » renvoie à la nomenclature {nomenclature}, qui n’est pas installée : "
                + "importez-la avec « ecluse nomenclature import ».",
            en: "Field “{field}” refers to nomenclature {nomenclature}, which is not installed: "
                + "import it with “ecluse nomenclature import”."),
        Message(
            "schema.invalid-format",
            fr: "Le format du champ « {field} » n’est pas compris : utilisez %Y %m %d %H %M %S %f %z, selon le type.",
            en: "The format of field “{field}” is not understood: use %Y %m %d %H %M %S %f %z, as the type allows."),
        Message(
            "schema.enum-type", fr: "Une valeur de « enum » n’est pas du type du champ « {field} » : corrigez-la.",
            en: "A value of “enum” is not of the type of field “{field}”: correct it."),
        Message(
            "schema.number-style",
            fr:
                "Le séparateur de groupes du champ « {field} » ne peut être ni chiffre, ni signe, ni séparateur décimal.",
            en: "The group separator of field “{field}” cannot be a digit, a sign or the decimal character: change it."),
        Message(
            "schema.invalid-decimal", fr: "La précision du champ « {field} » sort de 1 à 18 chiffres : corrigez-la.",
            en: "The precision of field “{field}” is outside 1 to 18 digits: correct it."),
        Message(
            "schema.unknown-table", fr: "La table « {table} » d’une clé étrangère n’existe pas : corrigez son nom.",
            en: "Table “{table}” of a foreign key does not exist: correct its name."),
        Message(
            "schema.foreign-key-types",
            fr: "La clé étrangère {fields} et ce qu’elle vise n’ont pas les mêmes types : corrigez l’une ou l’autre.",
            en: "Foreign key {fields} and what it refers to have not the same types: correct one or the other."),
        Message(
            "schema.invalid-key", fr: "Une clé renvoie à un champ absent : corrigez la convention.",
            en: "A key refers to a field that is not there: correct the convention."),
        Message(
            "schema.invalid-dialect",
            fr:
                "Le séparateur et le guillemet doivent être deux caractères ASCII visibles distincts : corrigez le dialecte.",
            en: "Separator and quote must be two distinct visible ASCII characters: correct the dialect."),
    ]
}
