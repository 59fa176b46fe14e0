package import Support

/// Sentences for the codes of this module.
package enum PseudonymisationMessages {
    /// The table.
    package static let table = MessageTable([
        Message(
            "identifier.empty",
            fr: "L’identifiant est vide. Renseignez-le, ou laissez le champ absent si la convention le permet.",
            en: "The identifier is empty. Fill it in, or leave the field out where the convention allows it."),
        Message(
            "identifier.malformed",
            fr: "L’identifiant n’a ni la longueur ni les caractères attendus. Vérifiez l’extraction de ce champ.",
            en: "The identifier has not the expected length or characters. Check how this field is extracted."),
        Message(
            "identifier.key",
            fr: "La clé de contrôle de l’identifiant est fausse. Corrigez l’identifiant à la source.",
            en: "The identifier’s check key is wrong. Correct the identifier at its source."),
        Message(
            "identifier.placeholder",
            fr:
                "La valeur tient lieu d’identifiant inconnu. Laissez le champ vide lorsque la personne n’est pas connue.",
            en: "The value stands for an unknown identifier. Leave the field empty where the person is not known."),
        Message(
            "identifier.too-long",
            fr: "L’identifiant est trop long. Vérifiez que la colonne est la bonne.",
            en: "The identifier is too long. Check that the column is the right one."),
        Message(
            "pseudonym.domain-name",
            fr:
                "Le nom du domaine de pseudonymisation est invalide. Utilisez des minuscules, des chiffres et des traits d’union.",
            en: "The name of the pseudonym domain is invalid. Use lower-case letters, digits and hyphens."),
        Message(
            "pseudonym.epoch", fr: "Le numéro d’époque du secret est invalide. Numérotez les époques à partir de 1.",
            en: "The secret’s epoch is invalid. Number epochs from 1."),
        Message(
            "pseudonym.secret-length",
            fr: "Le secret n’a pas la longueur requise. Restaurez-le depuis sa sauvegarde.",
            en: "The secret has not the required length. Restore it from its backup."),
        Message(
            "pseudonym.secret-file",
            fr: "Le fichier du secret est illisible à la ligne {line}. Restaurez-le depuis sa sauvegarde.",
            en: "The secret’s file cannot be read at line {line}. Restore it from its backup."),
        Message(
            "pseudonym.secret-missing",
            fr: "Aucun secret pour le domaine {domain}. Créez-le ou restaurez-le avant de traiter ses dépôts.",
            en: "There is no secret for the domain {domain}. Create or restore it before its drops are processed."),
        Message(
            "pseudonym.epoch-missing",
            fr: "Le secret de l’époque {epoch} du domaine {domain} manque. Restaurez-le depuis sa sauvegarde.",
            en: "The secret of epoch {epoch} of the domain {domain} is missing. Restore it from its backup."),
        Message(
            "pseudonym.secret-twice",
            fr: "Deux secrets pour l’époque {epoch} du domaine {domain}. Retirez celui qui n’a pas servi.",
            en: "There are two secrets for epoch {epoch} of the domain {domain}. Remove the one that was never used."),
        Message(
            "pseudonym.crypto",
            fr: "La bibliothèque cryptographique a échoué ({function}). Vérifiez l’installation, puis relancez.",
            en: "The cryptographic library failed ({function}). Check the installation, then try again."),
    ])
}
