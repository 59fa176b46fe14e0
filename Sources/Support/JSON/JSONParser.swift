/// Why a text is no JSON: the code and the place.
package struct JSONFault: Fault, Equatable {
    package let code: FaultCode
    package let place: Place
    package var arguments: [String: String] { ["place": place.description] }
}

/// Reads JSON (RFC 8259) or JSON5 (json5.org) into values that know their place.
///
/// Strict where RFC 8259 leaves a choice: names of an object are unique, text is UTF-8, nothing follows the value. JSON5 adds
/// comments, trailing commas, single quotes, unquoted names, hexadecimal numbers and a leading `+` or `.`.
package struct JSONParser {
    /// The two dialects.
    package enum Dialect: Sendable { case json, json5 }

    /// Deepest nesting that is read.
    package static let maximumDepth = 64
    /// Longest text that is read, in bytes.
    package static let maximumBytes = 16 << 20

    private let scalars: [Unicode.Scalar]
    private let dialect: Dialect
    private var index = 0
    private var line = 1
    private var lineStart = 0

    /// The value of `text`.
    package static func parse(_ text: [UInt8], _ dialect: Dialect = .json) throws(JSONFault) -> JSONValue {
        guard text.count <= maximumBytes else {
            throw JSONFault(code: "json.too-long", place: Place(line: 1, column: 1))
        }
        guard let string = String(validating: text, as: UTF8.self) else {
            throw JSONFault(code: "json.not-utf8", place: Place(line: 1, column: 1))
        }
        var parser = JSONParser(scalars: Array(string.unicodeScalars), dialect: dialect)
        if parser.peek == "\u{feff}" { parser.index += 1 }
        try parser.skipSpace()
        let value = try parser.value(depth: 0)
        try parser.skipSpace()
        guard parser.peek == nil else { throw parser.fault("json.trailing-data") }
        return value
    }

    private init(scalars: [Unicode.Scalar], dialect: Dialect) {
        self.scalars = scalars
        self.dialect = dialect
    }

    private var peek: Unicode.Scalar? { index < scalars.count ? scalars[index] : nil }
    private var place: Place { Place(line: line, column: index - lineStart + 1) }
    private func fault(_ code: FaultCode) -> JSONFault { JSONFault(code: code, place: place) }

    private mutating func advance() {
        if scalars[index] == "\n" {
            line += 1
            lineStart = index + 1
        }
        index += 1
    }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard peek == scalar else { return false }
        advance()
        return true
    }

    private mutating func skipSpace() throws(JSONFault) {
        while let scalar = peek {
            switch scalar {
            case " ", "\t", "\n", "\r": advance()
            case "\u{b}", "\u{c}", "\u{a0}", "\u{feff}", "\u{2028}", "\u{2029}":
                guard dialect == .json5 else { return }
                advance()
            case "/":
                guard dialect == .json5 else { return }
                try skipComment()
            default: return
            }
        }
    }

    private mutating func skipComment() throws(JSONFault) {
        let start = fault("json.unterminated-comment")
        advance()
        if take("/") {
            while let scalar = peek, scalar != "\n" { advance() }
        } else if take("*") {
            while true {
                guard peek != nil else { throw start }
                if take("*") {
                    if take("/") { return }
                } else {
                    advance()
                }
            }
        } else {
            throw fault("json.unexpected-character")
        }
    }

    private mutating func value(depth: Int) throws(JSONFault) -> JSONValue {
        guard depth < JSONParser.maximumDepth else { throw fault("json.too-deep") }
        let start = place
        switch peek {
        case nil: throw fault("json.unexpected-end")
        case "{": return JSONValue(.object(try object(depth: depth)), at: start)
        case "[": return JSONValue(.array(try array(depth: depth)), at: start)
        case "\"": return JSONValue(.string(try string()), at: start)
        case "'" where dialect == .json5: return JSONValue(.string(try string()), at: start)
        case let scalar? where scalar == "-" || ("0"..."9").contains(scalar): return JSONValue(try number(), at: start)
        case "+" where dialect == .json5, "." where dialect == .json5: return JSONValue(try number(), at: start)
        default:
            switch word() {
            case "true": return JSONValue(.boolean(true), at: start)
            case "false": return JSONValue(.boolean(false), at: start)
            case "null": return JSONValue(.null, at: start)
            default: throw JSONFault(code: "json.unexpected-character", place: start)
            }
        }
    }

    private mutating func word() -> String {
        var text = String.UnicodeScalarView()
        while let scalar = peek,
            scalar.properties.isAlphabetic || scalar == "_" || scalar == "$"
                || !text.isEmpty && scalar.properties.numericType == .decimal
        {
            text.append(scalar)
            advance()
        }
        return String(text)
    }

    private mutating func object(depth: Int) throws(JSONFault) -> [JSONValue.Member] {
        advance()
        var members: [JSONValue.Member] = []
        var names: Set<String> = []
        try skipSpace()
        while !take("}") {
            let start = place
            let name = try self.name()
            guard names.insert(name).inserted else { throw JSONFault(code: "json.duplicate-name", place: start) }
            try skipSpace()
            guard take(":") else { throw fault("json.expected-colon") }
            try skipSpace()
            members.append(JSONValue.Member(name: name, place: start, value: try value(depth: depth + 1)))
            try separator(before: "}")
        }
        return members
    }

    private mutating func array(depth: Int) throws(JSONFault) -> [JSONValue] {
        advance()
        var values: [JSONValue] = []
        try skipSpace()
        while !take("]") {
            values.append(try value(depth: depth + 1))
            try separator(before: "]")
        }
        return values
    }

    /// A comma, or nothing before the closing bracket; JSON5 allows the comma there too.
    private mutating func separator(before close: Unicode.Scalar) throws(JSONFault) {
        try skipSpace()
        if peek == close { return }
        guard take(",") else { throw fault(peek == nil ? "json.unexpected-end" : "json.expected-comma") }
        try skipSpace()
        if peek == close, dialect == .json { throw fault("json.trailing-comma") }
    }

    private mutating func name() throws(JSONFault) -> String {
        if peek == "\"" || peek == "'" && dialect == .json5 { return try string() }
        guard dialect == .json5 else { throw fault(peek == nil ? "json.unexpected-end" : "json.expected-name") }
        let name = word()
        guard !name.isEmpty else { throw fault(peek == nil ? "json.unexpected-end" : "json.expected-name") }
        return name
    }

    private mutating func string() throws(JSONFault) -> String {
        let start = fault("json.unterminated-string")
        let quote = scalars[index]
        advance()
        var text = String.UnicodeScalarView()
        while true {
            guard let scalar = peek else { throw start }
            if scalar == quote {
                advance()
                return String(text)
            }
            if scalar == "\\" {
                advance()
                if let escaped = try escape() { text.append(escaped) }
            } else {
                guard scalar.value >= 0x20 else { throw fault("json.control-character") }
                text.append(scalar)
                advance()
            }
        }
    }

    /// The scalar after a backslash; nil for a JSON5 line continuation.
    private mutating func escape() throws(JSONFault) -> Unicode.Scalar? {
        guard let scalar = peek else { throw fault("json.unexpected-end") }
        advance()
        switch scalar {
        case "\"", "\\", "/": return scalar
        case "b": return "\u{8}"
        case "f": return "\u{c}"
        case "n": return "\n"
        case "r": return "\r"
        case "t": return "\t"
        case "u": return try unicodeEscape()
        case "'" where dialect == .json5: return scalar
        case "\n" where dialect == .json5: return nil
        default: throw fault("json.unknown-escape")
        }
    }

    private mutating func unicodeEscape() throws(JSONFault) -> Unicode.Scalar {
        let first = try hexadecimal(digits: 4)
        if (0xd800..<0xdc00).contains(first) {
            guard take("\\"), take("u") else { throw fault("json.unpaired-surrogate") }
            let second = try hexadecimal(digits: 4)
            guard (0xdc00..<0xe000).contains(second),
                let scalar = Unicode.Scalar(0x10000 + (first - 0xd800) << 10 + (second - 0xdc00))
            else { throw fault("json.unpaired-surrogate") }
            return scalar
        }
        guard let scalar = Unicode.Scalar(first) else { throw fault("json.unpaired-surrogate") }
        return scalar
    }

    private mutating func hexadecimal(digits: Int) throws(JSONFault) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<digits {
            guard let scalar = peek, scalar.isASCII, let digit = Character(scalar).hexDigitValue else {
                throw fault("json.unknown-escape")
            }
            value = value << 4 | UInt32(digit)
            advance()
        }
        return value
    }

    private mutating func number() throws(JSONFault) -> JSONValue.Kind {
        let start = place
        var text = ""
        while let scalar = peek, scalar.isASCII, "+-.0123456789abcdefABCDEFxX".unicodeScalars.contains(scalar) {
            text.unicodeScalars.append(scalar)
            advance()
        }
        let kind = dialect == .json5 ? JSONParser.json5Number(text) : JSONParser.number(text)
        guard let kind else { throw JSONFault(code: "json.malformed-number", place: start) }
        return kind
    }

    private static func json5Number(_ text: String) -> JSONValue.Kind? {
        let unsigned = text.hasPrefix("-") || text.hasPrefix("+") ? String(text.dropFirst()) : text
        let sign = text.hasPrefix("-") ? "-" : ""
        if unsigned.hasPrefix("0x") || unsigned.hasPrefix("0X") {
            return Int64(sign + unsigned.dropFirst(2), radix: 16).map { .integer($0) }
        }
        if unsigned.hasPrefix(".") { return number(sign + "0" + unsigned) }
        if unsigned.hasSuffix(".") { return number(sign + unsigned + "0") }
        return number(sign + unsigned)
    }

    /// The grammar of RFC 8259 §6.
    private static func number(_ text: String) -> JSONValue.Kind? {
        var rest = Array(text.utf8)[...]
        func digits(_ rest: inout ArraySlice<UInt8>) -> Int {
            let count = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }.count
            rest = rest.dropFirst(count)
            return count
        }
        if rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
        let leadingZero = rest.first == UInt8(ascii: "0")
        let whole = digits(&rest)
        guard whole > 0, whole == 1 || !leadingZero else { return nil }
        if rest.isEmpty, let value = Int64(text) { return .integer(value) }
        if rest.first == UInt8(ascii: ".") {
            rest = rest.dropFirst()
            guard digits(&rest) > 0 else { return nil }
        }
        if rest.first == UInt8(ascii: "e") || rest.first == UInt8(ascii: "E") {
            rest = rest.dropFirst()
            if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
            guard digits(&rest) > 0 else { return nil }
        }
        guard rest.isEmpty, let value = Double(text), value.isFinite else { return nil }
        return .number(value)
    }
}
