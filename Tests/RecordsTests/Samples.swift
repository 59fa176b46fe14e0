import Columns
import Foundation
import Records
import Support

/// Schemas and short ways to run them, for the tests of this module.
enum Samples {
    static let folder = String(#filePath.dropLast("Samples.swift".count))
    static let seed = KeySeed(first: 1, second: 2)

    /// A table with a field of each kind: `id;nom;age;poids;prix;ok;jour;moment`.
    static func everyType() -> TableSchema {
        var id = Field(name: "id", type: .string, required: true)
        id.pattern = "[A-Z]\\d{3}"
        var name = Field(name: "nom", type: .string)
        name.minLength = 2
        name.maxLength = 5
        var age = Field(name: "age", type: .integer)
        age.minimum = 0
        age.maximum = 120
        return TableSchema(
            name: "essai",
            fields: [
                id, name, age, Field(name: "poids", type: .number),
                Field(name: "prix", type: .decimal(precision: 6, scale: 2)),
                Field(name: "ok", type: .boolean(trueValues: ["oui"], falseValues: ["non"])),
                Field(name: "jour", type: .date(format: "%d/%m/%Y")),
                Field(name: "moment", type: .datetime(format: "%Y-%m-%dT%H:%M%z")),
            ])
    }

    static func texts(_ names: String...) -> TableSchema {
        TableSchema(name: "essai", fields: names.map { Field(name: $0, type: .string) })
    }

    /// Splits `bytes` in pieces of `piece` bytes.
    static func split(_ plan: RecordPlan, _ bytes: [UInt8], piece: Int = .max) throws -> [RecordBlock] {
        var splitter = RecordSplitter(plan)
        var blocks: [RecordBlock] = []
        var start = 0
        while start < bytes.count {
            let end = start + min(piece, bytes.count - start)
            blocks += try splitter.push(bytes.span.extracting(start..<end))
            start = end
        }
        return blocks + (try splitter.finish())
    }

    static func parse(_ plan: RecordPlan, _ bytes: [UInt8], piece: Int = .max) throws -> Parsed {
        let parser = try BlockParser(plan, seed: seed)
        return Parsed(plan, try split(plan, bytes, piece: piece).map(parser.parse))
    }

    static func parse(
        _ schema: TableSchema, _ text: String, dialect: CSVDialect = CSVDialect(), limits: RecordLimits = RecordLimits()
    ) throws -> Parsed {
        try parse(try RecordPlan(schema: schema, dialect: dialect, limits: limits), Array(text.utf8))
    }

    /// The codes that splitting `bytes` ends with; empty where it succeeds.
    static func codes(_ plan: RecordPlan, _ bytes: [UInt8]) -> [String] {
        do {
            _ = try split(plan, bytes)
            return []
        } catch let faults as RecordsFaults {
            return faults.faults.map(\.code.rawValue)
        } catch {
            return ["?"]
        }
    }
}

/// The blocks of a drop put together again.
struct Parsed: Equatable {
    var rows: [[String?]] = []
    var lines: [UInt64] = []
    var rejected: [Bool] = []
    var keys: [KeyHash] = []
    /// `line code field shape` of every example.
    var broken: [String] = []
    var counts: [String: UInt64] = [:]

    init(_ plan: RecordPlan, _ blocks: [ParsedBlock]) {
        var log = ViolationLog(ruleCount: plan.rules.count)
        for block in blocks {
            log.merge(block.violations)
            lines += block.lines
            rejected += block.rejected
            keys += block.keys.first ?? []
            let columns = block.columns.map { $0?.decoded }
            for row in 0..<block.rowCount { rows.append(columns.map { Parsed.text($0, row) }) }
        }
        for example in log.examples {
            let rule = plan.rules[example.rule]
            broken.append("\(example.line) \(rule.code) \(rule.field ?? "-") \(example.shape)")
        }
        for (index, count) in log.counts.enumerated() where count > 0 {
            counts[plan.rules[index].code, default: 0] += count
        }
    }

    static func text(_ column: Column?, _ row: Int) -> String? {
        guard let column, !column.isNull(row) else { return nil }
        return switch column.values {
        case .boolean(let values): "\(values[row])"
        case .int32(let values): "\(values[row])"
        case .int64(let values): "\(values[row])"
        case .double(let values): "\(values[row])"
        case .bytes(let values): String(decoding: values.entry(row), as: UTF8.self)
        case .coded: nil
        }
    }
}
