import Producer
import Records
import Support
import TestSupport
import Testing
import Treatment

/// A table with a column of each kind that the generator knows.
private let schema: TableSchema = {
    var key = Field(name: "id_test", type: .string, required: true)
    key.pattern = "^T-[0-9]{10}$"
    var person = Field(name: "pseudo", type: .string, required: true)
    person.pattern = "[0-9A-Fa-f]{32,128}"
    var code = Field(name: "resultat", type: .string, required: true)
    code.enumeration = ["P", "N", "I;X"]
    var listed = Field(name: "loinc", type: .string)
    listed.codeList = "loinc"
    var site = Field(name: "finess", type: .string, required: true)
    site.check = .finess
    var count = Field(name: "ct", type: .integer)
    count.minimum = 10
    count.maximum = 40
    let fields = [
        key, Field(name: "nom", type: .string), person, Field(name: "naissance", type: .date(format: "%Y-%m-%d")),
        Field(name: "cp", type: .string), Field(name: "prelevement", type: .datetime(format: "%Y-%m-%dT%H:%M:%SZ")),
        Field(name: "validation", type: .datetime(format: "%Y-%m-%dT%H:%M:%SZ")), code, listed, site, count,
    ]
    return TableSchema(
        name: "test", fields: fields, primaryKey: [0],
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

private func synthetic(_ options: SyntheticDrop.Options) -> SyntheticDrop {
    SyntheticDrop(
        schema: schema, dialect: CSVDialect(), treatments: treatments, personField: "pseudo", options: options)
}

private let day = CivilDate(year: 2026, month: 11, day: 20) ?? CivilDate(days: 0)

private func rows(_ options: SyntheticDrop.Options) -> (
    rows: [[String]], summary: SyntheticDrop.Summary, drop: SyntheticDrop
) {
    let drop = synthetic(options)
    var bytes: [UInt8] = []
    let summary = drop.write { bytes += $0 }
    let quoted = String(decoding: bytes, as: UTF8.self).replacing("\"I;X\"", with: "IX")
    let lines = quoted.split(separator: "\n").map {
        $0.split(separator: ";", omittingEmptySubsequences: false).map(String.init)
    }
    return (lines, summary, drop)
}

@Suite struct SyntheticDropTests {
    private var options: SyntheticDrop.Options { SyntheticDrop.Options(rows: 2000, day: day) }

    @Test func `makes the same bytes for the same seed and others for another`() {
        var other = options
        other.seed = 2
        #expect(rows(options).rows == rows(options).rows)
        #expect(rows(options).rows != rows(other).rows)
        #expect(rows(options).drop.pseudonym(of: 5) == rows(other).drop.pseudonym(of: 5))
    }

    @Test func `makes values that keep the schema`() throws {
        let (all, summary, _) = rows(options)
        #expect(all.count == 2001 && summary.rows == 2000 && summary.faults.isEmpty)
        #expect(all[0] == schema.fields.map(\.name))
        #expect(Set(all.dropFirst().map { $0[0] }).count == 2000)
        for row in all.dropFirst() {
            try #require(row.count == 11)
            #expect(row[0].wholeMatch(of: /T-[0-9]{10}/) != nil)
            #expect(row[1] == "")
            #expect(row[2].wholeMatch(of: /[0-9a-f]{64}/) != nil)
            let birth = try #require(CivilDate(iso8601: row[3]))
            let taken = try #require(Timestamp(iso8601: row[5]))
            let validated = try #require(Timestamp(iso8601: row[6]))
            #expect(birth < day && taken < validated && taken.date == day)
            #expect(row[4].wholeMatch(of: /[0-9]{5}/) != nil)
            #expect(["P", "N", "IX"].contains(row[7]) && ["94500-6", "94558-4"].contains(row[8]))
            #expect((10...40).contains(Int(row[10]) ?? 0))
        }
        #expect(all.contains { $0[4].hasPrefix("20") } && all.contains { $0[4].hasPrefix("97") })
        #expect(all.contains { $0[9].hasPrefix("2A") || $0[9].hasPrefix("2B") })
    }

    @Test func `gives FINESS numbers a valid key`() {
        for row in rows(options).rows.dropFirst() {
            let digits = row[9].replacing("A", with: "1").replacing("B", with: "2")
            var sum = 0
            for (index, digit) in digits.compactMap(\.wholeNumberValue).reversed().enumerated() {
                sum += index % 2 == 0 ? digit : digit * 2 / 10 + digit * 2 % 10
            }
            #expect(sum % 10 == 0, "FINESS key")
        }
    }

    @Test func `keeps a person's own values from one day to the next`() throws {
        var few = options
        few.population = 10
        var next = few
        next.seed = 9
        var seen: [String: String] = [:]
        for row in rows(few).rows.dropFirst() + rows(next).rows.dropFirst() {
            #expect(seen.updateValue(row[4], forKey: row[2]) ?? row[4] == row[4])
        }
        #expect(seen.count == 10)
    }

    @Test func `names persons of the drop and leaves out absent ones`() throws {
        var few = options
        few.population = 10
        let third = try #require(rows(few).drop.pseudonym(of: 3))
        #expect(rows(few).rows.contains { $0[2] == third })
        few.absent = [3]
        #expect(!rows(few).rows.contains { $0[2] == third })
        few.absent = Set(0..<10)
        #expect(rows(few).rows.count == 2001)
    }

    @Test(arguments: SyntheticFault.allCases)
    func `puts in the faults that were asked for and counts them`(kind: SyntheticFault) throws {
        var faulty = options
        faulty.faults = [kind: 0.1]
        let (all, summary, _) = rows(faulty)
        let count = try #require(summary.faults[kind])
        #expect((100...300).contains(count))
        let found = all.dropFirst().count { row in
            switch kind {
            case .badCode: row.contains("ZZ-0")
            case .missingValue: row[2].isEmpty || row[7].isEmpty || row[9].isEmpty
            case .dateOrder:
                (Timestamp(iso8601: row[5])?.microseconds ?? 0) > (Timestamp(iso8601: row[6])?.microseconds ?? 0)
            case .wrongType: row.contains("abc")
            }
        }
        #expect(found == count)
    }

    @Test func `fills a forbidden column in the row that was asked for`() {
        var nominative = options
        nominative.nominativeRow = 1234
        let all = rows(nominative).rows
        let filled = all.indices.filter { all[$0][1] != "" }.dropFirst()
        #expect(Array(filled) == [1235])
    }

    @Test func `hands over blocks of bounded size`() {
        var many = options
        many.rows = 20_000
        let drop = synthetic(many)
        var largest = 0
        var total = 0
        let summary = drop.write { block in
            largest = max(largest, block.count)
            total += block.count
        }
        #expect(largest < 300_000)
        #expect(summary.bytes == total && total > 2_000_000)
    }

    @Test func `writes an opposition update with the convention's columns`() {
        let columns = ["pseudo", "action", "date", "portee"]
        let bytes = SyntheticOppositions.bytes(
            columns, CSVDialect(), identifiers: ["aa", "bb"], .add, date: day, scope: "all")
        #expect(
            String(decoding: bytes, as: UTF8.self)
                == "pseudo;action;date;portee\naa;add;2026-11-20;all\nbb;add;2026-11-20;all\n")
    }
}
