internal import Support

extension ConventionMessages {
    /// Sentences about what a drop replaces.
    static let replacement: [Message] = [
        Message(
            "convention.replaces-unused",
            fr: "« {member} » ne sert pas avec le mode « {mode} » ; retirez-le ou changez « loadMode ».",
            en: "“{member}” is not used with mode “{mode}”; remove it or change “loadMode”."),
        Message(
            "convention.replaces-same",
            fr:
                "« same » est vide : chaque dépôt remplacerait toute la table. Nommez des champs, ou choisissez « snapshot ».",
            en: "“same” is empty: every drop would replace the whole table. Name fields, or choose “snapshot”."),
        Message(
            "convention.replaces-treatment",
            fr:
                "après le traitement « {treatment} », les valeurs de « {field} » ne se comparent plus à celles du catalogue ; prenez un champ traité par : {treatments}.",
            en:
                "after treatment “{treatment}” values of “{field}” cannot be compared with those in the catalogue; take a field with one of: {treatments}."
        ),
        Message(
            "convention.replaces-type",
            fr: "« {field} » est de type {type} ; une fenêtre demande une date ou un instant.",
            en: "“{field}” is of type {type}; a window needs a date or datetime."),
        Message(
            "convention.replaces-optional",
            fr:
                "« {field} » peut manquer : une telle ligne ne serait dans aucune fenêtre et ne serait jamais remplacée. Ajoutez « required », sans l’action « warn ».",
            en:
                "“{field}” may be missing: such a row would lie in no window and never be replaced. Add “required”, without the action “warn”."
        ),
        Message(
            "convention.window-table",
            fr:
                "la table « {table} » n’arrive pas dans le même dépôt ; nommez une table du même fichier ou de la même archive.",
            en: "table “{table}” does not come in the same drop; name a table of the same file or archive."),
        Message(
            "convention.window-same",
            fr:
                "le champ « {field} » doit aussi être dans la table « {table} », avec le même type et le même traitement.",
            en: "field “{field}” must be in table “{table}” too, with the same type and treatment."),
        Message(
            "convention.part-window",
            fr:
                "une partie ne tire pas sa fenêtre de ses propres lignes, car un enregistrement corrigé peut n’en avoir aucune. Ajoutez « window », ou retirez « replaces » pour suivre la table « {table} ».",
            en:
                "a part does not take its window from its own rows, as a corrected record may have none. Add “window”, or remove “replaces” to follow table “{table}”."
        ),
        Message(
            "convention.part-replaces",
            fr:
                "cette partie suit la table « {table} » et doit avoir son champ « {field} » ; ajoutez-le, ou donnez à la partie son « replaces ».",
            en:
                "this part follows table “{table}” and must have its field “{field}”; add it, or give the part a “replaces” of its own."
        ),
    ]
}
