package import Support

/// Sentences for the codes of this module.
package enum ExclusionMessages {
    /// The table.
    package static let table = MessageTable([
        Message(
            ReappearanceNotice.code,
            fr:
                "Le dépôt contient des lignes de personnes qui se sont opposées ({rows}). Elles ont été écartées\u{A0}: "
                + "retirez ces personnes de vos prochaines extractions.",
            en:
                "The drop holds rows of persons who opposed ({rows}). They were left out: take these persons out of your next "
                + "extracts."),
        Message(
            "exclusion.epoch",
            fr: "La matrice d’exclusion du domaine {domain} n’est pas à l’époque {epoch} ({rows} lignes). "
                + "Terminez la rotation des secrets avant de traiter des dépôts.",
            en: "The exclusion matrix of the domain {domain} is not in epoch {epoch} ({rows} rows). "
                + "Finish the rotation of secrets before drops are processed."),
    ])
}
