package import Support

extension RecordsMessages {
    /// Sentences about conditions that cannot be read; also the lint of conventions shows them.
    package static let expressions: [Message] = [
        Message(
            "expression.too-long", fr: "la condition dépasse {limit} caractères ; découpez la règle.",
            en: "the condition has more than {limit} characters; split the rule."),
        Message(
            "expression.too-deep",
            fr: "caractère {column} : plus de {limit} parenthèses ou « not » imbriqués ; simplifiez la condition.",
            en: "character {column}: more than {limit} parentheses or “not”s inside each other; simplify the condition."
        ),
        Message(
            "expression.character", fr: "caractère {column} : il n’a pas de sens dans une condition ; retirez-le.",
            en: "character {column}: it means nothing in a condition; remove it."),
        Message(
            "expression.quote",
            fr: "caractère {column} : ce texte ou ce nom n’est jamais refermé ; ajoutez ' ou ].",
            en: "character {column}: this text or name is never closed; add ' or ]."),
        Message(
            "expression.number", fr: "caractère {column} : un nombre a au plus {limit} chiffres ; raccourcissez-le.",
            en: "character {column}: a number has at most {limit} digits; shorten it."),
        Message(
            "expression.date",
            fr:
                "caractère {column} : écrivez date 'AAAA-MM-JJ' ou datetime 'AAAA-MM-JJTHH:MM:SSZ', un jour qui existe.",
            en: "character {column}: write date 'YYYY-MM-DD' or datetime 'YYYY-MM-DDTHH:MM:SSZ', a day that exists."),
        Message(
            "expression.unexpected", fr: "caractère {column} : autre chose est attendu ici ; relisez la condition.",
            en: "character {column}: something else is expected here; read the condition again."),
        Message(
            "expression.end", fr: "la condition s’arrête trop tôt (caractère {column}) ; terminez-la.",
            en: "the condition ends too early (character {column}); complete it."),
        Message(
            "expression.constant", fr: "caractère {column} : une liste « in » ne contient que des constantes.",
            en: "character {column}: a list after “in” holds constants alone; replace this."),
        Message(
            "expression.function", fr: "caractère {column} : la fonction « {name} » n’existe pas ; corrigez son nom.",
            en: "character {column}: there is no function “{name}”; correct its name."),
        Message(
            "expression.arguments", fr: "caractère {column} : « {name} » n’a pas les arguments qu’il lui faut.",
            en: "character {column}: “{name}” has not the arguments that it needs; correct them."),
        Message(
            "expression.unknown-field",
            fr: "caractère {column} : le champ « {field} » n’existe pas ; corrigez son nom.",
            en: "character {column}: there is no field “{field}”; correct its name."),
        Message(
            "expression.unknown-table",
            fr: "caractère {column} : la table « {table} » n’existe pas ; corrigez son nom.",
            en: "character {column}: there is no table “{table}”; correct its name."),
        Message(
            "expression.other-table",
            fr: "caractère {column} : un champ de « {table} » n’a de sens ici que dans un total, comme sum ou count.",
            en: "character {column}: a field of “{table}” makes sense here in a total only, such as sum or count."),
        Message(
            "expression.type", fr: "caractère {column} : {expected} attendu, {found} trouvé ; corrigez la condition.",
            en: "character {column}: {expected} expected, {found} found; correct the condition."),
        Message(
            "expression.incompatible",
            fr: "caractère {column} : {left} et {right} ne vont pas ensemble ; comparez des valeurs de même type.",
            en: "character {column}: {left} and {right} do not go together; compare values of one type."),
        Message(
            "expression.total-in-total", fr: "caractère {column} : un total ne peut pas en contenir un autre.",
            en: "character {column}: a total cannot hold another; take it out."),
        Message(
            "expression.total-table", fr: "caractère {column} : un total porte sur les champs d’une seule table.",
            en: "character {column}: a total is about fields of one table; name one at least, and no other."),
        Message(
            "expression.not-a-part",
            fr: "caractère {column} : pour chaque enregistrement, un total porte sur une table qui en est une partie.",
            en: "character {column}: a total for each record is over a table that is part of its own; name one."),
        Message(
            "expression.field-beside-total",
            fr: "caractère {column} : une règle sur des totaux ne nomme de champs que dans les totaux.",
            en: "character {column}: a rule on totals names fields inside totals only; move it into one."),
    ]
}
