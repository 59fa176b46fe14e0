package import Support

/// Sentences of the module's codes.
package enum XMLMessages {
    /// Every code of the module.
    package static let table = MessageTable([
        Message(
            "xml.malformed",
            fr:
                "Le document XML n’est pas bien formé à la ligne {line} (erreur libxml2 {error}) : corrigez l’export et renvoyez le fichier.",
            en:
                "The XML document is not well-formed on line {line} (libxml2 error {error}): correct the export and send it again."
        ),
        Message(
            "xml.doctype",
            fr: "Le document contient une déclaration DOCTYPE (ligne {line}) : retirez-la, elle n’est jamais acceptée.",
            en: "The document has a DOCTYPE declaration (line {line}): remove it, it is never accepted."),
        Message(
            "xml.too-deep",
            fr:
                "Plus de {limit} éléments sont imbriqués à la ligne {line} : ce document n’a pas la structure convenue.",
            en: "More than {limit} elements are nested on line {line}: this document has not the agreed structure."),
        Message(
            "xml.attributes",
            fr:
                "Un élément de la ligne {line} a plus de {limit} attributs, ou un attribut trop long : corrigez l’export.",
            en:
                "An element on line {line} has more than {limit} attributes, or one that is too long: correct the export."
        ),
        Message(
            "xml.names",
            fr:
                "Le document emploie plus de {limit} noms différents (ligne {line}) : il n’a pas la structure convenue.",
            en: "The document uses more than {limit} different names (line {line}): it has not the agreed structure."),
        Message(
            "xml.out-of-memory",
            fr: "Mémoire insuffisante pour lire le document : réessayez, puis prévenez l’exploitation.",
            en: "Not enough memory to read the document: try again, then tell the operators."),
    ])
}
