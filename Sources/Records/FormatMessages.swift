internal import Support

/// Sentences of the codes of all formats but CSV.
enum FormatMessages {
    static let table = MessageTable(files + documents + records + nested + layouts)

    private static let files = [
        Message(
            "file.empty", fr: "Le fichier est vide : vérifiez l’export et renvoyez-le.",
            en: "The file is empty: check the export and send it again."),
        Message(
            "file.utf16", fr: "Le fichier est en UTF-16 : exportez-le dans l’encodage convenu ({encoding}).",
            en: "The file is in UTF-16: export it in the agreed encoding ({encoding})."),
        Message(
            "file.line-too-long",
            fr: "La ligne {line} dépasse {limit} octets : vérifiez les fins de ligne.",
            en: "Line {line} has more than {limit} bytes: check the line ends."),
        Message(
            "json.array",
            fr:
                "Le fichier est un tableau JSON : envoyez un objet par ligne, sans crochets ni virgules entre les lignes.",
            en: "The file is a JSON array: send one object a line, without brackets and without commas between lines."),
    ]

    private static let documents = [
        Message(
            "xml.encoding",
            fr: "Le document ne déclare pas l’encodage convenu ({encoding}) : corrigez la déclaration XML ou l’export.",
            en:
                "The document does not declare the agreed encoding ({encoding}): correct the XML declaration or the export."
        ),
        Message(
            "xml.not-in-encoding",
            fr:
                "La ligne {line} contient des octets étrangers à l’encodage {encoding} : exportez de nouveau le fichier.",
            en: "Line {line} has bytes that are not in the encoding {encoding}: export the file again."),
        Message(
            "xml.root",
            fr: "L’élément racine (ligne {line}) n’est pas celui de la convention : vérifiez le fichier envoyé.",
            en: "The root element (line {line}) is not the convention's: check which file was sent."),
        Message(
            "xml.unknown-element",
            fr:
                "Un élément ou un attribut de la ligne {line}, hors des enregistrements, n’est pas dans la convention : retirez-le.",
            en: "An element or attribute on line {line}, outside of the records, is not in the convention: remove it."),
        Message(
            "xml.repeated-element",
            fr: "Un élément de la ligne {line}, hors des enregistrements, figure deux fois : gardez-en un seul.",
            en: "An element on line {line}, outside of the records, is there twice: keep one."),
        Message(
            "xml.late-element",
            fr:
                "Un élément de la ligne {line} vient après les enregistrements auxquels il se rapporte : placez-le avant eux.",
            en: "An element on line {line} comes after the records that it is about: put it before them."),
        Message(
            "xml.stray-text",
            fr: "Il y a du texte hors de tout champ à la ligne {line} : retirez-le.",
            en: "There is text outside of any field on line {line}: remove it."),
        Message(
            "xml.head-too-long",
            fr: "Ce qui précède les enregistrements dépasse {limit} octets (ligne {line}) : vérifiez l’export.",
            en: "What comes before the records has more than {limit} bytes (line {line}): check the export."),
        Message(
            "xml.expansion",
            fr:
                "Les valeurs répétées dans chaque ligne des tables font plus de {limit} fois la taille du document (ligne {line}) : raccourcissez ce qui entoure les enregistrements.",
            en:
                "The values that are repeated in each row of the tables make more than {limit} times the size of the document (line {line}): shorten what is around the records."
        ),
        Message(
            "xml.record-too-long",
            fr: "L’enregistrement qui commence à la ligne {line} dépasse {limit} octets : vérifiez l’export.",
            en: "The record that begins on line {line} has more than {limit} bytes: check the export."),
    ]

    private static let records = [
        Message(
            "record.wrong-charset",
            fr:
                "La ligne contient des caractères de contrôle (octets 80 à 9F) : le fichier est sans doute en Windows-1252. Exportez-le dans l’encodage convenu.",
            en:
                "The line has control characters (bytes 80 to 9F): the file is probably in Windows-1252. Export it in the agreed encoding."
        ),
        Message(
            "record.length",
            fr:
                "La ligne n’a pas la longueur que donnent la partie fixe et ses compteurs : vérifiez la version du format et les zones répétées.",
            en:
                "The line has not the length that the fixed part and its counts give: check the version of the format and the repeated zones."
        ),
        Message(
            "record.unknown-version",
            fr:
                "La ligne est dans une version de format que la convention ne connaît pas : vérifiez la zone de version.",
            en: "The line is in a version of the format that the convention does not know: check the version zone."),
        Message(
            "record.group-count",
            fr:
                "Le compteur des zones répétées de la ligne n’est pas un nombre, ou dépasse le maximum convenu : corrigez-le.",
            en: "The count of repeated zones of the line is no number, or above the agreed maximum: correct it."),
        Message(
            "record.malformed-json",
            fr: "La ligne n’est pas un objet JSON correct : vérifiez guillemets, virgules et caractères d’échappement.",
            en: "The line is not a correct JSON object: check quotes, commas and escapes."),
        Message(
            "record.unknown-member",
            fr: "L’enregistrement contient un champ que la convention ne connaît pas : retirez-le ou corrigez son nom.",
            en: "The record has a field that the convention does not know: remove it or correct its name."),
        Message(
            "record.duplicate-member",
            fr: "L’enregistrement contient deux fois le même champ : gardez-en un seul.",
            en: "The record has the same field twice: keep one."),
        Message(
            "record.nested-value",
            fr: "Un champ de l’enregistrement contient un objet ou un tableau : envoyez une valeur simple.",
            en: "A field of the record holds an object or an array: send a simple value."),
        Message(
            "record.missing-element",
            fr: "Il manque à l’enregistrement un élément obligatoire : ajoutez-le, même vide.",
            en: "The record lacks a required element: add it, even if it is empty."),
        Message(
            "record.stray-text",
            fr: "L’enregistrement contient du texte hors de tout champ : retirez-le.",
            en: "The record has text outside of any field: remove it."),
    ]

    private static let nested = [
        Message(
            "record.wrong-kind",
            fr:
                "Un membre de l’enregistrement n’a pas la forme convenue (objet, tableau ou valeur simple) : corrigez l’export.",
            en: "A member of the record has not the agreed form (object, list or simple value): correct the export."),
        Message(
            "record.too-deep",
            fr: "La ligne contient trop d’objets ou de tableaux les uns dans les autres : vérifiez l’export.",
            en: "The line has too many objects or lists inside each other: check the export."),
        Message(
            "record.list-too-long",
            fr: "Les tableaux de la ligne ont trop d’éléments : répartissez-les sur plusieurs lignes.",
            en: "The lists of the line have too many elements: spread them over several lines."),
        Message(
            "record.part-of-left-out",
            fr: "L’enregistrement fait partie d’un autre qui est écarté : corrigez celui-ci, et renvoyez les deux.",
            en: "The record is part of another that is left out: correct that one, and send both again."),
        Message(
            "record.outside-window",
            fr:
                "L’enregistrement est hors de ce que le dépôt déclare remplacer (établissement, jours) : corrigez-le, ou la période déclarée.",
            en:
                "The record lies outside of what the drop says that it replaces (establishment, days): correct it, or the period stated."
        ),
    ]

    private static let layouts = [
        Message(
            "schema.field-without-place",
            fr: "Le champ « {field} » n’a de place dans aucune description du format : ajoutez-la à la convention.",
            en: "Field “{field}” has no place in any description of the format: add it to the convention."),
        Message(
            "schema.invalid-layout",
            fr:
                "La description du format n’est pas correcte pour « {name} » : corrigez places, longueurs, noms et chemins.",
            en: "The description of the format is not correct for “{name}”: correct places, lengths, names and paths."),
    ]
}
