package import Support

/// Why no drop can be made up for a convention; names of tables, fields and rules, never a value.
package enum SynthesisFault: Fault, Equatable {
    /// No value could be found that the field would take.
    case column(table: String, field: String)
    /// No record could be found that keeps the rule.
    case rule(table: String, rule: String)
    /// The fields of a foreign key have values already that no record of the other table has together.
    case reference(table: String, fields: [String])
    /// The convention has no such table, or its rows come out of the file of another.
    case unknownTable(String)

    package var code: FaultCode {
        switch self {
        case .column: "synth.column"
        case .rule: "synth.rule"
        case .reference: "synth.reference"
        case .unknownTable: "synth.table"
        }
    }

    package var arguments: [String: String] {
        switch self {
        case .column(let table, let field): ["table": table, "field": field]
        case .rule(let table, let rule): ["table": table, "rule": rule]
        case .reference(let table, let fields): ["table": table, "fields": fields.joined(separator: ", ")]
        case .unknownTable(let table): ["table": table]
        }
    }

    /// Sentences of the codes.
    package static let messages = MessageTable([
        Message(
            "synth.column",
            fr:
                "table {table} : aucune valeur inventée ne convient au champ {field} ; simplifiez son motif ou donnez une liste de codes",
            en: "table {table}: no made-up value suits the field {field}; simplify its pattern or give a list of codes"),
        Message(
            "synth.rule",
            fr:
                "table {table} : aucun enregistrement inventé ne respecte la règle {rule} ; voyez si elle peut l’être avec les autres",
            en: "table {table}: no made-up record keeps the rule {rule}; see whether the other rules let it be kept"),
        Message(
            "synth.reference",
            fr:
                "table {table} : la clé étrangère ({fields}) croise d’autres clés d’une façon qui ne peut être inventée",
            en: "table {table}: the foreign key ({fields}) crosses other keys in a way that cannot be made up"),
        Message(
            "synth.table",
            fr: "la convention n’a pas de fichier pour la table {table} ; voyez son convention.json",
            en: "the convention has no file for the table {table}; see its convention.json"),
    ])
}
