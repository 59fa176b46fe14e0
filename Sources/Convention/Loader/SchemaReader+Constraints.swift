internal import Records
internal import Support

extension FieldType {
    /// Types whose values compare with each other.
    enum Family { case text, number, time, clock, boolean }

    var family: Family {
        switch self {
        case .string: .text
        case .integer, .number, .decimal, .year: .number
        case .date, .datetime, .yearmonth: .time
        case .time: .clock
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
        case .time: "time"
        case .year: "year"
        case .yearmonth: "yearmonth"
        }
    }

    /// The types that a field can have.
    ///
    /// Table Schema's `object`, `array`, `geopoint`, `geojson`, `list` and `any` have no column of one type in the catalogue, and a
    /// `duration` of months has no length.
    static let schemaNames = [
        "string", "integer", "number", "boolean", "date", "datetime", "time", "year", "yearmonth",
    ]
}

extension SchemaReader {
    /// Which types each member applies to.
    private static let applicability: [(member: String, families: Set<FieldType.Family>)] = [
        ("pattern", [.text]), ("minLength", [.text]), ("maxLength", [.text]),
        ("enum", [.text, .number, .time, .clock]),
        ("minimum", [.number, .time, .clock]), ("maximum", [.number, .time, .clock]),
        ("exclusiveMinimum", [.number, .time, .clock]), ("exclusiveMaximum", [.number, .time, .clock]),
    ]

    func constraints(_ node: Node, _ field: inout Field) {
        field.required = node["required"]?.value.boolean ?? false
        field.isUnique = node["unique"]?.value.boolean ?? false
        field.pattern = node.text("pattern")
        field.enumeration = node["enum"].map { $0.elements.map { text($0, field) } }
        field.minLength = node.integer("minLength")
        field.maxLength = node.integer("maxLength")
        if let pattern = node["pattern"], let text = pattern.value.string, !checks.compiles(text) {
            pattern.report("convention.pattern")
        }
        for (member, families) in SchemaReader.applicability where !families.contains(field.type.family) {
            node[member]?.report("convention.member-type", ["member": member, "type": field.type.schemaName])
        }
        let low = bound(node, "minimum", "exclusiveMinimum")
        let high = bound(node, "maximum", "exclusiveMaximum")
        field.excludesMinimum = low?.excludes ?? false
        field.excludesMaximum = high?.excludes ?? false
        switch field.type.family {
        case .time:
            // The last day counts whole, and so does the first that is excluded.
            field.earliest = low.flatMap { moment($0.node, endOfDay: $0.excludes) }
            field.latest = high.flatMap { moment($0.node, endOfDay: !$0.excludes) }
        case .number, .clock:
            field.minimum = low.flatMap { number($0.node, field) }
            field.maximum = high.flatMap { number($0.node, field) }
        case .text, .boolean: break
        }
        ranges(node, field)
    }

    /// An allowed value as the file would have it.
    private func text(_ node: Node, _ field: Field) -> String {
        if let text = node.value.string { return text }
        if let number = node.value.integer { return "\(number)" }
        let separator = String(UnicodeScalar(field.decimalSeparator))
        return node.value.double.map { "\($0)".split(separator: ".").joined(separator: separator) } ?? ""
    }

    private func ranges(_ node: Node, _ field: Field) {
        if let low = field.minLength, let high = field.maxLength, low > high { node.report("convention.empty-range") }
        if let low = field.minimum, let high = field.maximum, low > high { node.report("convention.empty-range") }
        if let low = field.earliest, let high = field.latest, low > high { node.report("convention.empty-range") }
    }

    private func bound(_ node: Node, _ inclusive: String, _ exclusive: String) -> (node: Node, excludes: Bool)? {
        if let bound = node[exclusive] {
            if node[inclusive] != nil { bound.report("convention.two-bounds", ["other": inclusive]) }
            return (bound, true)
        }
        return node[inclusive].map { ($0, false) }
    }

    /// A number, or the seconds of a time of day.
    private func number(_ node: Node, _ field: Field) -> Double? {
        if field.type.family == .clock {
            let parts = (node.value.string ?? "").split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
            let clock = ClockTime(parts.prefix(2).joined(separator: ":"))
            let seconds = parts.count == 3 ? (parts[2].utf8.count == 2 ? Int(parts[2]) : nil) : 0
            if let clock, let seconds, (0..<60).contains(seconds) {
                return Double(clock.hour * 3600 + clock.minute * 60 + seconds)
            }
            node.report("convention.bound-time")
            return nil
        }
        if let number = node.value.double { return number }
        // Table Schema writes the bounds of a year as a text too.
        if field.type == .year, let number = node.value.string.flatMap({ Int($0) }) { return Double(number) }
        node.report("convention.bound-number")
        return nil
    }

    /// A month, a day or a moment; the last day of a datetime counts whole.
    private func moment(_ value: Node, endOfDay: Bool) -> Timestamp? {
        let text = value.value.string ?? ""
        if let day = CivilDate(iso8601: text) ?? CivilDate(iso8601: text + "-01") {
            let start = Timestamp(seconds: Int64(day.days) * 86_400)
            return endOfDay ? Timestamp(microseconds: start.microseconds + 86_400_000_000 - 1) : start
        }
        if let moment = Timestamp(iso8601: text) { return moment }
        value.report("convention.bound-date")
        return nil
    }

    /// Codes and checks on types they do not suit.
    func applicable(_ node: Node, _ field: Field) {
        for member in ["codes", "nomenclature"] where ![.text, .number].contains(field.type.family) {
            node[member]?.report("convention.member-type", ["member": member, "type": field.type.schemaName])
        }
        nomenclature(node, field)
        if field.check != nil, field.type != .string {
            node["check"]?.report("convention.member-type", ["member": "check", "type": field.type.schemaName])
        }
        if let values = field.enumeration, let list = field.codeList.flatMap({ codes[$0] }),
            !values.allSatisfy(list.contains)
        {
            node["constraints"]?["enum"]?.report("convention.enum-outside-codes", severity: .warning)
        }
    }

    private func nomenclature(_ node: Node, _ field: Field) {
        guard let reference = field.nomenclature, let member = node["nomenclature"] else { return }
        if field.codeList != nil { member.report("convention.codes-twice") }
        if reference.orPattern, field.pattern == nil {
            member["orPattern"]?.report("convention.or-pattern", ["field": field.name])
        }
    }

    /// Rules that a field has.
    func rules(of field: Field) -> Set<RuleKind> {
        let present: [(RuleKind, Bool)] = [
            (.required, field.required), (.type, true), (.pattern, field.pattern != nil),
            (.patternLimit, field.pattern != nil), (.unique, field.isUnique),
            (.enumeration, field.enumeration != nil), (.codeList, field.codeList != nil || field.nomenclature != nil),
            (.minimum, field.minimum != nil || field.earliest != nil),
            (.maximum, field.maximum != nil || field.latest != nil),
            (.minLength, field.minLength != nil), (.maxLength, field.maxLength != nil), (.check, field.check != nil),
        ]
        return Set(present.filter(\.1).map(\.0))
    }
}
