internal import Support

extension ConventionMessages {
    /// Sentences about the shape of a JSON file.
    static let format: [Message] = [
        Message(
            "format.wrong-kind",
            fr: "valeur de type {found} ; il faut : {expected}. Corrigez la valeur.",
            en: "this is a value of kind {found}; {expected} is needed. Correct the value."),
        Message(
            "format.out-of-range",
            fr: "le nombre doit être compris entre {minimum} et {maximum}. Corrigez-le.",
            en: "the number must be between {minimum} and {maximum}. Correct it."),
        Message(
            "format.text",
            fr: "le texte est vide, trop long ou contient un caractère de contrôle. Corrigez-le.",
            en: "the text is empty, too long or holds a control character. Correct it."),
        Message(
            "format.identifier",
            fr: "ce n’est pas un identifiant : une minuscule, puis au plus 31 minuscules, chiffres ou tirets.",
            en: "this is no identifier: a lower-case letter, then at most 31 lower-case letters, digits or hyphens."),
        Message(
            "format.table-name",
            fr: "ce n’est pas un nom de table : une minuscule, puis au plus 62 minuscules, chiffres ou « _ ».",
            en: "this is no table name: a lower-case letter, then at most 62 lower-case letters, digits or “_”."),
        Message(
            "format.column-name",
            fr: "ce n’est pas un nom de colonne : lettres sans accent, chiffres et « _ », sans chiffre au début.",
            en: "this is no column name: letters without accents, digits and “_”, not starting with a digit."),
        Message(
            "format.date",
            fr: "ce n’est pas un jour du calendrier ; écrivez-le AAAA-MM-JJ.",
            en: "this is no day of the calendar; write it YYYY-MM-DD."),
        Message(
            "format.time",
            fr: "ce n’est pas une heure ; écrivez-la HH:MM.",
            en: "this is no time of day; write it HH:MM."),
        Message(
            "format.network", fr: "ce n’est pas un réseau en notation CIDR ; écrivez par exemple 192.0.2.0/24.",
            en: "this is no network in CIDR notation; write for example 192.0.2.0/24."),
        Message(
            "format.url",
            fr: "ce n’est pas une adresse http:// ou https:// entière, sans espace ni accent ; corrigez-la.",
            en: "this is no whole http:// or https:// address without spaces and accents; correct it."),
        Message(
            "format.email", fr: "ce n’est pas une adresse de courriel ; écrivez-la nom@domaine, sans accent.",
            en: "this is no address for mail; write it name@domain, without accents."),
        Message(
            "format.mark",
            fr: "il faut un seul caractère de ponctuation ASCII ou une tabulation.",
            en: "one ASCII punctuation character or a tab is needed."),
        Message(
            "format.choice",
            fr: "valeur inconnue ; choisissez parmi : {choices}.",
            en: "unknown value; choose one of: {choices}."),
        Message(
            "format.too-few",
            fr: "la liste est trop courte : il faut au moins {minimum} élément(s).",
            en: "the list is too short: it needs at least {minimum} element(s)."),
        Message(
            "format.repeated",
            fr: "cet élément figure déjà dans la liste ; retirez-le.",
            en: "this element is in the list already; remove it."),
        Message(
            "format.missing-member",
            fr: "le membre « {member} » manque ({object}) ; ajoutez-le.",
            en: "member “{member}” is missing ({object}); add it."),
        Message(
            "format.unknown-member",
            fr: "le membre « {member} » n’existe pas ({object}) ; membres connus : {known}.",
            en: "there is no member “{member}” ({object}); known members: {known}."),
        Message(
            "format.misspelt-member",
            fr: "le membre « {member} » n’existe pas ({object}) ; vouliez-vous dire « {suggestion} » ?",
            en: "there is no member “{member}” ({object}); did you mean “{suggestion}”?"),
        Message(
            "json.too-long",
            fr: "le fichier dépasse 16 Mio ; réduisez-le.",
            en: "the file is longer than 16 MiB; shorten it."),
        Message(
            "json.not-utf8",
            fr: "le fichier n’est pas en UTF-8 ; enregistrez-le en UTF-8.",
            en: "the file is not UTF-8; save it as UTF-8."),
        Message(
            "json.trailing-data",
            fr: "il y a du texte après la fin du JSON ; retirez-le.",
            en: "there is text after the end of the JSON; remove it."),
        Message(
            "json.unexpected-character",
            fr: "caractère inattendu en JSON ; corrigez la syntaxe.",
            en: "this character is not expected in JSON; correct the syntax."),
        Message(
            "json.unexpected-end",
            fr: "le JSON s’arrête trop tôt ; fermez les accolades et crochets.",
            en: "the JSON ends too early; close braces and brackets."),
        Message(
            "json.too-deep",
            fr: "l’imbrication est trop profonde ; simplifiez.",
            en: "the nesting is too deep; simplify it."),
        Message(
            "json.duplicate-name",
            fr: "ce membre figure deux fois dans l’objet ; gardez-en un.",
            en: "this member is in the object twice; keep one."),
        Message(
            "json.expected-colon",
            fr: "un « : » est attendu.",
            en: "a “:” is expected."),
        Message(
            "json.expected-comma",
            fr: "une « , » est attendue.",
            en: "a “,” is expected."),
        Message(
            "json.expected-name",
            fr: "un nom de membre entre guillemets est attendu.",
            en: "a member name in quotes is expected."),
        Message(
            "json.trailing-comma",
            fr: "une virgule précède la fermeture ; retirez-la.",
            en: "a comma comes before the closing bracket; remove it."),
        Message(
            "json.unterminated-string",
            fr: "la chaîne n’est pas fermée ; ajoutez le guillemet.",
            en: "the string is not closed; add the quote."),
        Message(
            "json.unterminated-comment",
            fr: "le commentaire n’est pas fermé ; ajoutez « */ ».",
            en: "the comment is not closed; add “*/”."),
        Message(
            "json.control-character",
            fr: "caractère de contrôle dans une chaîne ; écrivez-le avec une barre oblique inverse.",
            en: "a control character stands in a string; write it with a backslash."),
        Message(
            "json.unknown-escape",
            fr: "séquence d’échappement inconnue ; corrigez-la.",
            en: "this escape sequence is unknown; correct it."),
        Message(
            "json.unpaired-surrogate",
            fr: "demi-caractère Unicode isolé ; corrigez la séquence \\u.",
            en: "a surrogate stands alone; correct the \\u sequence."),
        Message(
            "json.malformed-number",
            fr: "ce nombre est mal écrit ; corrigez-le.",
            en: "this number is malformed; correct it."),
    ]
}
