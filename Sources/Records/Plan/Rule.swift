package import Support

/// A rule that a record can break; violations refer to it by its index in ``RecordPlan/rules``.
package struct Rule: Sendable, Equatable {
    /// Stable code: `field.pattern`, `record.field-count`, `key.duplicate`, `rule.entree-avant-sortie`.
    package let code: String
    /// Code of the sentence in ``RecordsMessages``; it differs from ``code`` for the rules of a table.
    package let message: FaultCode
    /// Index of the field concerned.
    package let fieldIndex: Int?
    /// Name of the field concerned, from the schema.
    package let field: String?
    /// What breaking the rule does.
    package let action: RuleAction

    /// What fills the sentence of the rule: names of fields.
    package let arguments: [String: String]

    init(
        _ code: String, message: String? = nil, field: (index: Int, name: String)? = nil,
        arguments: [String: String] = [:], action: RuleAction
    ) {
        self.code = code
        self.message = FaultCode(rawValue: message ?? code)
        fieldIndex = field?.index
        self.field = field?.name
        self.action = action
        self.arguments = field.map { arguments.merging(["field": $0.name]) { mine, _ in mine } } ?? arguments
    }
}

/// Rules on the form of a record; the raw value is the index in ``RecordPlan/rules``.
///
/// A record that breaks one has no values that could be kept, so each rejects it.
enum FormRule: Int, CaseIterable {
    case fieldCount
    case malformedQuote
    case invalidEncoding
    case nulByte
    case tooLong
    case wrongCharset
    case recordLength
    case unknownVersion
    case groupCount
    case malformedJSON
    case unknownMember
    case duplicateMember
    case nestedValue
    case missingElement
    case strayText
    case wrongKind
    case tooDeep
    case listTooLong
    /// Judged by who knows what became of the record around it.
    case partOfLeftOut
    /// Judged by who knows what the drop says that it replaces.
    case outsideWindow

    var code: String {
        switch self {
        case .fieldCount: "record.field-count"
        case .malformedQuote: "record.malformed-quote"
        case .invalidEncoding: "record.invalid-encoding"
        case .nulByte: "record.nul-byte"
        case .tooLong: "record.too-long"
        case .wrongCharset: "record.wrong-charset"
        case .recordLength: "record.length"
        case .unknownVersion: "record.unknown-version"
        case .groupCount: "record.group-count"
        case .malformedJSON: "record.malformed-json"
        case .unknownMember: "record.unknown-member"
        case .duplicateMember: "record.duplicate-member"
        case .nestedValue: "record.nested-value"
        case .missingElement: "record.missing-element"
        case .strayText: "record.stray-text"
        case .wrongKind: "record.wrong-kind"
        case .tooDeep: "record.too-deep"
        case .listTooLong: "record.list-too-long"
        case .partOfLeftOut: "record.part-of-left-out"
        case .outsideWindow: "record.outside-window"
        }
    }
}
