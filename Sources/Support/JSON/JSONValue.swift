/// A place in a text: line and column, both from 1, columns in Unicode scalars.
package struct Place: Hashable, Sendable, Comparable, CustomStringConvertible {
    package var line: Int
    package var column: Int

    /// The place at `line` and `column`.
    package init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }

    package static func < (a: Place, b: Place) -> Bool { (a.line, a.column) < (b.line, b.column) }
    package var description: String { "\(line):\(column)" }
}

/// A JSON value that remembers where it stood, so that a lint can say where a problem is.
package struct JSONValue: Sendable {
    /// The kinds of value (RFC 8259 §3).
    package indirect enum Kind: Sendable {
        case null
        case boolean(Bool)
        case integer(Int64)
        case number(Double)
        case string(String)
        case array([JSONValue])
        case object([Member])
    }

    /// A member of an object, in source order.
    package struct Member: Sendable {
        package let name: String
        package let place: Place
        package let value: JSONValue

        /// A member called `name`.
        package init(name: String, place: Place = Place(line: 0, column: 0), value: JSONValue) {
            self.name = name
            self.place = place
            self.value = value
        }
    }

    package let kind: Kind
    package let place: Place

    /// A value of `kind`.
    package init(_ kind: Kind, at place: Place = Place(line: 0, column: 0)) {
        self.kind = kind
        self.place = place
    }

    /// The value of member `name`, or nil where there is none or this is no object.
    package subscript(name: String) -> JSONValue? {
        if case .object(let members) = kind { members.first { $0.name == name }?.value } else { nil }
    }

    package var string: String? { if case .string(let value) = kind { value } else { nil } }
    package var integer: Int64? { if case .integer(let value) = kind { value } else { nil } }
    package var boolean: Bool? { if case .boolean(let value) = kind { value } else { nil } }
    package var array: [JSONValue]? { if case .array(let value) = kind { value } else { nil } }
    package var members: [Member]? { if case .object(let value) = kind { value } else { nil } }
    package var isNull: Bool { if case .null = kind { true } else { false } }
    /// The value of an integer or a fraction.
    package var double: Double? {
        switch kind {
        case .integer(let value): Double(value)
        case .number(let value): value
        default: nil
        }
    }

    /// What the value is, for messages: `string`, `array`, ...
    package var kindName: String {
        switch kind {
        case .null: "null"
        case .boolean: "boolean"
        case .integer: "integer"
        case .number: "number"
        case .string: "string"
        case .array: "array"
        case .object: "object"
        }
    }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    package init(stringLiteral value: String) { self.init(.string(value)) }
    package init(integerLiteral value: Int64) { self.init(.integer(value)) }
    package init(booleanLiteral value: Bool) { self.init(.boolean(value)) }
    package init(arrayLiteral elements: JSONValue...) { self.init(.array(elements)) }
    /// Members keep the order in which they are written.
    package init(dictionaryLiteral elements: (String, JSONValue)...) {
        self.init(.object(elements.map { Member(name: $0.0, value: $0.1) }))
    }

    /// A string value.
    package static func text(_ value: some CustomStringConvertible) -> JSONValue {
        JSONValue(.string(value.description))
    }
    /// A string value, or null.
    package static func optional(_ value: (some CustomStringConvertible)?) -> JSONValue {
        value.map { JSONValue(.string($0.description)) } ?? JSONValue(.null)
    }
    /// An integer value.
    package static func count(_ value: some BinaryInteger) -> JSONValue { JSONValue(.integer(Int64(value))) }
    /// A boolean value.
    package static func flag(_ value: Bool) -> JSONValue { JSONValue(.boolean(value)) }
    /// An array value.
    package static func list(_ values: [JSONValue]) -> JSONValue { JSONValue(.array(values)) }
    /// An object of members in the given order.
    package static func object(_ members: [(String, JSONValue)]) -> JSONValue {
        JSONValue(.object(members.map { Member(name: $0.0, value: $0.1) }))
    }
}
