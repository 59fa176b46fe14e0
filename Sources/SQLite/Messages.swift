package import Support

/// What the store's codes mean; for operators, never shown to producers.
package enum SQLiteMessages {
    package static let table = MessageTable([
        Message(
            "database.busy",
            fr:
                "Un autre processus a tenu le registre trop longtemps ; réessayez, et vérifiez qu'aucune copie n'est en cours.",
            en: "Another process held the ledger for too long; try again, and check that no copy of it is under way."),
        Message(
            "database.constraint",
            fr: "Le registre a refusé une écriture contraire à ses règles ; rien n'a été modifié, signalez ce défaut.",
            en: "The ledger refused a write against its rules; nothing was changed, report this defect."),
        Message(
            "database.corrupt",
            fr: "Le registre est endommagé ; arrêtez les services et restaurez la dernière sauvegarde.",
            en: "The ledger is damaged; stop the services and restore the last backup."),
        Message(
            "database.disk-full",
            fr: "Le disque du registre est plein ; libérez de l'espace, le traitement reprendra où il en était.",
            en: "The ledger's disk is full; free space, processing will go on where it stopped."),
        Message(
            "database.input-output",
            fr: "Le disque du registre a échoué ({reason}) ; vérifiez le volume avant de redémarrer.",
            en: "The ledger's disk failed ({reason}); check the volume before a restart."),
        Message(
            "database.access",
            fr: "Le registre ne peut être ouvert ou modifié par cet utilisateur ; vérifiez son chemin et ses droits.",
            en: "This user cannot open or change the ledger; check its path and its rights."),
        Message(
            "database.mismatch",
            fr:
                "Le registre contient une valeur d'un type inattendu ; n'y écrivez pas à la main, restaurez une sauvegarde.",
            en: "The ledger holds a value of an unexpected type; do not write to it by hand, restore a backup."),
        Message(
            "database.failed",
            fr: "Une opération du registre a échoué ({reason}) ; réessayez, puis signalez ce défaut s'il persiste.",
            en: "An operation of the ledger failed ({reason}); try again, then report this defect if it stays."),
    ])
}
