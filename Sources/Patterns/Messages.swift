package import Support

/// Sentences of the module's codes.
package enum PatternsMessages {
    /// Every code of the module.
    package static let table = MessageTable([
        Message(
            "pattern.invalid",
            fr:
                "Le motif n’est pas une expression PCRE2 correcte (erreur {error} à l’octet {offset}) : corrigez la convention.",
            en:
                "The pattern is not a correct PCRE2 expression (error {error} at byte {offset}): correct the convention."
        ),
        Message(
            "pattern.too-long",
            fr: "Le motif compte {length} octets, la limite est de {limit} : simplifiez-le.",
            en: "The pattern has {length} bytes, the limit is {limit}: make it simpler."),
        Message(
            "pattern.out-of-memory",
            fr: "Mémoire insuffisante pour préparer un motif : réessayez, puis prévenez l’exploitation.",
            en: "Not enough memory to prepare a pattern: try again, then tell the operators."),
    ])
}
