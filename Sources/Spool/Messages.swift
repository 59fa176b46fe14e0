package import Support

/// What the spool says to a producer over SFTP.
package enum SpoolMessages {
    /// The sentences by code.
    package static let table = MessageTable([
        Message(
            "spool.name-too-long", fr: "Ce nom de fichier est trop long ({limit} octets au plus) ; raccourcissez-le.",
            en: "That file name is too long ({limit} bytes at most); shorten it."),
        Message(
            "spool.bad-name",
            fr: "Ce nom de fichier contient un caractère interdit (contrôle, « / » ou « \\ ») ; renommez le fichier.",
            en: "That file name contains a forbidden character (control, “/” or “\\”); rename the file."),
        Message(
            "spool.read-only", fr: "Ce répertoire est en lecture seule ; déposez vos fichiers dans /inbox.",
            en: "This directory is read-only; put your files in /inbox."),
        Message(
            "spool.no-read-back",
            fr: "Un fichier déposé ne peut pas être relu ; son accusé de réception se trouve dans /receipts.",
            en: "A file that was sent cannot be read back; its receipt is in /receipts."),
        Message(
            "spool.already-waiting",
            fr:
                "Un dépôt complet de ce nom attend déjà son traitement ; attendez son accusé dans /receipts ou changez de nom.",
            en:
                "A complete drop of that name is waiting already; wait for its receipt in /receipts or use another name."
        ),
        Message(
            "spool.exists", fr: "Un fichier de ce nom existe déjà ; supprimez-le ou choisissez un autre nom.",
            en: "A file of that name exists already; remove it or choose another name."),
        Message(
            "spool.busy",
            fr: "Ce fichier est en cours d’envoi par une autre connexion ; attendez qu’elle se termine.",
            en: "Another connection is sending this file; wait until it ends."),
        Message(
            "spool.finished", fr: "Ce dépôt est complet et ne peut plus être modifié ; suivez-le dans /receipts.",
            en: "This drop is complete and cannot be changed any more; follow it in /receipts."),
        Message(
            "spool.incomplete",
            fr: "Il manque une partie du fichier ; reprenez l’envoi ou recommencez-le. Rien n’a été pris en compte.",
            en: "A part of the file is missing; resume the upload or start it again. Nothing was taken."),
        Message(
            "spool.not-stretched",
            fr: "Un envoi ne s’allonge pas sans données ; écrivez la suite du fichier, puis fermez-le.",
            en: "An upload does not grow without data; write the rest of the file, then close it."),
        Message(
            "spool.write-failed",
            fr: "L’écriture a échoué de notre côté ; renvoyez le fichier plus tard. Rien n’a été pris en compte.",
            en: "Writing failed on our side; send the file again later. Nothing was taken."),
        Message(
            "spool.not-kept",
            fr:
                "Notre disque n’a pas confirmé l’écriture : ce qui était arrivé a été effacé. Renvoyez le fichier depuis le début.",
            en:
                "Our disk did not confirm what was written: what had arrived was removed. Send the file again from the start."
        ),
        Message(
            "spool.not-confirmed",
            fr:
                "Le fichier est arrivé entier, mais notre disque ne l’a pas confirmé. Attendez son accusé dans /receipts ; s’il ne vient "
                + "pas, renvoyez le fichier.",
            en:
                "The file arrived whole, but our disk did not confirm it. Wait for its receipt in /receipts; if none comes, send the "
                + "file again."),
        Message(
            "spool.place-missing",
            fr:
                "Le répertoire de votre compte a disparu de notre côté. Reconnectez-vous et renvoyez le fichier ; si cela persiste, "
                + "contactez l’exploitant.",
            en:
                "The directory of your account has gone on our side. Connect again and send the file again; if it persists, contact "
                + "the operator."),
        Message(
            "spool.no-directories",
            fr: "Les répertoires sont fixes ici ; déposez vos fichiers directement dans /inbox ou /oppositions.",
            en: "Directories are fixed here; put your files directly in /inbox or /oppositions."),
        Message(
            "spool.no-links", fr: "Les liens ne sont pas acceptés ; envoyez le fichier lui-même.",
            en: "Links are not accepted; send the file itself."),
        Message(
            "spool.drop-too-large",
            fr: "Ce dépôt dépasse la taille permise ({limit} octets) ; découpez-le ou contactez l’exploitant.",
            en: "This drop is larger than allowed ({limit} bytes); split it or contact the operator."),
        Message(
            "spool.quota",
            fr:
                "La place réservée à votre compte est pleine ({limit} octets) ; attendez le traitement des dépôts en cours.",
            en: "The space of your account is full ({limit} bytes); wait until the waiting drops are processed."),
        Message(
            "spool.too-many-files",
            fr: "Trop de fichiers en attente ({limit} au plus) ; supprimez les envois inachevés ou attendez.",
            en: "Too many files are waiting ({limit} at most); remove unfinished uploads or wait."),
        Message(
            "spool.disk-full",
            fr: "Le disque de la passerelle est presque plein ; réessayez plus tard, l’exploitant est prévenu.",
            en: "The gateway's disk is almost full; try again later, the operator has been told."),
        Message(
            "spool.not-a-file", fr: "Ce chemin est un répertoire ; indiquez un nom de fichier.",
            en: "That path is a directory; give a file name."),
        Message(
            "spool.not-a-directory", fr: "Ce chemin n’est pas un répertoire ; indiquez un répertoire.",
            en: "That path is not a directory; give a directory."),
        Message(
            "spool.failed", fr: "Opération impossible de notre côté ; réessayez, puis contactez l’exploitant.",
            en: "The operation failed on our side; try again, then contact the operator."),
    ])
}
