/// The members that say what the load modes `replaceWindow` and `cumulativeReplace` replace.
enum ReplacementFormat {
    static let window = ObjectRule(
        "window", "Where the drop states what it replaces.",
        [
            MemberRule(
                "table", .text(.tableName),
                "The table itself, or another that comes in the same drop; it has the fields of `same` too.",
                #""etablissement""#),
            MemberRule(
                "from", .text(.any), default: "the least `field` in that table",
                "Field of that table: the first day replaced.", #""datedebut""#),
            MemberRule(
                "to", .text(.any), default: "the greatest `field` in that table",
                "Field of that table: the last day replaced.", #""datefin""#),
        ])

    static let replaces = ObjectRule(
        "replaces", "Which rows of the table go when a drop comes in, in the commit that adds the drop's own.",
        [
            MemberRule(
                "same", .list(.text(.any), minimum: 0),
                "Fields whose values a row must have in common with a record of the drop; `[]` for every row of the window.",
                #"["finess"]"#),
            MemberRule(
                "field", .text(.any), default: "none with `cumulativeReplace`",
                "Date or datetime that lies in the window of a row that goes; required with `replaceWindow`.",
                #""entree""#),
            MemberRule(
                "window", .object(window), default: "the days from the least to the greatest `field` in the drop",
                "Where the drop states what it replaces.",
                #"{"table": "etablissement", "from": "datedebut", "to": "datefin"}"#),
        ])

    static let all = [replaces, window]
}
