import Identifiers
import Producer
import Records
import Support
import TestSupport
import Testing
import Treatment

/// A table with a column of each kind that a laboratory's drop has.
private let schema: TableSchema = {
    var key = Field(name: "id_test", type: .string, required: true)
    key.pattern = "^T-[0-9]{10}$"
    var person = Field(name: "pseudo", type: .string, required: true)
    person.pattern = "[0-9A-Fa-f]{32,128}"
    var code = Field(name: "resultat", type: .string, required: true)
    code.enumeration = ["P", "N", "I"]
    var listed = Field(name: "loinc", type: .string)
    listed.codeList = "loinc"
    var site = Field(name: "finess", type: .string, required: true)
    site.check = .finess
    var count = Field(name: "ct", type: .integer)
    count.minimum = 10
    count.maximum = 40
    let fields = [
        key, Field(name: "nom", type: .string), person, Field(name: "naissance", type: .date(format: "%Y-%m-%d")),
        Field(name: "cp", type: .string, required: true),
        Field(name: "prelevement", type: .datetime(format: "%Y-%m-%dT%H:%M:%SZ"), required: true),
        Field(name: "validation", type: .datetime(format: "%Y-%m-%dT%H:%M:%SZ"), required: true), code, listed, site,
        count,
    ]
    return TableSchema(
        name: "t", fields: fields, primaryKey: [0],
        rules: [
            TableRule(name: "order", left: "prelevement", .lessOrEqual, right: "validation"),
            TableRule(name: "delay", left: "validation", .lessOrEqual, right: "prelevement", limit: 15),
            TableRule(name: "birth", left: "naissance", .lessOrEqual, right: "prelevement"),
            TableRule(name: "age", left: "prelevement", .lessOrEqual, right: "naissance", limit: 44_195),
        ],
        codeLists: ["loinc": ["94500-6", "94558-4"]])
}()

private let treatments: [FieldTreatment] = [
    .renumber, .forbid, .rekey(domain: "person"), .ageYears(reference: "prelevement", cap: 90), .toDepartment,
    .toDate, .toDate, .keepCoded, .keepCoded, .keep, .keep,
]

private func rows(_ rows: Int = 2000, _ change: (inout SyntheticDrop.Options) -> Void = { _ in }) throws -> (
    rows: [[String]], summary: SyntheticDrop.Summary, drop: SyntheticDrop
) {
    let (lines, summary, drop) = try made(schema, treatments, person: "pseudo", rows: rows, change)
    let cells = lines.dropFirst().map { $0.split(separator: ";", omittingEmptySubsequences: false).map(String.init) }
    return (cells, summary, drop)
}

@Suite struct SyntheticDropTests {
    @Test func `makes the same bytes for the same seed and others for another`() throws {
        let first = try rows()
        #expect(try rows().rows == first.rows)
        let other = try rows { $0.seed = 2 }
        #expect(other.rows != first.rows)
        #expect(other.drop.pseudonym(of: 5) == first.drop.pseudonym(of: 5))
    }

    @Test func `makes values that keep the schema`() throws {
        let (all, summary, _) = try rows()
        #expect(all.count == 2000 && summary.tables[0].summary.rows == 2000 && summary.tables[0].summary.faults.isEmpty)
        #expect(Set(all.map { $0[0] }).count == 2000)
        for row in all {
            try #require(row.count == 11)
            #expect(row[0].wholeMatch(of: /T-[0-9]{10}/) != nil)
            #expect(row[1] == "")
            #expect(row[2].wholeMatch(of: /[0-9a-f]{64}/) != nil)
            let taken = try #require(Timestamp(iso8601: row[5]))
            let validated = try #require(Timestamp(iso8601: row[6]))
            #expect(taken <= validated && taken.date == syntheticDay)
            if !row[3].isEmpty { #expect(try #require(CivilDate(iso8601: row[3])) <= syntheticDay) }
            #expect(row[4].wholeMatch(of: /[0-9]{5}/) != nil)
            #expect(["P", "N", "I"].contains(row[7]) && ["", "94500-6", "94558-4"].contains(row[8]))
            #expect(row[10].isEmpty || (10...40).contains(Int(row[10]) ?? 0))
        }
        #expect(all.contains { $0[4].hasPrefix("20") } && all.contains { $0[4].hasPrefix("97") })
    }

    @Test func `repeats codes as real records do`() throws {
        var counts: [String: Int] = [:]
        for row in try rows().rows { counts[row[7], default: 0] += 1 }
        #expect(counts.count == 3)
        #expect(try #require(counts.values.max()) > 2 * (try #require(counts.values.min())))
    }

    @Test func `gives identifiers that nobody has a valid key`() throws {
        for row in try rows().rows {
            #expect(FINESS.isValid(Array(row[9].utf8).span) && row[9].hasPrefix("99"))
        }
        for (check, start) in [(IdentifierCheck.nir, ""), (.rpps, "9970"), (.siret, "00")] {
            var field = Field(name: "a", type: .string, required: true)
            field.check = check
            field.isUnique = true
            let table = TableSchema(name: "t", fields: [field, Field(name: "b", type: .integer)])
            let values = try made(table, [.drop, .keep], rows: 300).lines.dropFirst().map {
                String($0.prefix { $0 != ";" })
            }
            #expect(Set(values).count == 300)
            for value in values {
                let text = Array(value.utf8)
                switch check {
                case .nir: #expect(NIR.isValid(text.span) && text[5..<10].elementsEqual("99999".utf8))
                case .rpps: #expect(RPPS.isValid(text.span) && value.hasPrefix(start))
                default: #expect(SIRET.isValid(text.span) && value.hasPrefix(start))
                }
            }
        }
    }

    @Test func `keeps a person's own values from one day to the next`() throws {
        var seen: [String: String] = [:]
        for seed in [1, 9] as [UInt64] {
            let all = try rows {
                $0.population = 10
                $0.seed = seed
            }
            for row in all.rows { #expect(seen.updateValue(row[4], forKey: row[2]) ?? row[4] == row[4]) }
        }
        #expect(seen.count == 10)
    }

    @Test func `names persons of the drop and leaves out absent ones`() throws {
        let all = try rows {
            $0.population = 10
            $0.countsPersons = true
        }
        let third = try #require(all.drop.pseudonym(of: 3))
        #expect(all.rows.count { $0[2] == third } == all.summary.persons[3])
        let without = try rows {
            $0.population = 10
            $0.absent = [3]
        }
        #expect(!without.rows.contains { $0[2] == third })
        #expect(
            try rows {
                $0.population = 10
                $0.absent = Set(0..<10)
            }.rows.count == 2000)
    }

    @Test(arguments: [
        SyntheticFault.badCode, .missingValue, .wrongType, .brokenDate, .badPattern, .tooSmall, .tooLarge, .badCheck,
        .brokenRule, .repeatedKey, .brokenForm,
    ])
    func `puts in the faults that were asked for and counts them`(kind: SyntheticFault) throws {
        let (all, summary, _) = try rows {
            $0.faults = 0.1
            $0.faultKinds = [kind]
        }
        let table = summary.tables[0].summary
        let count = try #require(table.faults[kind])
        #expect(table.faults.count == 1 && (120...280).contains(count))
        #expect(table.rejected + table.duplicate == count && table.kept == 2000 - count)
        #expect((table.duplicate == count) == (kind == .repeatedKey))
        switch kind {
        case .brokenForm: #expect(all.count { $0.count != 11 } == count)
        case .repeatedKey: #expect(2000 - Set(all.map { $0[0] }).count == count)
        case .brokenRule: break
        case .wrongType: #expect(all.count { $0.contains("abc") } == count)
        case .brokenDate: #expect(all.count { $0.joined().contains("-02-30") } == count)
        case .badCheck: #expect(all.count { !FINESS.isValid(Array($0[9].utf8).span) } == count)
        default: break
        }
    }

    @Test func `fills a forbidden column in the row that was asked for`() throws {
        let all = try rows { $0.nominativeRow = 1234 }.rows
        #expect(all.indices.filter { all[$0][1] != "" } == [1234])
    }

    @Test func `hands over blocks of bounded size`() throws {
        var options = SyntheticDrop.Options(rows: 20_000, day: syntheticDay)
        options.population = 100
        let drop = try SyntheticDrop.one(of: try convention(schema, treatments, person: "pseudo"), table: "t", options)
        var largest = 0
        var total = 0
        let summary = try drop.write { block in
            largest = max(largest, block.count)
            total += block.count
        }
        #expect(largest < 3_000_000)
        #expect(summary.bytes == total && total > 2_000_000)
    }

    @Test func `what no record can keep is named`() throws {
        var alone = schema
        alone.rules.append(TableRule(name: "never", left: "validation", .less, right: "validation"))
        #expect(throws: SynthesisFault.column(table: "t", field: "validation")) {
            _ = try made(alone, treatments, person: "pseudo", rows: 2)
        }
        var both = schema
        both.rules = [
            TableRule(name: "never", left: "validation", .less, right: "prelevement", limit: -1),
            TableRule(name: "order", left: "prelevement", .less, right: "validation", limit: -1),
        ]
        let fault = #expect(throws: SynthesisFault.self) {
            _ = try made(both, treatments, person: "pseudo", rows: 2)
        }
        #expect(fault?.code == "synth.rule")
    }

    @Test func `a key of few codes gives no more records than there are codes`() throws {
        var code = Field(name: "a", type: .string, required: true)
        code.enumeration = ["x", "y", "z"]
        let table = TableSchema(name: "t", fields: [code, Field(name: "b", type: .integer)], primaryKey: [0])
        let (lines, summary, _) = try made(table, rows: 100)
        #expect(lines.count == 4 && summary.tables[0].summary.rows == 3)
    }

    @Test func `writes an opposition update with the convention's columns`() {
        let columns = ["pseudo", "action", "date", "portee"]
        let bytes = SyntheticOppositions.bytes(
            columns, CSVDialect(), identifiers: ["aa", "bb"], .add, date: syntheticDay, scope: "all")
        #expect(
            String(decoding: bytes, as: UTF8.self)
                == "pseudo;action;date;portee\naa;add;2026-11-20;all\nbb;add;2026-11-20;all\n")
    }
}
