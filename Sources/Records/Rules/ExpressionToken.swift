internal import Support

/// A word of an expression, and where it begins (from 1, in characters).
struct ExpressionToken: Equatable {
    enum Kind: Equatable {
        case name(String)
        /// A name in brackets, never a keyword.
        case quotedName(String)
        case number(digits: Int64, scale: Int)
        case text(String)
        /// `+ - * / ( ) , . < <= = != >= >`.
        case mark(String)
        case end
    }

    let kind: Kind
    let column: Int
}

/// Cuts an expression into words.
struct ExpressionLexer {
    /// Digits of a number that fit in an `Int64` whatever they are.
    private static let mostDigits = 18
    private static let marks: [Unicode.Scalar: [String]] = [
        "+": ["+"], "-": ["-"], "*": ["*"], "/": ["/"], "(": ["("], ")": [")"], ",": [","], ".": ["."],
        "<": ["<=", "<"], ">": [">=", ">"], "=": ["="], "!": ["!="],
    ]

    private let scalars: [Unicode.Scalar]
    private var position = 0

    static func tokens(_ text: String) throws(RecordsFault) -> [ExpressionToken] {
        var lexer = ExpressionLexer(scalars: Array(text.unicodeScalars))
        var tokens: [ExpressionToken] = []
        while let token = try lexer.next() { tokens.append(token) }
        return tokens + [ExpressionToken(kind: .end, column: lexer.position + 1)]
    }

    private init(scalars: [Unicode.Scalar]) { self.scalars = scalars }

    private var current: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

    private mutating func next() throws(RecordsFault) -> ExpressionToken? {
        while let scalar = current, scalar == " " || scalar == "\n" || scalar == "\t" { position += 1 }
        guard let scalar = current else { return nil }
        let column = position + 1
        return ExpressionToken(kind: try kind(scalar, column), column: column)
    }

    private mutating func kind(_ scalar: Unicode.Scalar, _ column: Int) throws(RecordsFault) -> ExpressionToken.Kind {
        if scalar == "'" { return .text(try quoted("'", column)) }
        if scalar == "[" { return .quotedName(try quoted("]", column)) }
        if ExpressionLexer.isDigit(scalar) { return try number(column) }
        if ExpressionLexer.isNameStart(scalar) { return .name(name()) }
        for mark in ExpressionLexer.marks[scalar] ?? [] where starts(with: mark) {
            position += mark.unicodeScalars.count
            return .mark(mark)
        }
        throw RecordsFault("expression.character", ["column": "\(column)"])
    }

    private func starts(with mark: String) -> Bool {
        scalars[position...].starts(with: mark.unicodeScalars)
    }

    /// What stands between quotes; the closing one is doubled inside.
    private mutating func quoted(_ close: Unicode.Scalar, _ column: Int) throws(RecordsFault) -> String {
        var text = String.UnicodeScalarView()
        position += 1
        while let scalar = current {
            position += 1
            if scalar == close {
                guard current == close else { return String(text) }
                position += 1
            }
            text.append(scalar)
        }
        throw RecordsFault("expression.quote", ["column": "\(column)"])
    }

    private mutating func number(_ column: Int) throws(RecordsFault) -> ExpressionToken.Kind {
        var digits: Int64 = 0
        var count = 0
        var scale = 0
        var isPastPoint = false
        while let scalar = current {
            if scalar == ".", !isPastPoint, position + 1 < scalars.count,
                ExpressionLexer.isDigit(scalars[position + 1])
            {
                isPastPoint = true
                position += 1
                continue
            }
            guard ExpressionLexer.isDigit(scalar) else { break }
            count += 1
            guard count <= ExpressionLexer.mostDigits else {
                throw RecordsFault(
                    "expression.number", ["column": "\(column)", "limit": "\(ExpressionLexer.mostDigits)"])
            }
            digits = digits * 10 + Int64(scalar.value - 48)
            if isPastPoint { scale += 1 }
            position += 1
        }
        return .number(digits: digits, scale: scale)
    }

    private mutating func name() -> String {
        var text = String.UnicodeScalarView()
        while let scalar = current, ExpressionLexer.isNameStart(scalar) || ExpressionLexer.isDigit(scalar) {
            text.append(scalar)
            position += 1
        }
        return String(text)
    }

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

    private static func isNameStart(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "_" || scalar.properties.isAlphabetic
    }
}
