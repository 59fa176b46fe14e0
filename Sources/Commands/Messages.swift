package import Support

/// What is said of a command line that cannot be followed.
package enum CommandMessages {
    /// One message a code.
    package static let table = MessageTable([
        Message(
            "usage.unknown-command",
            fr: "la commande « {word} » n’existe pas ; « {help} » donne la liste",
            en: "there is no command “{word}”; “{help}” lists them"),
        Message(
            "usage.unknown-command-suggested",
            fr: "la commande « {word} » n’existe pas ; vouliez-vous dire « {suggestion} » ?",
            en: "there is no command “{word}”; did you mean “{suggestion}”?"),
        Message(
            "usage.missing-command",
            fr: "il manque une commande après « {command} » ; « {help} » donne la liste",
            en: "a command is missing after “{command}”; “{help}” lists them"),
        Message(
            "usage.unknown-option",
            fr: "l’option « {word} » n’existe pas ici ; « {help} » donne la liste",
            en: "there is no option “{word}” here; “{help}” lists them"),
        Message(
            "usage.unknown-option-suggested",
            fr: "l’option « {word} » n’existe pas ici ; vouliez-vous dire « {suggestion} » ?",
            en: "there is no option “{word}” here; did you mean “{suggestion}”?"),
        Message(
            "usage.missing-value",
            fr: "l’option « {option} » attend une valeur : {option} {placeholder}",
            en: "option “{option}” needs a value: {option} {placeholder}"),
        Message(
            "usage.unexpected-value",
            fr: "l’option « {option} » n’attend pas de valeur ; retirez ce qui suit le signe égal",
            en: "option “{option}” takes no value; remove what follows the equals sign"),
        Message(
            "usage.bad-number",
            fr: "l’option « {option} » attend un nombre entier de {minimum} à {maximum}",
            en: "option “{option}” needs a whole number from {minimum} to {maximum}"),
        Message(
            "usage.bad-choice",
            fr: "l’option « {option} » attend l’une de ces valeurs : {choices}",
            en: "option “{option}” needs one of: {choices}"),
        Message(
            "usage.missing-option",
            fr: "il manque l’option « {option} » ; « {help} » dit ce qu’elle attend",
            en: "option “{option}” is missing; “{help}” says what it expects"),
        Message(
            "usage.missing-argument",
            fr: "il manque l’argument {argument} ; « {help} » dit ce qu’il désigne",
            en: "argument {argument} is missing; “{help}” says what it stands for"),
        Message(
            "usage.unexpected-argument",
            fr: "l’argument « {word} » est de trop ; « {help} » dit ce qui est attendu",
            en: "argument “{word}” is one too many; “{help}” says what is expected"),
    ])
}
