package import Support

/// What the receiver says to an operator when it cannot serve.
package enum ReceptionMessages {
    /// One message a code.
    package static let table = MessageTable([
        Message(
            "reception.no-confinement",
            fr:
                "Ce noyau ne sait pas confiner les sessions (Landlock de Linux 5.19 ou plus récent, et seccomp). Démarrez-en un plus récent, ou réglez confinement.allowWithout dans ecluse.json5 si le risque est accepté.",
            en:
                "This kernel cannot confine sessions (Landlock of Linux 5.19 or later, and seccomp). Boot a newer one, or set confinement.allowWithout in ecluse.json5 where the risk is accepted."
        ),
        Message(
            "system-calls.filter",
            fr:
                "Le filtre d’appels système n’a pas pu être posé ({step}, erreur {number}) ; « ecluse doctor » examine la machine.",
            en:
                "The filter of system calls could not be put in place ({step}, error {number}); “ecluse doctor” examines the machine."
        ),
        Message(
            "session.unknown-account",
            fr:
                "Aucune convention en vigueur ne nomme ce compte ; « ecluse convention list » montre ceux qui existent.",
            en: "No convention in force names this account; “ecluse convention list” shows those that exist."),
    ])
}
