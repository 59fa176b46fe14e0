internal import Pseudonymisation
internal import Records
internal import Treatment

/// The treatments as a convention writes them: which members each has and which fields can have it.
package struct TreatmentFormat: Sendable {
    /// The object: its name is the treatment's `kind`.
    package let rule: ObjectRule
    /// Field types (Table Schema names) that can have the treatment.
    package let types: [String]

    private init(
        _ kind: String, _ summary: String, types: [String] = anyType, _ members: [MemberRule] = [], column: Bool = true
    ) {
        rule = ObjectRule(kind, summary, members + (column ? [TreatmentFormat.outputName] : []))
        self.types = types
    }

    private static let anyType = FieldType.schemaNames
    private static let temporal = ["date", "datetime"]
    private static let outputName = MemberRule(
        "as", .text(.columnName), default: "the field's own name", "Column name in the catalogue.", #""age""#)
    private static let domain = MemberRule(
        "domain", .text(.identifier), "Pseudonym domain: bases of one domain can be linked.", #""sidep-person""#)
    private static let reference = MemberRule(
        "reference", .text(.any), "Field of the same table that holds the reference day or moment.", #""entree""#)

    /// Every treatment, in the order of the documentation.
    package static let all: [TreatmentFormat] = [
        TreatmentFormat("keep", "As it is. Text goes through the search for residual identifiers."),
        TreatmentFormat(
            "keepPublic",
            "As it is, without that search: for text of a public reference, such as the names and codes of a vocabulary.",
            types: ["string"]),
        TreatmentFormat(
            "keepCoded", "As it is; the field must have an `enum`, `codes` or a `nomenclature`.",
            types: ["string", "integer"]),
        TreatmentFormat("drop", "Not in the catalogue.", column: false),
        TreatmentFormat(
            "forbid", "The column may be there but must be empty: a value quarantines the whole drop.", column: false),
        TreatmentFormat(
            "pseudonym", "Keyed pseudonym of an identifier.", types: ["string"],
            [
                domain,
                MemberRule(
                    "identifier", .text(.choice(IdentifierKind.allCases.map(\.rawValue))),
                    "Kind of identifier: it decides the canonical form.", #""nir""#),
            ]),
        TreatmentFormat(
            "rekey", "Pseudonym of the hub (level 2) over a pseudonym made at the source (level 1).", types: ["string"],
            [domain]),
        TreatmentFormat(
            "renumber", "A number that says nothing outside the drop.", types: ["string", "integer"]),
        TreatmentFormat(
            "ageYears", "Age in completed years on the day of another field, from a date of birth.", types: ["date"],
            [
                reference,
                MemberRule("cap", .integer(1...150), default: "no cap", "Greater ages become this one.", "90"),
            ]),
        TreatmentFormat(
            "ageCap", "An age that is at most the cap.", types: ["integer"],
            [MemberRule("cap", .integer(1...150), "Greater ages become this one.", "90")]),
        TreatmentFormat("toHour", "The start of the hour.", types: ["datetime"]),
        TreatmentFormat("toDate", "The day.", types: ["datetime"]),
        TreatmentFormat("toMonth", "The first day of the month.", types: temporal),
        TreatmentFormat("toYear", "The first day of the year.", types: temporal + ["yearmonth"]),
        TreatmentFormat(
            "delayDays", "Time since the moment in another field.", types: temporal,
            [
                reference,
                MemberRule(
                    "unit", .text(.choice(FieldTreatment.DelayUnit.allCases.map(\.rawValue))), default: "`day`",
                    "Unit of the delay.", #""minute""#),
            ]),
        TreatmentFormat(
            "toDepartment", "Department of a French postcode or INSEE commune code; Corsica is `2A` or `2B`.",
            types: ["string"]),
        TreatmentFormat(
            "bin", "Lower bound of the value's interval.", types: ["integer", "number"],
            [MemberRule("width", .number(Double.leastNormalMagnitude...Double.infinity), "Width of an interval.", "5")]),
        TreatmentFormat(
            "prefix", "The first characters.", types: ["string"],
            [MemberRule("length", .integer(1...1000), "Characters kept.", "3")]),
    ]

    /// The treatment called `kind`.
    package static func named(_ kind: String) -> TreatmentFormat? { all.first { $0.rule.name == kind } }
}
