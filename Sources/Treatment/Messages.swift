package import Support

/// Sentences for the codes of this module.
package enum TreatmentMessages {
    /// The table.
    package static let table = MessageTable(blocks + values + plans)

    private static let blocks = [
        Message(
            "treatment.forbidden",
            fr:
                "Le champ «\u{A0}{field}\u{A0}» doit rester vide et contient une valeur. Le dépôt est mis en quarantaine\u{A0}: "
                + "videz ce champ dans l’extraction, puis déposez à nouveau.",
            en: "Field “{field}” must stay empty and holds a value. The drop is quarantined: empty the field in the "
                + "extract, then send it again."),
        Message(
            "treatment.residual-nir",
            fr: "Un texte conservé contient un numéro de sécurité sociale. Le dépôt est mis en quarantaine\u{A0}: "
                + "expurgez ce champ à la source.",
            en:
                "A text that is kept holds a social-security number. The drop is quarantined: clear the field at its source."
        ),
        Message(
            "treatment.residual-email",
            fr: "Un texte conservé contient une adresse électronique. Le dépôt est mis en quarantaine\u{A0}: "
                + "expurgez ce champ à la source.",
            en: "A text that is kept holds an e-mail address. The drop is quarantined: clear the field at its source."),
        Message(
            "treatment.residual-phone",
            fr: "Un texte conservé contient un numéro de téléphone. Le dépôt est mis en quarantaine\u{A0}: "
                + "expurgez ce champ à la source.",
            en: "A text that is kept holds a telephone number. The drop is quarantined: clear the field at its source."),
        Message(
            "treatment.residual-rpps",
            fr: "Un texte conservé contient un numéro RPPS. Le dépôt est mis en quarantaine\u{A0}: "
                + "expurgez ce champ à la source.",
            en: "A text that is kept holds an RPPS number. The drop is quarantined: clear the field at its source."),
    ]

    private static let values = [
        Message(
            "treatment.age-negative",
            fr: "L’âge est négatif. Vérifiez la date de naissance et la date de référence.",
            en: "The age is negative. Check the birth date and the date of reference."),
        Message(
            "treatment.age-impossible",
            fr: "L’âge dépasse 130 ans. Vérifiez la date de naissance.",
            en: "The age is over 130 years. Check the birth date."),
        Message(
            "treatment.postcode",
            fr: "Le code postal n’existe pas. Corrigez-le, ou utilisez 99999 s’il n’est pas connu.",
            en: "The postcode does not exist. Correct it, or use 99999 where it is not known."),
        Message(
            "treatment.number-negative",
            fr: "Le numéro est négatif. Vérifiez la colonne extraite.",
            en: "The number is negative. Check which column is extracted."),
        Message(
            "treatment.out-of-range",
            fr: "La valeur sort de l’intervalle possible. Vérifiez-la à la source.",
            en: "The value is outside what is possible. Check it at its source."),
    ]

    private static let plans = [
        Message(
            "treatment.wrong-type",
            fr:
                "Le traitement du champ «\u{A0}{field}\u{A0}» ne convient pas à son type. "
                + "Changez l’un ou l’autre dans la convention.",
            en: "The treatment of the field “{field}” does not suit its type. Change either in the convention."),
        Message(
            "treatment.reference",
            fr:
                "Le traitement du champ «\u{A0}{field}\u{A0}» se réfère à un champ qui n’est pas une date. "
                + "Corrigez la convention.",
            en: "The treatment of the field “{field}” refers to a field that is no date. Correct the convention."),
        Message(
            "treatment.parameter",
            fr: "Le traitement du champ «\u{A0}{field}\u{A0}» a un paramètre impossible. Corrigez la convention.",
            en: "The treatment of the field “{field}” has an impossible parameter. Correct the convention."),
        Message(
            "treatment.name-twice",
            fr: "Deux champs donneraient la colonne «\u{A0}{column}\u{A0}». "
                + "Renommez l’une des deux dans la convention.",
            en: "Two fields would give the column “{column}”. Rename one of them in the convention."),
        Message(
            "treatment.person",
            fr:
                "Le champ «\u{A0}{field}\u{A0}» ne peut pas désigner la personne. "
                + "Indiquez un champ d’identifiant dans la convention.",
            en: "The field “{field}” cannot tell the person. Name a field that holds an identifier in the convention."),
        Message(
            "treatment.block",
            fr: "Le champ «\u{A0}{field}\u{A0}» n’a pas été lu comme prévu. "
                + "Signalez-le à l’exploitant de la passerelle.",
            en: "The field “{field}” was not read as planned. Report this to the operator of the gateway."),
        Message(
            "treatment.surrogate-key-missing",
            fr: "La clé de renumérotation du dépôt manque. Signalez-le à l’exploitant de la passerelle.",
            en: "The drop’s key for renumbering is missing. Report this to the operator of the gateway."),
    ]
}
