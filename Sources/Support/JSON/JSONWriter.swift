/// Writes JSON text (RFC 8259): members in their given order, no white space or two spaces of indent.
package enum JSONWriter {
    /// How the text is laid out.
    package enum Layout: Sendable { case compact, pretty }

    /// The UTF-8 text of `value`, without a line end.
    package static func write(_ value: JSONValue, _ layout: Layout = .compact) -> [UInt8] {
        var text: [UInt8] = []
        append(value, layout, depth: 0, to: &text)
        return text
    }

    /// The text of `value` as a string.
    package static func string(_ value: JSONValue, _ layout: Layout = .compact) -> String {
        String(decoding: write(value, layout), as: UTF8.self)
    }

    private static func append(_ value: JSONValue, _ layout: Layout, depth: Int, to text: inout [UInt8]) {
        switch value.kind {
        case .null: text += Array("null".utf8)
        case .boolean(let flag): text += Array((flag ? "true" : "false").utf8)
        case .integer(let number): text += Array(String(number).utf8)
        // JSON has no infinities and no NaN; such a figure was not computed.
        case .number(let number): text += Array((number.isFinite ? String(number) : "null").utf8)
        case .string(let string): append(string, to: &text)
        case .array(let values):
            append(values, "[", "]", layout, depth, &text) { append($0, layout, depth: depth + 1, to: &$1) }
        case .object(let members):
            append(members, "{", "}", layout, depth, &text) { member, text in
                append(member.name, to: &text)
                text.append(UInt8(ascii: ":"))
                if layout == .pretty { text.append(UInt8(ascii: " ")) }
                append(member.value, layout, depth: depth + 1, to: &text)
            }
        }
    }

    private static func append<Element>(
        _ elements: [Element], _ open: Unicode.Scalar, _ close: Unicode.Scalar, _ layout: Layout, _ depth: Int,
        _ text: inout [UInt8], each: (Element, inout [UInt8]) -> Void
    ) {
        text.append(UInt8(ascii: open))
        for (index, element) in elements.enumerated() {
            if index > 0 { text.append(UInt8(ascii: ",")) }
            newline(layout, depth + 1, &text)
            each(element, &text)
        }
        if !elements.isEmpty { newline(layout, depth, &text) }
        text.append(UInt8(ascii: close))
    }

    private static func newline(_ layout: Layout, _ depth: Int, _ text: inout [UInt8]) {
        guard layout == .pretty else { return }
        text.append(UInt8(ascii: "\n"))
        text += [UInt8](repeating: UInt8(ascii: " "), count: depth * 2)
    }

    private static func append(_ string: String, to text: inout [UInt8]) {
        text.append(UInt8(ascii: "\""))
        for byte in string.utf8 {
            switch byte {
            case UInt8(ascii: "\""): text += Array("\\\"".utf8)
            case UInt8(ascii: "\\"): text += Array("\\\\".utf8)
            case UInt8(ascii: "\n"): text += Array("\\n".utf8)
            case UInt8(ascii: "\r"): text += Array("\\r".utf8)
            case UInt8(ascii: "\t"): text += Array("\\t".utf8)
            case 0..<0x20, 0x7f: text += Array(("\\u00" + Hex.encode([byte])).utf8)
            default: text.append(byte)
            }
        }
        text.append(UInt8(ascii: "\""))
    }
}
