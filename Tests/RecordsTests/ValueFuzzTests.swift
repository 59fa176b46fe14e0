import Records
import Support
import TestSupport
import Testing

/// A second reading of cells, slow and from the documentation alone: patterns, and sums on the calendar.
private enum Reference {
    /// Days from 1970-01-01 to a day that exists.
    static func days(_ year: Int, _ month: Int, _ day: Int) -> Int? {
        func isLeap(_ year: Int) -> Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }
        let lengths = [31, isLeap(year) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        guard year >= 1, (1...12).contains(month), (1...lengths[month - 1]).contains(day) else { return nil }
        let before = year - 1
        let years = before * 365 + before / 4 - before / 100 + before / 400
        return years + lengths.prefix(month - 1).reduce(0, +) + day - 1 - 719_162
    }

    static func clock(_ hours: Substring, _ minutes: Substring, _ seconds: Substring) -> Int? {
        guard let hours = Int(hours), let minutes = Int(minutes), let seconds = Int(seconds), hours < 24, minutes < 60,
            seconds < 60
        else { return nil }
        return hours * 3600 + minutes * 60 + seconds
    }

    static func date(_ year: Substring, _ month: Substring, _ day: Substring) -> Int? {
        guard let year = Int(year), let month = Int(month), let day = Int(day) else { return nil }
        return days(year, month, day)
    }

    static func number(_ text: some StringProtocol) -> String? {
        guard let value = Double(String(text)), value.isFinite else { return nil }
        return "\(value + 0)"
    }

    /// What each column makes of the text, in the order of ``ValueFuzzTests/fields``.
    static func readings(_ text: String) -> [String?] {
        [
            integer(text), plain(text), decimal(text), grouped(text), day(text), frenchDay(text), moment(text),
            fraction(text), time(text), year(text), month(text),
        ]
    }

    private static func integer(_ text: String) -> String? {
        guard text.wholeMatch(of: /[+-]?[0-9]+/) != nil else { return nil }
        return Int64(text).map { "\($0)" }
    }

    private static func plain(_ text: String) -> String? {
        text.wholeMatch(of: /[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]{1,4})?/) == nil ? nil : number(text)
    }

    private static func decimal(_ text: String) -> String? {
        guard let match = text.wholeMatch(of: /([+-]?)([0-9]+)(\.([0-9]{1,2}))?/) else { return nil }
        let whole = match.2.drop { $0 == "0" }
        guard whole.count <= 7, let digits = Int("\(match.2.suffix(8))"), let decimals = Int(pad(match.4 ?? "")) else {
            return nil
        }
        let value = digits * 100 + decimals
        return "\(match.1 == "-" ? -value : value)"
    }

    private static func pad(_ decimals: Substring) -> String {
        decimals + String(repeating: "0", count: 2 - decimals.count)
    }

    private static func grouped(_ text: String) -> String? {
        let pattern = /[+-]?([0-9]{1,3}(\.[0-9]{3})+|[0-9]+)(,[0-9]+)?([eE][+-]?[0-9]{1,4})?/
        guard text.wholeMatch(of: pattern) != nil else { return nil }
        return number(text.filter { $0 != "." }.map { $0 == "," ? "." : String($0) }.joined())
    }

    private static func day(_ text: String) -> String? {
        text.wholeMatch(of: /([0-9]{4})-([0-9]{2})-([0-9]{2})/).flatMap { date($0.1, $0.2, $0.3) }.map { "\($0)" }
    }

    private static func frenchDay(_ text: String) -> String? {
        text.wholeMatch(of: /([0-9]{2})\/([0-9]{2})\/([0-9]{4})/).flatMap { date($0.3, $0.2, $0.1) }.map { "\($0)" }
    }

    private static func moment(_ text: String) -> String? {
        let pattern = /([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})Z/
        guard let match = text.wholeMatch(of: pattern), let days = date(match.1, match.2, match.3),
            let clock = clock(match.4, match.5, match.6)
        else { return nil }
        return "\((days * 86_400 + clock) * 1_000_000)"
    }

    private static func fraction(_ text: String) -> String? {
        let pattern =
            /([0-9]{4})-([0-9]{2})-([0-9]{2}) ([0-9]{2}):([0-9]{2}):([0-9]{2})\.([0-9]{1,6})(Z|([+-])([0-9]{2}):?([0-9]{2}))/
        guard let match = text.wholeMatch(of: pattern), let days = date(match.1, match.2, match.3),
            let clock = clock(match.4, match.5, match.6),
            let micros = Int(match.7 + String(repeating: "0", count: 6 - match.7.count)),
            let hours = Int(match.10 ?? "0"), let minutes = Int(match.11 ?? "0"), hours <= 14, minutes < 60
        else { return nil }
        let offset = (hours * 3600 + minutes * 60) * (match.9 == "-" ? -1 : 1)
        return "\((days * 86_400 + clock - offset) * 1_000_000 + micros)"
    }

    private static func time(_ text: String) -> String? {
        text.wholeMatch(of: /([0-9]{2}):([0-9]{2}):([0-9]{2})/).flatMap { clock($0.1, $0.2, $0.3) }.map { "\($0)" }
    }

    private static func year(_ text: String) -> String? {
        guard text.wholeMatch(of: /[0-9]{4}/) != nil, let year = Int(text), year > 0 else { return nil }
        return "\(year)"
    }

    private static func month(_ text: String) -> String? {
        text.wholeMatch(of: /([0-9]{4})-([0-9]{2})/).flatMap { date($0.1, $0.2, "01") }.map { "\($0)" }
    }
}

@Suite struct ValueFuzzTests {
    /// A column for each reader of values, after one that keeps the cells away from what may begin a file.
    static let fields: [Field] = {
        var grouped = Field(name: "grouped", type: .number)
        (grouped.decimalSeparator, grouped.groupSeparator) = (UInt8(ascii: ","), [UInt8(ascii: ".")])
        return [
            Field(name: "first", type: .string), Field(name: "integer", type: .integer),
            Field(name: "number", type: .number),
            Field(name: "decimal", type: .decimal(precision: 9, scale: 2)), grouped,
            Field(name: "day", type: .date(format: "%Y-%m-%d")),
            Field(name: "french", type: .date(format: "%d/%m/%Y")),
            Field(name: "moment", type: .datetime(format: "default")),
            Field(name: "fraction", type: .datetime(format: "%Y-%m-%d %H:%M:%S.%f%z")),
            Field(name: "time", type: .time(format: "default")), Field(name: "year", type: .year),
            Field(name: "month", type: .yearmonth(format: "default")),
        ]
    }()

    private static func plan(_ schema: TableSchema) throws -> RecordPlan {
        var dialect = CSVDialect()
        dialect.hasHeader = false
        dialect.quote = nil
        return try RecordPlan(schema: schema, dialect: dialect)
    }

    private static func isCell(_ byte: UInt8) -> Bool { byte != 0 && byte != 0x0A && byte != 0x0D && byte != 0x3B }

    /// The function to fuzz: every reader of values makes of a cell what the slow reading makes of it.
    static func fuzzValues(_ bytes: [UInt8], _ plan: RecordPlan) throws {
        let cell = Array(bytes.filter(isCell).prefix(400))
        guard let text = String(validating: cell, as: UTF8.self) else { return }
        let cells = [[UInt8(ascii: "x")]] + [[UInt8]](repeating: cell, count: fields.count - 1)
        let rows = try Samples.parse(plan, Array(cells.joined(separator: [0x3B])) + [0x0A]).rows
        let expected = text.isEmpty ? [String?](repeating: nil, count: fields.count - 1) : Reference.readings(text)
        #expect(rows == [["x"] + expected], "a cell of \(cell.count) bytes: \(cell)")
    }

    @Test func `values are read as a slow second reading reads them, also of mutated cells`() throws {
        let plan = try Self.plan(TableSchema(name: "essai", fields: Self.fields))
        let corpus = NaughtyCell.all.map(\.cell)
        #expect(corpus.count > 100)
        try fuzz(corpus, seed: 31, count: 2000, name: "values") { try Self.fuzzValues($0, plan) }
    }

    // MARK: keys

    private static func keyPlan() throws -> RecordPlan {
        let types: [(String, FieldType)] = [
            ("text", .string), ("integer", .integer), ("price", .decimal(precision: 9, scale: 2)),
            ("day", .date(format: "default")),
            ("flag", .boolean(trueValues: ["true", "1"], falseValues: ["false", "0"])),
        ]
        return try plan(
            TableSchema(
                name: "essai", fields: types.map { Field(name: $0.0, type: $0.1) }, primaryKey: Array(types.indices)))
    }

    /// The function to fuzz: two records have the same key just where their values are the same.
    static func fuzzKeys(_ bytes: [UInt8], _ plan: RecordPlan) throws {
        let parsed: Parsed
        do {
            parsed = try Samples.parse(plan, Array(bytes.prefix(2000)))
        } catch is RecordsFaults {
            return
        }
        let sound = parsed.rows.indices.filter { !parsed.rejected[$0] }.prefix(20)
        for a in sound {
            #expect(parsed.keys[a] != .none)
            for b in sound {
                // Byte by byte: two ways to write an accent are one text to Swift, and two keys.
                let isSame = parsed.rows[a].map { $0?.utf8.map(\.self) } == parsed.rows[b].map { $0?.utf8.map(\.self) }
                #expect((parsed.keys[a] == parsed.keys[b]) == isSame, "rows \(a) and \(b)")
            }
        }
    }

    private static let keyVectors: [(rows: [UInt8], isSame: Bool)] = {
        let text = (try? Checkout.read("Tests/RecordsTests/Vectors/keys.txt")) ?? []
        return String(decoding: text, as: UTF8.self).split(separator: "\n").compactMap { line in
            let parts = line.split(separator: "|", omittingEmptySubsequences: false)
            guard !line.hasPrefix("#"), parts.count == 3 else { return nil }
            return (Array("\(parts[0])\n\(parts[1])\n".utf8), parts[2] == "same")
        }
    }()

    @Test func `keys are the same where the values are, however they are written`() throws {
        let plan = try Self.keyPlan()
        #expect(Self.keyVectors.count >= 20)
        for vector in Self.keyVectors {
            let parsed = try Samples.parse(plan, vector.rows)
            #expect(parsed.rejected == [false, false])
            #expect((parsed.keys[0] == parsed.keys[1]) == vector.isSame, "\(vector.rows)")
        }
        try fuzz(Self.keyVectors.map(\.rows), seed: 32, count: 800, name: "keys") { try Self.fuzzKeys($0, plan) }
    }

    /// The function to fuzz: a set of keys finds the repeated ones that a plain set finds, and below its budget keeps all.
    static func fuzzKeySet(_ bytes: [UInt8]) {
        var set = KeySet()
        var known: Set<KeyHash> = []
        for (index, chunk) in stride(from: 0, to: bytes.count, by: 48).enumerated() {
            let part = bytes[chunk..<min(chunk + 48, bytes.count)]
            // Few shards and few places: hashes meet.
            let hashes = part.map { KeyHash(high: UInt64($0 & 3) << 56, low: UInt64($0) << 32 | 1) }
            let skipped = part.map { $0 % 7 == 6 }
            var late: Set<Int> = []
            let isBounded = index % 3 == 2
            let repeated = set.insert(hashes, skipping: skipped, budget: isBounded ? 0 : .max) { late.insert($0) }
            for row in hashes.indices {
                let wasKnown = known.contains(hashes[row])
                #expect(repeated[row] == (wasKnown && !skipped[row]))
                #expect(late.contains(row) == (isBounded && !wasKnown && !skipped[row]))
                if !skipped[row], !isBounded { known.insert(hashes[row]) }
            }
            #expect(set.count == known.count)
        }
        for byte in UInt8.min...UInt8.max {
            let hash = KeyHash(high: UInt64(byte & 3) << 56, low: UInt64(byte) << 32 | 1)
            #expect(set.contains(hash) == known.contains(hash))
        }
    }

    @Test func `a set of keys finds what a plain set finds`() {
        let corpus = [Array(0...255), [UInt8](repeating: 9, count: 200), Self.keyVectors.flatMap(\.rows)]
        fuzz(corpus, seed: 33, count: 200, name: "key set") { Self.fuzzKeySet($0) }
    }
}
