import Foundation
import Records
import Support
import TestSupport
import Testing

/// A slow parser, byte by byte, written from RFC 4180 alone, to compare with.
enum ReferenceParser {
    struct Record: Equatable {
        var line: UInt64
        var fields: [[UInt8]] = []
        var isMalformed = false
    }

    static func records(_ bytes: [UInt8]) -> [Record] {
        var records: [Record] = []
        var line: UInt64 = 1
        var position = 0
        while position < bytes.count {
            var record = Record(line: line)
            repeat {
                record.fields.append(field(bytes, &position, &line, &record))
            } while next(bytes, &position)
            if position < bytes.count { position += 1 }
            line += 1
            records.append(record)
        }
        return records
    }

    /// Steps over a separator.
    private static func next(_ bytes: [UInt8], _ position: inout Int) -> Bool {
        guard position < bytes.count, bytes[position] == UInt8(ascii: ";") else { return false }
        position += 1
        return true
    }

    private static func field(_ bytes: [UInt8], _ position: inout Int, _ line: inout UInt64, _ record: inout Record)
        -> [UInt8]
    {
        var value: [UInt8] = []
        var wasQuoted = false
        if position < bytes.count, bytes[position] == UInt8(ascii: "\"") {
            (value, wasQuoted) = (quoted(bytes, &position, &line), true)
        }
        var rest: [UInt8] = []
        while position < bytes.count, bytes[position] != UInt8(ascii: ";"), bytes[position] != UInt8(ascii: "\n") {
            if bytes[position] == UInt8(ascii: "\""), wasQuoted, rest.isEmpty { break }
            rest.append(bytes[position])
            position += 1
        }
        if position >= bytes.count || bytes[position] == UInt8(ascii: "\n"), rest.last == UInt8(ascii: "\r") {
            rest.removeLast()
        }
        if rest.contains(UInt8(ascii: "\"")) || wasQuoted && !rest.isEmpty { record.isMalformed = true }
        return value + rest
    }

    private static func quoted(_ bytes: [UInt8], _ position: inout Int, _ line: inout UInt64) -> [UInt8] {
        var value: [UInt8] = []
        position += 1
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            if byte == UInt8(ascii: "\n") { line += 1 }
            guard byte == UInt8(ascii: "\"") else {
                value.append(byte)
                continue
            }
            guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else { return value }
            value.append(byte)
            position += 1
        }
        return value
    }
}

/// Makes the same texts in every run.
struct Generator: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state
    }
}

@Suite struct ReferenceParserTests {
    /// The function to fuzz: must only not crash, hang or grow, and answer alike for any cut of the input.
    static func fuzzRecords(_ bytes: [UInt8], _ plan: RecordPlan) {
        let whole = outcome { try Samples.parse(plan, bytes) }
        let pieces = outcome { try Samples.parse(plan, bytes, piece: 1 + bytes.count % 7) }
        #expect(whole.parsed == pieces.parsed)
        #expect(whole.error == pieces.error)
        if let parsed = whole.parsed { compare(parsed, bytes) }
    }

    private static func outcome(_ body: () throws -> Parsed) -> (parsed: Parsed?, error: String) {
        do { return (try body(), "") } catch { return (nil, "\(error)") }
    }

    private static func compare(_ parsed: Parsed, _ bytes: [UInt8]) {
        let bytes = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
        var expected = Array(ReferenceParser.records(bytes).dropFirst())
        if let last = expected.last, last.fields == [[]], !last.isMalformed, isBlankEnd(bytes) { expected.removeLast() }
        #expect(parsed.lines == expected.map(\.line))
        for (row, record) in expected.enumerated() where row < parsed.rows.count {
            let isBroken =
                record.isMalformed || record.fields.count != 2 || record.fields.joined().contains(0)
                || String(validating: record.fields.joined(separator: [59]), as: UTF8.self) == nil
            #expect(parsed.rejected[row] == isBroken)
            if isBroken { continue }
            let values = record.fields.map { $0.isEmpty ? nil : String(decoding: $0, as: UTF8.self) }
            #expect(parsed.rows[row] == values)
        }
    }

    /// The last line is empty, not an empty quoted field.
    private static func isBlankEnd(_ bytes: [UInt8]) -> Bool {
        let line = bytes.dropLast(bytes.last == 10 ? 1 : 0).split(separator: 10, omittingEmptySubsequences: false).last
        return line.map { $0.isEmpty || $0 == [13] } ?? true
    }

    private static func plan(_ window: Int) throws -> RecordPlan {
        var limits = RecordLimits()
        (limits.blockBytes, limits.recordBytes) = (window, window)
        return try RecordPlan(schema: Samples.texts("a", "b"), dialect: CSVDialect(), limits: limits)
    }

    @Test func `agrees with a slow parser on random texts, for any cut`() throws {
        let alphabet = Array("\"\";;\n\n\r1ab".utf8) + [0xC3, 0xA9]
        var generator = Generator(state: 0x9E37_79B9)
        for window in [24, 64, 1 << 20] {
            let plan = try Self.plan(window)
            for _ in 0..<400 {
                let count = Int.random(in: 0..<90, using: &generator)
                let body = (0..<count).map { _ in alphabet.randomElement(using: &generator) ?? 0 }
                Self.fuzzRecords(Array("a;b\n".utf8) + body, plan)
            }
        }
    }

    @Test func `agrees with a slow parser on long regular texts`() throws {
        var generator = Generator(state: 42)
        for end in ["\n", "\r\n"] {
            for quoted in [false, true] {
                var text = "a;b" + end
                for row in 0..<500 {
                    let width = Int.random(in: 0..<70, using: &generator)
                    let value = String(repeating: "é", count: width)
                    text += quoted && row % 3 == 0 ? "\"\(value);\n\"\"\";\(row)" : "\(value);\(row)"
                    text += end
                }
                Self.fuzzRecords(Array(text.utf8), try Self.plan(1000))
            }
        }
    }

    @Test func `survives the corpus and its mutations`() throws {
        let files = Checkout.files(below: "Tests/RecordsTests/Corpus", suffix: ".csv").sorted()
        #expect(files.count >= 7)
        let plan = try Self.plan(256)
        let corpus = try files.map { try Checkout.read($0) }
        fuzz(corpus, seed: 7, count: 420, name: "CSV") { Self.fuzzRecords($0, plan) }
    }
}
