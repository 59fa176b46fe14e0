package import Support

/// What the codes of this module mean to operators.
package enum HomeMessages {
    /// Every message of the module.
    package static let table = MessageTable([
        Message(
            "home.not-empty", fr: "Le dossier n’est pas vide ; choisissez-en un autre ou videz-le.",
            en: "The directory is not empty; choose another or empty it."),
        Message(
            "home.no-ledger",
            fr: "Aucun dépôt n’a encore été traité ici : le registre naît au premier démarrage de l’ingestion "
                + "(« ecluse run » ou « ecluse ingest »).",
            en: "No drop has been processed here yet: the ledger is made when the ingester first starts "
                + "(“ecluse run” or “ecluse ingest”)."),
        Message(
            "home.demo-exposed",
            fr:
                "Un dossier de démonstration (operators.demo) n’écoute que sur la boucle locale ; remettez listen.address à 127.0.0.1, "
                + "ou créez une vraie passerelle avec « ecluse init ».",
            en:
                "A home for demonstrations (operators.demo) listens on loopback only; set listen.address back to 127.0.0.1, or make a "
                + "real gateway with “ecluse init”."),
        Message(
            "home.not-found", fr: "Il n’y a pas de passerelle dans ce dossier ; créez-la avec « ecluse init ».",
            en: "There is no gateway in this directory; create one with “ecluse init”."),
        Message(
            "home.key-missing", fr: "La clé {file} manque ; restaurez-la depuis la sauvegarde.",
            en: "Key {file} is missing; restore it from the backup."),
        Message(
            "home.key-malformed", fr: "Le fichier de clé {file} est illisible ; restaurez-le depuis la sauvegarde.",
            en: "Key file {file} cannot be read; restore it from the backup."),
        Message(
            "home.key-permissions",
            fr: "D’autres que le propriétaire peuvent lire {file} (droits {mode}) ; corrigez avec « chmod 600 ».",
            en: "Others than the owner can read {file} (mode {mode}); correct it with “chmod 600”."),
        Message(
            "home.key-owner", fr: "{file} appartient à un autre utilisateur ; corrigez avec « chown ».",
            en: "{file} belongs to another user; correct it with “chown”."),
        Message(
            "home.example-key",
            fr: "{file} est une clé d’exemple, connue de tous ; remplacez-la. Elle ne sert qu’à la démonstration.",
            en: "{file} is an example key that everybody has; replace it. It serves the demo only."),
        Message(
            "home.configuration",
            fr: "La configuration a {count} problème(s) ; le premier : {first}. Corrigez ecluse.json5.",
            en: "The configuration has {count} problem(s), the first: {first}. Correct ecluse.json5."),
        Message(
            "home.convention",
            fr: "La convention {id} a {count} problème(s) ; le premier : {first}. Voyez « ecluse convention check ».",
            en: "Convention {id} has {count} problem(s), the first: {first}. See “ecluse convention check”."),
        Message(
            "home.version-taken",
            fr:
                "La version {version} de {id} est déjà installée avec un autre contenu ; donnez un nouveau numéro de version.",
            en: "Version {version} of {id} is installed already with other content; give it a new version number."),
        Message(
            "home.misplaced",
            fr:
                "Le dossier conventions/{id}/{version} contient une autre convention ; rangez-la sous son nom et sa version.",
            en: "Folder conventions/{id}/{version} holds another convention; put it under its own name and version."),
        Message(
            "home.unsigned", fr: "La convention {id}, version {version}, n’est pas signée ; faites-la signer.",
            en: "Convention {id}, version {version}, is not signed; have it signed."),
        Message(
            "home.signature-wrong",
            fr:
                "La signature de {id}, version {version}, n’est pas celle de ces fichiers par un signataire admis ; ne l’utilisez pas.",
            en:
                "The signature of {id}, version {version}, is not one of these files by an allowed signer; do not use it."
        ),
        Message(
            "home.shared-account", fr: "Le compte {name} figure dans plusieurs conventions ; donnez à chacune le sien.",
            en: "Account {name} is in several conventions; give each its own."),
        Message(
            "home.column-conflict",
            fr:
                "La colonne « {column} » de {table} serait « {before} » selon {earlier} et « {after} » selon {later} ; donnez un autre nom à la nouvelle colonne (« as »).",
            en:
                "Column “{column}” of {table} would be “{before}” by {earlier} and “{after}” by {later}; give the new column another name (“as”)."
        ),
    ])
}
