package import Support

/// Sentences for the codes of this module.
package enum ExclusionMessages {
    /// The table.
    package static let table = MessageTable([
        Message(
            "exclusion.epoch",
            fr: "La matrice d’exclusion du domaine {domain} n’est pas à l’époque {epoch} ({rows} lignes). "
                + "Terminez la rotation des secrets avant de traiter des dépôts.",
            en: "The exclusion matrix of the domain {domain} is not in epoch {epoch} ({rows} rows). "
                + "Finish the rotation of secrets before drops are processed.")
    ])
}
