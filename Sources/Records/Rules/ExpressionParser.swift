internal import Support

/// Reads conditions (the grammar is in `Conventions/README.md`); every error names the character where it was found.
package struct ExpressionParser {
    /// Characters of a condition.
    package static let longest = 2000
    /// Parentheses and `not`s inside each other.
    private static let deepest = 40
    private static let keywords: Set<String> = ["if", "then", "or", "and", "not", "in", "is", "missing"]

    private let tokens: [ExpressionToken]
    private var position = 0
    private var depth = 0

    /// The condition that `text` writes.
    package static func parse(_ text: String) throws(RecordsFault) -> Expression {
        guard text.unicodeScalars.count <= longest else {
            throw RecordsFault("expression.too-long", ["limit": "\(longest)"])
        }
        var parser = ExpressionParser(tokens: try ExpressionLexer.tokens(text))
        let condition = try parser.rule()
        guard parser.current.kind == .end else { throw parser.unexpected() }
        return condition
    }

    /// A constant of the value `limit`: exact where it has at most six decimals.
    static func number(_ limit: Double) -> Expression {
        for scale in 0...6 {
            let digits = limit * Double(DecimalFormat.powers[scale])
            if let exact = Int64(exactly: digits), exact.magnitude < DecimalFormat.powers[15].magnitude {
                return .number(digits: exact, scale: scale)
            }
        }
        let scaled = (limit * 1e6).rounded()
        return .number(
            digits: Int64(exactly: scaled) ?? (scaled < 0 ? -DecimalFormat.powers[18] : DecimalFormat.powers[18]),
            scale: 6)
    }

    /// A number as people write it.
    static func text(_ limit: Double) -> String { Int64(exactly: limit).map { "\($0)" } ?? "\(limit)" }

    private init(tokens: [ExpressionToken]) { self.tokens = tokens }

    private var current: ExpressionToken { tokens[min(position, tokens.count - 1)] }

    private func unexpected() -> RecordsFault {
        let code: FaultCode = current.kind == .end ? "expression.end" : "expression.unexpected"
        return RecordsFault(code, ["column": "\(current.column)"])
    }

    /// Steps over the word or mark `text`, if it is next.
    private mutating func take(_ text: String) -> Bool {
        guard current.kind == .mark(text) || current.kind == .name(text) else { return false }
        position += 1
        return true
    }

    private mutating func expect(_ text: String) throws(RecordsFault) {
        guard take(text) else { throw unexpected() }
    }

    // rule = [ "if" condition "then" ] condition
    private mutating func rule() throws(RecordsFault) -> Expression {
        let column = current.column
        guard take("if") else { return try condition() }
        let premise = try condition()
        try expect("then")
        return .implication(premise, try condition(), column: column)
    }

    // condition = both { "or" both }
    private mutating func condition() throws(RecordsFault) -> Expression {
        var left = try both()
        while true {
            let column = current.column
            guard take("or") else { return left }
            left = .or(left, try both(), column: column)
        }
    }

    // both = single { "and" single }
    private mutating func both() throws(RecordsFault) -> Expression {
        var left = try single()
        while true {
            let column = current.column
            guard take("and") else { return left }
            left = .and(left, try single(), column: column)
        }
    }

    // single = "not" single | sum [ comparison | "is" … | [ "not" ] "in" … ]
    private mutating func single() throws(RecordsFault) -> Expression {
        let column = current.column
        guard take("not") else { return try comparison() }
        try deepen()
        defer { depth -= 1 }
        return .not(try single(), column: column)
    }

    private mutating func deepen() throws(RecordsFault) {
        depth += 1
        guard depth <= ExpressionParser.deepest else {
            throw RecordsFault(
                "expression.too-deep", ["column": "\(current.column)", "limit": "\(ExpressionParser.deepest)"])
        }
    }

    private mutating func comparison() throws(RecordsFault) -> Expression {
        let left = try sum()
        let column = current.column
        if case .mark(let mark) = current.kind, let comparison = Comparison(rawValue: mark) {
            position += 1
            return .comparison(comparison, left, try sum(), column: column)
        }
        if take("is") {
            let isNegated = take("not")
            try expect("missing")
            let missing = Expression.missing(left, column: column)
            return isNegated ? .not(missing, column: column) : missing
        }
        let isNegated = take("not")
        guard take("in") else {
            if isNegated { throw unexpected() }
            return left
        }
        let membership = Expression.membership(left, try constants(), column: column)
        return isNegated ? .not(membership, column: column) : membership
    }

    // "(" constant { "," constant } ")"
    private mutating func constants() throws(RecordsFault) -> [Expression] {
        try expect("(")
        var constants: [Expression] = []
        repeat {
            let column = current.column
            let constant = try factor()
            switch constant {
            case .number, .text, .day, .moment: constants.append(constant)
            case .negation(.number(let digits, let scale), _): constants.append(.number(digits: -digits, scale: scale))
            default: throw RecordsFault("expression.constant", ["column": "\(column)"])
            }
        } while take(",")
        try expect(")")
        return constants
    }

    // sum = product { ( "+" | "-" ) product }
    private mutating func sum() throws(RecordsFault) -> Expression {
        var left = try product()
        while case .mark(let mark) = current.kind, mark == "+" || mark == "-" {
            let column = current.column
            position += 1
            left = .arithmetic(mark == "+" ? .add : .subtract, left, try product(), column: column)
        }
        return left
    }

    // product = factor { ( "*" | "/" ) factor }
    private mutating func product() throws(RecordsFault) -> Expression {
        var left = try factor()
        while case .mark(let mark) = current.kind, mark == "*" || mark == "/" {
            let column = current.column
            position += 1
            left = .arithmetic(mark == "*" ? .multiply : .divide, left, try factor(), column: column)
        }
        return left
    }

    // factor = number | text | "-" factor | "(" condition ")" | date text | function "(" … ")" | [ table "." ] field
    private mutating func factor() throws(RecordsFault) -> Expression {
        let token = current
        try deepen()
        defer { depth -= 1 }
        switch token.kind {
        case .number(let digits, let scale):
            position += 1
            return .number(digits: digits, scale: scale)
        case .text(let text):
            position += 1
            return .text(text)
        case .mark("-"):
            position += 1
            return .negation(try factor(), column: token.column)
        case .mark("("):
            position += 1
            let inner = try condition()
            try expect(")")
            return inner
        case .quotedName(let name):
            position += 1
            return try field(name, token.column)
        case .name(let name) where !ExpressionParser.keywords.contains(name):
            position += 1
            return try named(name, token.column)
        default: throw unexpected()
        }
    }

    private mutating func named(_ name: String, _ column: Int) throws(RecordsFault) -> Expression {
        if name == "date" || name == "datetime", case .text(let text) = current.kind {
            position += 1
            return try moment(text, isDay: name == "date", column)
        }
        guard current.kind == .mark("(") else { return try field(name, column) }
        position += 1
        if let function = TotalFunction(rawValue: name) { return try total(function, column) }
        guard let function = ExpressionFunction(rawValue: name) else {
            throw RecordsFault("expression.function", ["column": "\(column)", "name": name])
        }
        var arguments = [try sum()]
        while take(",") { arguments.append(try sum()) }
        try expect(")")
        return .call(function, arguments, column: column)
    }

    private func moment(_ text: String, isDay: Bool, _ column: Int) throws(RecordsFault) -> Expression {
        if isDay, let day = CivilDate(iso8601: text) { return .day(day.days) }
        if !isDay, let moment = Timestamp(iso8601: text) { return .moment(moment.microseconds) }
        throw RecordsFault("expression.date", ["column": "\(column)"])
    }

    private mutating func total(_ function: TotalFunction, _ column: Int) throws(RecordsFault) -> Expression {
        guard function == .rows else {
            let of = try sum()
            try expect(")")
            guard of.totals.isEmpty else { throw RecordsFault("expression.total-in-total", ["column": "\(column)"]) }
            let tables = of.fields.map(\.table)
            guard let table = tables.first, tables.allSatisfy({ $0 == table }) else {
                throw RecordsFault("expression.total-table", ["column": "\(column)"])
            }
            return .total(function, of: of, table: table, column: column)
        }
        var table: String?
        if case .name(let name) = current.kind {
            position += 1
            table = name
        }
        try expect(")")
        return .total(.rows, of: nil, table: table, column: column)
    }

    private mutating func field(_ name: String, _ column: Int) throws(RecordsFault) -> Expression {
        guard take(".") else { return .field(name, table: nil, column: column) }
        switch current.kind {
        case .name(let field), .quotedName(let field):
            position += 1
            return .field(field, table: name, column: column)
        default: throw unexpected()
        }
    }
}
