internal import Records
internal import Support

extension FieldType {
    /// Types whose values compare with each other.
    enum Family { case text, number, time, boolean }

    var family: Family {
        switch self {
        case .string: .text
        case .integer, .number, .decimal: .number
        case .date, .datetime: .time
        case .boolean: .boolean
        }
    }

    /// The type's name in Table Schema.
    package var schemaName: String {
        switch self {
        case .string: "string"
        case .integer: "integer"
        case .number, .decimal: "number"
        case .boolean: "boolean"
        case .date: "date"
        case .datetime: "datetime"
        }
    }
}

extension SchemaReader {
    /// Which types each member applies to.
    private static let applicability: [(member: String, families: Set<FieldType.Family>)] = [
        ("pattern", [.text]), ("minLength", [.text]), ("maxLength", [.text]), ("enum", [.text, .number]),
        ("minimum", [.number, .time]), ("maximum", [.number, .time]),
    ]

    func constraints(_ node: Node, _ field: inout Field) {
        field.required = node["required"]?.value.boolean ?? false
        field.pattern = node.text("pattern")
        field.enumeration = node["enum"] == nil ? nil : node.texts("enum")
        field.minLength = node.integer("minLength")
        field.maxLength = node.integer("maxLength")
        if let pattern = node["pattern"], let text = pattern.value.string, !checks.compiles(text) {
            pattern.report("convention.pattern")
        }
        for (member, families) in SchemaReader.applicability where !families.contains(field.type.family) {
            node[member]?.report("convention.member-type", ["member": member, "type": field.type.schemaName])
        }
        if field.type.family == .time {
            field.earliest = moment(node, "minimum", endOfDay: false)
            field.latest = moment(node, "maximum", endOfDay: true)
        } else if field.type.family == .number {
            field.minimum = bound(node, "minimum")
            field.maximum = bound(node, "maximum")
        }
        ranges(node, field)
    }

    private func ranges(_ node: Node, _ field: Field) {
        if let low = field.minLength, let high = field.maxLength, low > high { node.report("convention.empty-range") }
        if let low = field.minimum, let high = field.maximum, low > high { node.report("convention.empty-range") }
        if let low = field.earliest, let high = field.latest, low > high { node.report("convention.empty-range") }
    }

    private func bound(_ node: Node, _ member: String) -> Double? {
        guard let value = node[member] else { return nil }
        if value.value.double == nil { value.report("convention.bound-number") }
        return value.value.double
    }

    /// A day or a moment; the last day of a datetime counts whole.
    private func moment(_ node: Node, _ member: String, endOfDay: Bool) -> Timestamp? {
        guard let value = node[member] else { return nil }
        let text = value.value.string ?? ""
        if let day = CivilDate(iso8601: text) {
            let start = Timestamp(seconds: Int64(day.days) * 86_400)
            return endOfDay ? Timestamp(microseconds: start.microseconds + 86_400_000_000 - 1) : start
        }
        if let moment = Timestamp(iso8601: text) { return moment }
        value.report("convention.bound-date")
        return nil
    }

    /// Codes and checks on types they do not suit.
    func applicable(_ node: Node, _ field: Field) {
        if field.codeList != nil, field.type.family != .text, field.type.family != .number {
            node["codes"]?.report("convention.member-type", ["member": "codes", "type": field.type.schemaName])
        }
        if field.check != nil, field.type != .string {
            node["check"]?.report("convention.member-type", ["member": "check", "type": field.type.schemaName])
        }
        if let values = field.enumeration, let list = field.codeList.flatMap({ codes[$0] }),
            !list.isSuperset(of: values)
        {
            node["constraints"]?["enum"]?.report("convention.enum-outside-codes", severity: .warning)
        }
    }

    /// Rules that a field has.
    func rules(of field: Field) -> Set<RuleKind> {
        let present: [(RuleKind, Bool)] = [
            (.required, field.required), (.type, true), (.pattern, field.pattern != nil),
            (.enumeration, field.enumeration != nil), (.codeList, field.codeList != nil),
            (.minimum, field.minimum != nil || field.earliest != nil),
            (.maximum, field.maximum != nil || field.latest != nil),
            (.minLength, field.minLength != nil), (.maxLength, field.maxLength != nil), (.check, field.check != nil),
        ]
        return Set(present.filter(\.1).map(\.0))
    }
}
