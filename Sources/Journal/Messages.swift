package import Support

/// What the journal's codes mean and what to do next; for operators.
package enum JournalMessages {
    package static let table = MessageTable([
        Message(
            "journal.damaged",
            fr:
                "La dernière ligne du journal ({file}) a été altérée ; gardez le dossier comme preuve, ailleurs, et redémarrez.",
            en: "The journal's last line ({file}) was altered; keep the directory as evidence, elsewhere, and restart."),
        Message(
            "journal.not-sealable",
            fr: "Le journal du {day} ne peut être scellé ; seul un jour écoulé qui a des lignes peut l'être.",
            en: "The journal of {day} cannot be sealed; only a day that is over and has lines can."),
    ])
}
