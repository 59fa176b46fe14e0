internal import Support

/// What the ingester says to producers about deliveries.
enum DeliveryMessages {
    /// The table of messages.
    static let table = MessageTable([
        Message(
            "delivery.file-waits",
            fr:
                "Ce fichier fait partie d’une livraison : il attend le manifeste qui le nomme et les autres fichiers. Envoyez-les "
                + "avant le {before}.",
            en:
                "This file is part of a delivery: it waits for the manifest that names it and for the other files. Send them before "
                + "{before}."),
        Message(
            "delivery.waits",
            fr: "La livraison attend encore les fichiers des tables : {tables}. Complétez-la avant le {before}.",
            en: "The delivery still waits for the files of the tables: {tables}. Complete it before {before}."),
        Message(
            "delivery.let-go",
            fr:
                "La livraison est refusée à cause des fichiers des tables : {tables}. Ce fichier-ci n’est pas en cause : il est gardé. "
                + "Renvoyez les fichiers en cause et un nouveau manifeste qui nomme aussi celui-ci, avant le {before}.",
            en:
                "The delivery is refused because of the files of the tables: {tables}. This file is not to blame and is kept. Send the "
                + "files to blame again, and a new manifest that names this one too, before {before}."),
        Message(
            "delivery.no-manifest",
            fr:
                "Aucun manifeste n’a nommé ce fichier dans les {hours} heures. Rien n’a été intégré. Renvoyez le fichier avec les "
                + "autres de la livraison et leur manifeste.",
            en:
                "No manifest named this file within {hours} hours. Nothing was ingested. Send the file again with the others of the "
                + "delivery and their manifest."),
        Message(
            "delivery.superseded",
            fr: "Un fichier du même nom, arrivé plus tard, a pris la place de celui-ci dans sa livraison.",
            en: "A file of the same name that came later has taken the place of this one in its delivery."),
        Message(
            "delivery.replaced",
            fr:
                "Un manifeste de la même période, arrivé plus tard, remplace celui-ci, dont la livraison n’était pas complète. Les "
                + "fichiers déjà arrivés restent disponibles.",
            en:
                "A manifest of the same period that came later replaces this one, whose delivery was not complete. The files that "
                + "are there already can still be named."),
        Message(
            "delivery.incomplete",
            fr:
                "La livraison n’a pas été complétée à temps : il manque les fichiers des tables {tables}. Rien n’a été intégré. "
                + "Renvoyez tous les fichiers et leur manifeste.",
            en:
                "The delivery was not completed in time: the files of the tables {tables} are missing. Nothing was ingested. Send all "
                + "files and their manifest again."),
        Message(
            "delivery.refused",
            fr:
                "La livraison entière est refusée à cause des fichiers des tables : {tables}. Les autres sont gardés : renvoyez ceux-ci, "
                + "corrigés, et un nouveau manifeste.",
            en:
                "The whole delivery is refused because of the files of the tables: {tables}. The others are kept: send these again, "
                + "corrected, and a new manifest."),
        Message(
            "delivery.quarantined",
            fr: "La livraison entière est en quarantaine à cause des fichiers des tables : {tables}.",
            en: "The whole delivery is in quarantine because of the files of the tables: {tables}."),
        Message(
            "delivery.other-bytes",
            fr:
                "Le fichier de la table {table} compte {found} octets, le manifeste en annonce {stated}. Il est tronqué, ou le manifeste "
                + "a été fait d’un autre fichier.",
            en:
                "The file of table {table} has {found} bytes, the manifest states {stated}. It is cut, or the manifest was made of "
                + "another file."),
        Message(
            "delivery.other-digest",
            fr:
                "Le fichier de la table {table} n’a pas l’empreinte SHA-256 du manifeste, qui a été fait d’un autre fichier. Rappel : elle "
                + "se calcule sur le fichier avant compression et chiffrement.",
            en:
                "The file of table {table} has not the SHA-256 of the manifest, which was made of another file. It is that of the file "
                + "before it is compressed and sealed."),
        Message(
            "delivery.no-manifest-entry",
            fr: "L’archive ne contient pas son manifeste, {name}. Ajoutez-le et renvoyez l’archive.",
            en: "The archive does not hold its manifest, {name}. Add it and send the archive again."),
        Message(
            "delivery.repeated-manifest-entry",
            fr: "L’entrée {entry} de l’archive est un second manifeste. Gardez-en un.",
            en: "Entry {entry} of the archive is a second manifest. Keep one."),
        Message(
            "delivery.other-rows",
            fr:
                "Le fichier de la table {table} contient {found} enregistrements, le manifeste en annonce {stated} (sans compter "
                + "l’en-tête).",
            en:
                "The file of table {table} holds {found} records, the manifest states {stated} (the header not counted)."
        ),
    ])
}
