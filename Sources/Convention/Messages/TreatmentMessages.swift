internal import Support

extension ConventionMessages {
    /// Sentences about treatments and code lists.
    static let treatment: [Message] = [
        Message(
            "treatment.type",
            fr: "le traitement {treatment} ne s’applique pas au champ « {field} » de type {type} (types : {types}).",
            en: "treatment {treatment} does not apply to field “{field}” of type {type} (types: {types})."),
        Message(
            "treatment.no-codes",
            fr: "keepCoded demande « enum », « codes » ou « nomenclature » sur le champ « {field} ».",
            en: "keepCoded needs “enum”, “codes” or “nomenclature” on field “{field}”."),
        Message(
            "treatment.forbid-required",
            fr: "le champ « {field} » est à la fois interdit et obligatoire ; retirez « required ».",
            en: "field “{field}” is both forbidden and required; remove “required”."),
        Message(
            "treatment.forbid-key",
            fr: "le champ interdit « {field} » ne peut pas être une clé ; retirez-le de « primaryKey ».",
            en: "forbidden field “{field}” cannot be a key; remove it from “primaryKey”."),
        Message(
            "treatment.reference-field",
            fr: "« {field} » ne peut pas être la référence : il faut un autre champ, de date.",
            en: "“{field}” cannot be the reference: it must be another field, of dates."),
        Message(
            "treatment.column-name",
            fr: "« {field} » n’est pas un nom de colonne pour le catalogue ; donnez-en un avec « as ».",
            en: "“{field}” is no column name for the catalogue; give one with “as”."),
        Message(
            "treatment.repeated-column",
            fr: "la colonne « {column} » figure deux fois dans le catalogue ; changez « as ».",
            en: "column “{column}” is in the catalogue twice; change “as”."),
        Message(
            "codes.not-utf8",
            fr: "la liste de codes n’est pas en UTF-8 ; enregistrez-la en UTF-8.",
            en: "the code list is not UTF-8; save it as UTF-8."),
        Message(
            "codes.no-header",
            fr: "la première ligne doit être « code;label ».",
            en: "the first line must be “code;label”."),
        Message(
            "codes.malformed",
            fr: "il n’y a pas de code sur cette ligne, ou il est trop long ou entre guillemets.",
            en: "there is no code on this line, or it is too long or quoted."),
        Message(
            "codes.repeated",
            fr: "ce code figure deux fois ; gardez-en un.",
            en: "this code is there twice; keep one."),
        Message(
            "codes.too-many",
            fr: "la liste a plus d’un million de codes ; réduisez-la.",
            en: "the list has more than a million codes; shorten it."),
        Message(
            "codes.empty",
            fr: "la liste n’a aucun code ; ajoutez-en.",
            en: "the list has no code; add some."),
    ]
}
