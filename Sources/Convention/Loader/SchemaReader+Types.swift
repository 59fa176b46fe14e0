internal import Records
internal import Support

extension SchemaReader {
    /// Which members say how the values of a type are written.
    private static let members: [(member: String, types: Set<String>)] = [
        ("format", ["string", "date", "datetime", "time", "yearmonth"]), ("precision", ["number"]),
        ("scale", ["number"]),
        ("trueValues", ["boolean"]), ("falseValues", ["boolean"]), ("decimalChar", ["number"]),
        ("groupChar", ["integer", "number"]), ("bareNumber", ["integer", "number"]),
    ]

    func type(_ node: Node) -> FieldType {
        let name = node.text("type") ?? "string"
        for (member, types) in SchemaReader.members where !types.contains(name) {
            // A format that says nothing is taken anywhere.
            if member == "format", node.text("format") == "default" { continue }
            node[member]?.report("convention.member-type", ["member": member, "type": name])
        }
        switch name {
        case "integer": return .integer
        case "number": return number(node)
        case "boolean": return boolean(node)
        case "date": return .date(format: format(node, .date))
        case "datetime": return .datetime(format: format(node, .datetime))
        case "time": return .time(format: format(node, .time))
        case "year": return .year
        case "yearmonth": return .yearmonth(format: format(node, .yearmonth))
        default:
            textFormat(node)
            return .string
        }
    }

    /// How the numbers of `field` are written.
    func numberStyle(_ node: Node, _ field: inout Field) {
        if let mark = node.text("decimalChar")?.utf8.first { field.decimalSeparator = mark }
        field.groupSeparator = Array((node.text("groupChar") ?? "").utf8)
        field.isBareNumber = node["bareNumber"]?.value.boolean ?? true
        if let member = node["groupChar"], let text = member.value.string {
            let isMark =
                text.unicodeScalars.count == 1 && !text.contains { $0.isNumber || $0.isLetter || "+-".contains($0) }
            if !isMark || field.groupSeparator == [field.decimalSeparator] { member.report("convention.group-mark") }
        }
    }

    private func textFormat(_ node: Node) {
        guard let member = node["format"], let text = member.value.string, text != "default" else { return }
        let known = TextFormat.allCases.map(\.rawValue)
        if !known.contains(text) { member.report("convention.text-format", ["known": known.joined(separator: ", ")]) }
    }

    private func number(_ node: Node) -> FieldType {
        guard let precision = node.integer("precision") else {
            node["scale"]?.report("convention.scale-without-precision")
            return .number
        }
        let scale = node.integer("scale") ?? 0
        if scale > precision { node["scale"]?.report("convention.scale-above-precision") }
        // What is outside has its problem already, and no power of ten.
        guard (1...18).contains(precision), (0...precision).contains(scale) else { return .number }
        return .decimal(precision: precision, scale: scale)
    }

    private func boolean(_ node: Node) -> FieldType {
        let yes = node["trueValues"] == nil ? ["true", "1"] : node.texts("trueValues")
        let no = node["falseValues"] == nil ? ["false", "0"] : node.texts("falseValues")
        if !Set(yes).isDisjoint(with: no) { node.report("convention.boolean-overlap") }
        return .boolean(trueValues: yes, falseValues: no)
    }

    private func format(_ node: Node, _ kind: TemporalKind) -> String {
        guard let format = node["format"], let text = format.value.string, text != "default" else {
            return kind.standard
        }
        if !kind.takes(text) {
            format.report(
                "convention.date-format",
                ["needed": SchemaReader.words(kind.needed), "allowed": SchemaReader.words(kind.allowed)])
        }
        return text
    }

    private static func words(_ letters: String) -> String { letters.map { "%\($0)" }.joined(separator: " ") }
}
