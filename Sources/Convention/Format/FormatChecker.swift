package import Support

/// Compares a JSON value with the table of what it may be and lists every difference with its place.
package struct FormatChecker {
    /// Problems after which a file is not read further.
    package static let limit = 200

    /// What was found so far.
    package private(set) var problems: [Problem] = []
    private let file: String

    /// A checker of `file`.
    package init(file: String) { self.file = file }

    /// The problems of `value`, which should be an object of `rule`.
    package static func check(_ value: JSONValue, _ rule: ObjectRule, file: String) -> [Problem] {
        var checker = FormatChecker(file: file)
        checker.check(value, .object(rule), at: "")
        return checker.problems
    }

    private mutating func report(
        _ code: FaultCode, _ place: Place, _ pointer: String, _ details: [String: String] = [:]
    ) {
        guard problems.count < FormatChecker.limit else { return }
        problems.append(Problem(file: file, place: place, pointer: pointer, code: code, details: details))
    }

    private mutating func expect(_ holds: Bool, _ expected: String, _ value: JSONValue, _ pointer: String) -> Bool {
        if !holds {
            report("format.wrong-kind", value.place, pointer, ["expected": expected, "found": value.kindName])
        }
        return holds
    }

    private mutating func check(_ value: JSONValue, _ kind: ValueKind, at pointer: String) {
        switch kind {
        case .text(let shape): checkText(value, shape, pointer)
        case .integer(let range):
            guard expect(value.integer != nil, "integer", value, pointer), let number = value.integer else { return }
            if !range.contains(number) { outOfRange(value, pointer, "\(range.lowerBound)", "\(range.upperBound)") }
        case .number(let range):
            guard expect(value.double != nil, "number", value, pointer), let number = value.double else { return }
            if !range.contains(number) { outOfRange(value, pointer, "\(range.lowerBound)", "\(range.upperBound)") }
        case .boolean: _ = expect(value.boolean != nil, "boolean", value, pointer)
        case .scalar: _ = expect(value.string != nil || value.double != nil, "string or number", value, pointer)
        case .list(let element, let minimum): checkList(value, element, minimum, pointer)
        case .oneOrMore(let shape):
            if value.array != nil {
                checkList(value, .text(shape), 1, pointer)
            } else {
                checkText(value, shape, pointer)
            }
        case .object(let rule): checkObject(value, rule, tag: nil, pointer)
        case .map(let element):
            guard expect(value.members != nil, "object", value, pointer) else { return }
            for member in value.members ?? [] { check(member.value, element, at: pointer + "/" + escape(member.name)) }
        case .variant(let tag, let rules): checkVariant(value, tag, rules, pointer)
        }
    }

    private mutating func outOfRange(_ value: JSONValue, _ pointer: String, _ minimum: String, _ maximum: String) {
        report("format.out-of-range", value.place, pointer, ["minimum": minimum, "maximum": maximum])
    }

    private mutating func checkText(_ value: JSONValue, _ shape: TextShape, _ pointer: String) {
        guard expect(value.string != nil, "string", value, pointer), let text = value.string, !shape.holds(text) else {
            return
        }
        var details: [String: String] = [:]
        if case .choice(let choices) = shape { details["choices"] = choices.joined(separator: ", ") }
        report(FaultCode(rawValue: "format." + shape.code), value.place, pointer, details)
    }

    private mutating func checkList(_ value: JSONValue, _ element: ValueKind, _ minimum: Int, _ pointer: String) {
        guard expect(value.array != nil, "array", value, pointer), let elements = value.array else { return }
        if elements.count < minimum { report("format.too-few", value.place, pointer, ["minimum": "\(minimum)"]) }
        var seen: Set<String> = []
        for (index, item) in elements.enumerated() {
            check(item, element, at: "\(pointer)/\(index)")
            if let text = item.string, !seen.insert(text).inserted {
                report("format.repeated", item.place, "\(pointer)/\(index)")
            }
        }
    }

    private mutating func checkObject(_ value: JSONValue, _ rule: ObjectRule, tag: String?, _ pointer: String) {
        guard expect(value.members != nil, "object", value, pointer), let members = value.members else { return }
        for member in members where member.name != tag {
            let place = pointer + "/" + escape(member.name)
            if let known = rule[member.name] {
                check(member.value, known.kind, at: place)
            } else {
                unknown(member, among: rule.members.map(\.name), in: rule, place)
            }
        }
        let present = Set(members.map(\.name))
        for required in rule.members where required.fallback == nil && !present.contains(required.name) {
            report("format.missing-member", value.place, pointer, ["member": required.name, "object": rule.name])
        }
    }

    private mutating func unknown(
        _ member: JSONValue.Member, among known: [String], in rule: ObjectRule, _ pointer: String
    ) {
        var details = ["member": member.name, "object": rule.name, "known": known.joined(separator: ", ")]
        if let suggestion = Spelling.suggestion(for: member.name, among: known) {
            details["suggestion"] = suggestion
            report("format.misspelt-member", member.place, pointer, details)
        } else {
            report("format.unknown-member", member.place, pointer, details)
        }
    }

    private mutating func checkVariant(_ value: JSONValue, _ tag: String, _ rules: [ObjectRule], _ pointer: String) {
        guard expect(value.members != nil, "object", value, pointer) else { return }
        guard let chosen = value[tag] else {
            return report("format.missing-member", value.place, pointer, ["member": tag, "object": pointer])
        }
        guard let rule = rules.first(where: { $0.name == chosen.string }) else {
            return checkText(chosen, .choice(rules.map(\.name)), "\(pointer)/\(tag)")
        }
        checkObject(value, rule, tag: tag, pointer)
    }

    /// RFC 6901 §3.
    private func escape(_ name: String) -> String {
        var text = ""
        for character in name {
            switch character {
            case "~": text += "~0"
            case "/": text += "~1"
            default: text.append(character)
            }
        }
        return text
    }
}
