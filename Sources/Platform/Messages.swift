package import Support

/// What failed system calls mean for whoever runs the gateway.
package enum SystemMessages {
    /// One message a code.
    package static let table = MessageTable([
        Message(
            "system.disk-full",
            fr:
                "Le disque est plein, ou un quota est atteint ({call} {subject}). Libérez de la place, puis recommencez.",
            en: "The disk is full, or a quota is reached ({call} {subject}). Make room, then try again."),
        Message(
            "system.permission",
            fr:
                "Le système refuse l’accès ({call} {subject}). Vérifiez le propriétaire et les droits ; « ecluse doctor » y aide.",
            en: "The system refuses access ({call} {subject}). Check owner and rights; “ecluse doctor” helps."),
        Message(
            "system.not-found",
            fr:
                "Un fichier ou un dossier attendu manque ({call} {subject}). Vérifiez --home ; « ecluse doctor » y aide.",
            en:
                "A file or directory that should be there is missing ({call} {subject}). Check --home; “ecluse doctor” helps."
        ),
        Message(
            "system.exists",
            fr: "Un fichier de ce nom existe déjà ({call} {subject}) ; rien n’a été écrasé.",
            en: "A file of that name exists already ({call} {subject}); nothing was overwritten."),
        Message(
            "system.call-failed",
            fr: "Un appel au système a échoué : {call} {subject} : {reason}. « ecluse doctor » examine la machine.",
            en: "A system call failed: {call} {subject}: {reason}. “ecluse doctor” examines the machine."),
    ])
}
