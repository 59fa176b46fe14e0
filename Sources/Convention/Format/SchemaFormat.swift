internal import Records

/// The members of `<table>.schema.json`: Frictionless Table Schema 1, and what Écluse adds to it.
package enum SchemaFormat {
    private static let actionNames = RuleAction.allCases.map(\.rawValue)

    /// The rules that a value must keep (Table Schema, constraints).
    package static let constraints = ObjectRule(
        "constraints", "What a value of the field must be.",
        [
            MemberRule("required", .boolean, default: "`false`", "Empty values are refused.", "true"),
            MemberRule(
                "unique", .boolean, default: "`false`", "No value occurs twice in a drop; it may be missing.", "true"),
            MemberRule(
                "pattern", .text(.any), default: "any text", "Regular expression (PCRE2) of the whole text.",
                #""\\d{5}""#),
            MemberRule(
                "enum", .list(.scalar, minimum: 1), default: "any value",
                "The only values allowed; all but strings are compared as values, so that `07` is 7.", #"["M", "F"]"#
            ),
            MemberRule(
                "minimum", .scalar, default: "none",
                "Least number or year, or first month, day or moment (`YYYY-MM`, `YYYY-MM-DD`, ISO 8601 in UTC), or time `HH:MM`.",
                "0"),
            MemberRule("maximum", .scalar, default: "none", "Greatest number, or last day or moment.", "120"),
            MemberRule(
                "exclusiveMinimum", .scalar, default: "none", "As `minimum`, but the bound itself is refused.", "0"),
            MemberRule(
                "exclusiveMaximum", .scalar, default: "none", "As `maximum`, but the bound itself is refused.", "100"),
            MemberRule("minLength", .integer(0...1_000_000), default: "none", "Fewest characters.", "1"),
            MemberRule("maxLength", .integer(0...1_000_000), default: "none", "Most characters.", "20"),
        ])

    /// An official list of codes, imported by the operator.
    package static let nomenclature = ObjectRule(
        "nomenclature",
        "An official list of codes that the gateway's operator imports (`ecluse nomenclature import`); not in the convention's folder.",
        [
            MemberRule("name", .text(.identifier), "Name under which it is installed.", #""cim10""#),
            MemberRule(
                "orPattern", .boolean, default: "`false`",
                "Where it is not installed, the field's `pattern` alone is applied; else the convention cannot be used.",
                "true"),
        ])

    /// One column.
    package static let field = ObjectRule(
        "field", "A column of the file, in the order of the header.",
        [
            MemberRule("name", .text(.any), "Column name in the header, matched exactly.", #""resultat""#),
            MemberRule("title", .text(.any), default: "none", "Name for people.", #""Résultat""#),
            MemberRule(
                "description", .text(.any), default: "none", "What the column holds, in the producer's language.",
                #""…""#),
            MemberRule(
                "type", .text(.choice(FieldType.schemaNames)), "Type of the values.", #""string""#),
            MemberRule(
                "format", .text(.any),
                default: TemporalKind.allCases.map { "`\($0.standard)`" }.joined(separator: ", "),
                "How a date, datetime, time or yearmonth is written: `%Y %m %d %H %M %S %f %z` and literal characters. Of a string: "
                    + TextFormat.allCases.map { "`\($0.rawValue)`" }.joined(separator: ", ") + ".",
                #""%d/%m/%Y""#),
            MemberRule("decimalChar", .text(.mark), default: "`.`", "Before the decimals of a `number`.", #"",""#),
            MemberRule(
                "groupChar", .text(.free), default: "none",
                "Between groups of three digits of an `integer` or `number`.",
                #"" ""#),
            MemberRule(
                "bareNumber", .boolean, default: "`true`",
                "`false` passes over what stands before and after a number, such as `€`.", "false"),
            MemberRule(
                "precision", .integer(1...18), default: "floating point",
                "Makes a `number` fixed point: digits in all.", "9"),
            MemberRule("scale", .integer(0...18), default: "0", "Of these, digits after the decimal point.", "2"),
            MemberRule(
                "trueValues", .list(.text(.any), minimum: 1), default: "`true`, `1`", "Texts that mean true.", #"["O"]"#
            ),
            MemberRule(
                "falseValues", .list(.text(.any), minimum: 1), default: "`false`, `0`", "Texts that mean false.",
                #"["N"]"#),
            MemberRule(
                "missingValues", .list(.text(.free), minimum: 0), default: "those of the table",
                "Texts that stand for no value in this column.", #"["", "99"]"#),
            MemberRule(
                "constraints", .object(constraints), default: "none", "What a value must be.", #"{"required": true}"#),
            MemberRule(
                "codes", .text(.identifier), default: "none", "Code list `<name>.codes.csv` that the value must be in.",
                #""result""#),
            MemberRule(
                "nomenclature", .object(nomenclature), default: "none",
                "Installed nomenclature that the value must be in; in place of `codes`.", #"{"name": "cim10"}"#),
            MemberRule(
                "check", .text(.choice(IdentifierCheck.allCases.map(\.rawValue))), default: "none",
                "Check of an identifier's own key.", #""finess""#),
            MemberRule(
                "actions", .map(.text(.choice(actionNames))), default: "`reject record` for each",
                "What breaking a rule does, by rule: \(RuleKind.allCases.map { "`\($0.rawValue)`" }.joined(separator: ", ")).",
                #"{"check": "warn"}"#),
            MemberRule(
                "treatment", .variant(tag: "kind", TreatmentFormat.all.map(\.rule)),
                "What happens to the field on its way to the catalogue: exactly one.", #"{"kind": "keepCoded"}"#),
        ])

    /// A rule between columns, or on totals.
    package static let rule = ObjectRule(
        "rule",
        "A condition that each record must keep, or that the drop's totals must: `holds`, or `left`, `operator` and `right`. "
            + "It holds where a value that it needs is missing.",
        [
            MemberRule("name", .text(.identifier), "Name in receipts, unique in the table.", #""entry-before-exit""#),
            MemberRule(
                "holds", .text(.any), default: "a comparison", "The condition (see *Conditions*).",
                #""if mode = '8' then destination in ('6', '7')""#),
            MemberRule("left", .text(.any), default: "a condition", "A field.", #""entree""#),
            MemberRule(
                "operator", .text(.choice(Comparison.allCases.map(\.rawValue))), default: "a condition",
                "How they compare.", #""<=""#),
            MemberRule(
                "right", .text(.any), default: "a condition", "Another field of a comparable type.", #""sortie""#),
            MemberRule(
                "limit", .number(-Double.infinity...Double.infinity), default: "none",
                "The rule then reads `left - right operator limit`, in days for dates.", "30"),
            MemberRule(
                "totals", .text(.choice(TotalScope.allCases.map(\.rawValue))), default: "`drop`",
                "What the totals of the condition are over: all records of the drop, or those that are part of the record (`partOf`).",
                #""record""#),
            MemberRule(
                "action", .text(.choice(actionNames)), default: "`reject record`, on totals of the drop `reject drop`",
                "What breaking the rule does.", #""warn""#),
        ])

    /// What a foreign key refers to.
    package static let reference = ObjectRule(
        "reference", "What a foreign key refers to.",
        [
            MemberRule("resource", .text(.free), default: "this table", "A table of the convention.", #""visit""#),
            MemberRule("fields", .oneOrMore(.any), "Its fields, in the order of the key's.", #""id_visit""#),
        ])

    /// A reference to records of the same drop.
    package static let foreignKey = ObjectRule(
        "foreignKey",
        "A reference: the values of the fields are those of a record in the same drop that no check of its fields and no rule "
            + "rejects. A record that lacks one of them refers to nothing; where the drop has not the other table, the key is not judged.",
        [
            MemberRule("fields", .oneOrMore(.any), "Fields of this table.", #""id_visit""#),
            MemberRule("reference", .object(reference), "What they refer to.", "{…}"),
            MemberRule(
                "action", .text(.choice(actionNames)), default: "`reject record`", "What a reference to nothing does.",
                #""warn""#),
            MemberRule(
                "samePerson", .boolean, default: "`false`",
                "The record is about the person of the record that it refers to: it is left out where that person opposed.",
                "true"),
        ])

    /// The file.
    package static let schema = ObjectRule(
        "schema", "A table: `<table>.schema.json`.",
        [
            MemberRule("$schema", .text(.any), default: "none", "Profile of the file; not read.", #""…""#),
            MemberRule("title", .text(.any), default: "none", "Name for people; not read.", #""Tests""#),
            MemberRule("description", .text(.any), default: "none", "Text for people; not read.", #""…""#),
            MemberRule("fields", .list(.object(field), minimum: 1), "The columns.", "[…]"),
            MemberRule(
                "missingValues", .list(.text(.free), minimum: 0), default: #"`[""]`"#, "Texts that stand for no value.",
                #"["", "NA"]"#),
            MemberRule(
                "primaryKey", .oneOrMore(.any), default: "none", "Fields that together are unique in a drop.",
                #"["id_test"]"#),
            MemberRule(
                "primaryKeyAction", .text(.choice(actionNames)), default: "`reject record`",
                "What a repeated key does.", #""warn""#),
            MemberRule(
                "uniqueKeys", .list(.list(.text(.any), minimum: 1), minimum: 0), default: "none",
                "Lists of fields that together are unique in a drop, where none of them is missing.",
                #"[["site", "number"]]"#),
            MemberRule(
                "uniqueKeysAction", .text(.choice(actionNames)), default: "`reject record`",
                "What a repetition does.", #""warn""#),
            MemberRule(
                "foreignKeys", .list(.object(foreignKey), minimum: 0), default: "none",
                "References to records of the same drop.", "[…]"),
            MemberRule(
                "rules", .list(.object(rule), minimum: 0), default: "none",
                "Rules between fields and on totals.", "[…]"),
        ])
}
