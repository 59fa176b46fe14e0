package import Support

/// What the faults of this module mean to producers.
package enum ContainerMessages {
    /// The table of messages.
    package static let table = MessageTable([
        Message(
            "container.mismatch",
            fr: "L’enveloppe contient {found} ; la convention prévoit {expected}. Préparez le fichier comme convenu, "
                + "scellez-le et renvoyez-le.",
            en:
                "The envelope holds {found}; the convention says {expected}. Prepare the file as agreed, seal it and send "
                + "it again."),
        Message(
            "container.changed",
            fr:
                "Le fichier {entry} a changé pendant qu’il était mis en archive. Attendez qu’il soit complet, puis relancez.",
            en: "File {entry} changed while it was packed. Wait until it is complete, then start again."),
        Message(
            "container.nested",
            fr:
                "Le fichier contient un autre fichier compressé ou une autre archive ({found}). Ne compressez qu’une fois.",
            en: "The file holds another compressed file or archive ({found}). Compress once only."),
        Message(
            "container.truncated",
            fr: "Le fichier compressé ou l’archive s’arrête après {bytes} octets, avant sa fin. Refaites le fichier, "
                + "vérifiez-le (« gzip -t », « zstd -t », « unzip -t », « tar -t ») et renvoyez-le.",
            en:
                "The compressed file or archive ends after {bytes} bytes, too early. Make it again, check it ('gzip -t', "
                + "'zstd -t', 'unzip -t', 'tar -t') and send it again."),
        Message(
            "container.damaged",
            fr:
                "Le fichier compressé ou l’archive est abîmé avant l’octet {bytes} : une somme de contrôle, une longueur ou "
                + "la structure est fausse. Refaites-le, vérifiez-le (« gzip -t », « zstd -t », « unzip -t », « tar -t ») et "
                + "renvoyez-le.",
            en:
                "The compressed file or archive is damaged before byte {bytes}: a checksum, a length or its structure is "
                + "wrong. Make it again, check it ('gzip -t', 'zstd -t', 'unzip -t', 'tar -t') and send it again."),
        Message(
            "container.trailing-data",
            fr: "Des octets suivent la fin du fichier compressé ou de l’archive. Envoyez-le seul, sans rien ajouter.",
            en: "Bytes follow the end of the compressed file or archive. Send it alone, with nothing added."),
        Message(
            "container.too-large",
            fr: "Le contenu décompressé dépasse {limit} octets. Partagez-le en plusieurs dépôts.",
            en: "The decompressed content is larger than {limit} bytes. Split it into several drops."),
        Message(
            "container.ratio",
            fr:
                "Le contenu décompressé est plus de {limit} fois plus grand que le fichier compressé, au-delà de ce que la "
                + "convention admet. Vérifiez le fichier ; s’il est juste, faites adapter la convention.",
            en: "The decompressed content is more than {limit} times as large as the compressed file, above what the "
                + "convention allows. Check the file; if it is right, have the convention changed."),
        Message(
            "container.window",
            fr:
                "Le fichier zstd demande trop de mémoire pour être décompressé. Compressez-le sans « --long » ni « --ultra ».",
            en: "The zstd file needs too much memory to be decompressed. Compress it without '--long' and '--ultra'."),
        Message(
            "container.too-many-entries",
            fr: "L’archive compte plus de {limit} entrées. N’y mettez que les fichiers de la convention.",
            en: "The archive has more than {limit} entries. Put the files of the convention into it and nothing else."),
        Message(
            "container.entry-name",
            fr:
                "Le nom de l’entrée {entry} de l’archive est absolu, sort de l’archive, est trop long ou n’est pas du texte. "
                + "Refaites l’archive depuis le dossier des fichiers, avec les noms de la convention.",
            en:
                "The name of entry {entry} of the archive is absolute, leaves the archive, is too long or is no text. Make "
                + "the archive again from the files' folder, with the names of the convention."),
        Message(
            "container.entry-kind",
            fr:
                "L’entrée {entry} de l’archive n’est pas un simple fichier (dossier, lien ou autre). Archivez les fichiers "
                + "seuls.",
            en: "Entry {entry} of the archive is no plain file (a folder, a link or something else). Archive the files "
                + "alone."),
        Message(
            "container.encrypted",
            fr:
                "L’entrée {entry} de l’archive est protégée par un mot de passe. L’enveloppe suffit : refaites l’archive sans "
                + "mot de passe.",
            en:
                "Entry {entry} of the archive is protected by a password. The envelope is enough: make the archive without "
                + "a password."),
        Message(
            "container.unsupported",
            fr:
                "L’entrée {entry} de l’archive est écrite d’une façon qui n’est pas prise en charge ({feature}). Refaites "
                + "l’archive avec « zip » (méthode deflate) ou « tar ».",
            en:
                "Entry {entry} of the archive is written in a way that is not supported ({feature}). Make the archive with "
                + "'zip' (method deflate) or 'tar'."),
        Message(
            "container.directory-differs",
            fr:
                "Le répertoire à la fin de l’archive ZIP ne décrit pas les fichiers qui s’y trouvent. Refaites l’archive.",
            en:
                "The directory at the end of the ZIP archive does not describe the files that are in it. Make the archive "
                + "again."),
    ])
}
