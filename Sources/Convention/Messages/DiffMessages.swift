package import Support

/// The words in which two versions of a convention are compared.
package enum DiffMessages {
    /// Every message about differences.
    package static let table = MessageTable([
        Message("diff.added", fr: "ajouté", en: "added"),
        Message("diff.removed", fr: "retiré", en: "removed"),
        Message("diff.changed", fr: "modifié", en: "changed"),
        Message("diff.moved", fr: "déplacé", en: "moved"),
        Message("diff.compatible", fr: "compatible", en: "compatible"),
        Message("diff.additive", fr: "ajout", en: "additive"),
        Message("diff.breaking", fr: "rupture", en: "breaking"),
        Message("diff.for-producer", fr: "Pour le producteur ({impact})", en: "For the producer ({impact})"),
        Message("diff.for-table", fr: "Pour la table ({impact})", en: "For the table ({impact})"),
        Message("diff.producer.none", fr: "rien", en: "nothing"),
        Message("diff.producer.wording", fr: "des textes", en: "texts for people"),
        Message("diff.producer.wider", fr: "ce qui était accepté le reste", en: "what was accepted still is"),
        Message(
            "diff.producer.narrower", fr: "ce qui était accepté peut ne plus l’être",
            en: "what was accepted may be so no longer"),
        Message("diff.producer.layout", fr: "les fichiers s’écrivent autrement", en: "files are written otherwise"),
        Message("diff.producer.naming", fr: "les fichiers se nomment autrement", en: "files are called otherwise"),
        Message(
            "diff.producer.sealing", fr: "les dépôts se scellent ou se signent autrement",
            en: "drops are sealed or signed otherwise"),
        Message("diff.producer.access", fr: "un accès disparaît", en: "an access is gone"),
        Message("diff.producer.offer", fr: "on peut envoyer davantage", en: "more may be sent"),
        Message("diff.producer.withdrawal", fr: "on ne peut plus l’envoyer", en: "it can be sent no longer"),
        Message(
            "diff.producer.calendar", fr: "une échéance ou une validité change", en: "a due day or a validity changes"),
        Message(
            "diff.producer.identity", fr: "ce n’est pas une version plus récente de la même convention",
            en: "it is no newer version of the same convention"),
        Message("diff.table.none", fr: "rien", en: "nothing"),
        Message("diff.table.wording", fr: "des textes de la fiche", en: "texts of the card"),
        Message(
            "diff.table.wider", fr: "des valeurs ou des lignes nouvelles peuvent venir",
            en: "values or rows may come that could not before"),
        Message("diff.table.added", fr: "une colonne ou une table de plus", en: "a column or a table more"),
        Message("diff.table.removed", fr: "plus rien n’y est versé", en: "nothing goes there any more"),
        Message(
            "diff.table.type", fr: "un autre type, que la même table ne peut pas contenir",
            en: "another type, which the same table cannot hold"),
        Message("diff.table.values", fr: "les valeurs n’ont plus le même sens", en: "values mean something else"),
        Message(
            "diff.table.rows", fr: "d’autres lignes sont prises, écartées ou remplacées",
            en: "other rows are taken, left out or replaced"),
        Message("diff.table.place", fr: "les lignes vont ailleurs", en: "rows go to another place"),
    ])

    static func code(_ kind: ConventionChange.Kind) -> FaultCode { FaultCode(rawValue: "diff." + kind.rawValue) }
    static func code(_ impact: Impact) -> FaultCode { FaultCode(rawValue: "diff." + impact.rawValue) }
    static func code(_ effect: ProducerEffect) -> FaultCode {
        FaultCode(rawValue: "diff.producer." + effect.rawValue)
    }
    static func code(_ effect: TableEffect) -> FaultCode { FaultCode(rawValue: "diff.table." + effect.rawValue) }
}
