import Convention
import Foundation
import Support
import Testing

/// What two versions of a convention have in common, and what not.
@Suite struct ConventionDiffTests {
    /// The good folder with one text in one file replaced.
    private func changed(_ file: String, _ find: String, _ put: String) throws -> [String: [UInt8]] {
        var files = try LintVector.base()
        let text = String(decoding: files[file] ?? [], as: UTF8.self)
        try #require(text.contains(find), "\(find)")
        files[file] = Array(text.replacing(find, with: put, maxReplacements: 1).utf8)
        try #require(ConventionLoader.load(files).convention != nil, "\(ConventionLoader.load(files).problems)")
        return files
    }

    private func changes(_ file: String, _ find: String, _ put: String) throws -> [ConventionChange] {
        ConventionDiff.changes(from: try LintVector.base(), to: try changed(file, find, put))
    }

    @Test func `a folder does not differ from itself`() throws {
        let base = try LintVector.base()
        #expect(ConventionDiff.changes(from: base, to: base) == [])
    }

    @Test func `every member of the format has a verdict`() {
        var objects = ConventionFormat.all + FileFormat.kinds + TreatmentFormat.all.map(\.rule)
        // Those that objects hold are of the format, too.
        var seen: Set<String> = []
        while let object = objects.popLast() {
            guard seen.insert(object.name).inserted else { continue }
            let known = ConventionDiff.judgedMembers(of: object.name)
            #expect(known == Set(object.members.map(\.name)), "\(object.name)")
            for member in object.members { objects += Self.objects(in: member.kind) }
        }
        #expect(seen.count > 40)
        #expect(ConventionDiff.judgedObjects == seen, "verdicts on what is not of the format")
    }

    /// The objects that a value of a kind is or holds.
    private static func objects(in kind: ValueKind) -> [ObjectRule] {
        switch kind {
        case .object(let rule): [rule]
        case .list(let element, _), .map(let element): objects(in: element)
        case .variant(_, let rules): rules
        case .text, .integer, .number, .boolean, .scalar, .oneOrMore: []
        }
    }

    /// File, text, replacement, pointer of the change, effect on the producer, effect on the table.
    private static let verdicts:
        [(file: String, find: String, put: String, pointer: String, producer: ProducerEffect, table: TableEffect)] = [
            ("convention.json", "0.05", "0.1", "/tolerance", .wider, .none),
            ("convention.json", "0.05", "0.01", "/tolerance", .narrower, .none),
            ("convention.json", "\"version\": 1", "\"version\": 2", "/version", .none, .none),
            ("convention.json", "\"id\": \"visits\"", "\"id\": \"visitors\"", "/id", .identity, .none),
            ("convention.json", "\"base\": \"visits\"", "\"base\": \"visitors\"", "/card/base", .none, .place),
            ("convention.json", "Example visits.", "Visits.", "/card/summary", .wording, .wording),
            ("convention.json", "08:00", "09:00", "/calendar/due", .calendar, .none),
            ("convention.json", "[\"age\"]", "[\"age\", \"cms\"]", "/drops/envelopes", .wider, .none),
            ("convention.json", "[\"age\"]", "[\"cms\"]", "/drops/envelopes", .narrower, .none),
            (
                "convention.json", "\"dropBytes\": 1000", "\"dropBytes\": 999", "/accounts/hospital/limits/dropBytes",
                .narrower, .none
            ),
            ("convention.json", "[\"192.0.2.0/24\", ", "[", "/accounts/hospital/networks", .narrower, .none),
            (
                "convention.json", "\"networks\": [\"192.0.2.0/24\", \"2001:db8::/32\"],", "",
                "/accounts/hospital/networks", .wider, .none
            ),
            (
                "convention.json", "\"delimiter\": \";\"", "\"delimiter\": \",\"", "/tables/visit/dialect/delimiter",
                .layout, .none
            ),
            (
                "convention.json", "VISIT_\\\\d{8}\\\\.csv\\\\.age\", \"nameExample\": \"VISIT_2",
                "VIS_\\\\d{8}\\\\.csv\\\\.age\", \"nameExample\": \"VIS_2", "/tables/visit/namePattern", .naming, .none
            ),
            (
                "convention.json", "\"loadMode\": \"append\"", "\"loadMode\": \"snapshot\"", "/tables/visit/loadMode",
                .none, .rows
            ),
            ("convention.json", "\"effect\": \"extraction\"", "\"effect\": \"purge\"", "/person/effect", .none, .rows),
            (
                "visit.schema.json", "\"maximum\": 400", "\"maximum\": 300", "/fields/weight/constraints/maximum",
                .narrower, .none
            ),
            (
                "visit.schema.json", "\"maximum\": 400", "\"maximum\": 500", "/fields/weight/constraints/maximum",
                .wider, .wider
            ),
            ("visit.schema.json", "\"minimum\": 0,", "", "/fields/weight/constraints/minimum", .wider, .wider),
            (
                "visit.schema.json", "\"enum\": [\"P\", \"N\"]", "\"enum\": [\"P\", \"N\", \"I\"]",
                "/fields/result/constraints/enum", .wider, .wider
            ),
            (
                "visit.schema.json", "\"actions\": {\"code-list\": \"warn\"}",
                "\"actions\": {\"code-list\": \"reject drop\"}", "/fields/result/actions", .narrower, .none
            ),
            ("visit.schema.json", "\"check\": \"finess\", ", "", "/fields/site/check", .wider, .wider),
            ("visit.schema.json", "\"width\": 5", "\"width\": 10", "/fields/weight/treatment/width", .none, .values),
            (
                "visit.schema.json",
                "{\"name\": \"doctor\", \"type\": \"string\", \"treatment\": {\"kind\": \"drop\"}}",
                "{\"name\": \"doctor\", \"type\": \"string\", \"treatment\": {\"kind\": \"forbid\"}}",
                "/fields/doctor/treatment", .narrower, .none
            ),
            (
                "visit.schema.json", "\"check\": \"finess\", \"treatment\": {\"kind\": \"keep\"}",
                "\"check\": \"finess\", \"treatment\": {\"kind\": \"keepPublic\"}", "/fields/site/treatment", .none,
                .none
            ),
            (
                "visit.schema.json", "\"check\": \"finess\", \"treatment\": {\"kind\": \"keep\"}",
                "\"check\": \"finess\", \"treatment\": {\"kind\": \"prefix\", \"length\": 2}", "/fields/site/treatment",
                .none,
                .values
            ),
            ("visit.schema.json", "\"primaryKey\": [\"number\"],", "", "/primaryKey", .wider, .wider),
            ("visit.schema.json", "\"limit\": 30", "\"limit\": 31", "/rules/stay/limit", .narrower, .none),
            (
                "visit.schema.json", "\"action\": \"warn\"", "\"action\": \"reject record\"", "/rules/stay/action",
                .narrower, .none
            ),
            (
                "visit.schema.json", "\"format\": \"%d/%m/%Y\"", "\"format\": \"%Y-%m-%d\"", "/fields/born/format",
                .layout, .none
            ),
            ("result.codes.csv", "I;unclear\n", "I;unclear\nX;none\n", "", .wider, .wider),
            ("result.codes.csv", "I;unclear\n", "", "", .narrower, .none),
            ("result.codes.csv", "I;unclear\n", "I;unknown\n", "", .wording, .none),
        ]

    @Test(arguments: verdicts.indices) func `judges a change of one member`(_ index: Int) throws {
        let row = Self.verdicts[index]
        let found = try changes(row.file, row.find, row.put)
        let change = try #require(found.first { $0.file == row.file && $0.pointer == row.pointer }, "\(found)")
        #expect(change.effects == Effects(row.producer, row.table))
        // Names of examples follow those of patterns.
        #expect(found.filter { $0.file == row.file && !$0.pointer.hasSuffix("/nameExample") }.count == 1, "\(found)")
    }

    @Test func `a column that goes, comes, or is of another type shows`() throws {
        let dropped = try changes(
            "visit.schema.json", "\"check\": \"finess\", \"treatment\": {\"kind\": \"keep\"}",
            "\"check\": \"finess\", \"treatment\": {\"kind\": \"drop\"}")
        #expect(dropped.contains { $0.file.isEmpty && $0.pointer == "visit/site" && $0.effects.table == .removed })
        let renamed = try changes("visit.schema.json", "\"as\": \"age\"", "\"as\": \"years\"")
        #expect(renamed.filter { $0.file.isEmpty }.map(\.effects.table) == [.added, .removed])
        let typed = try changes(
            "visit.schema.json",
            "{\"name\": \"smoker\", \"type\": \"boolean\", \"trueValues\": [\"O\"], \"falseValues\": [\"N\"],",
            "{\"name\": \"smoker\", \"type\": \"string\",")
        #expect(typed.contains { $0.pointer == "visit/smoker" && $0.effects.table == .type })
        #expect(typed.contains { $0.pointer == "/fields/smoker/type" && $0.effects.producer == .layout })
    }

    @Test func `fields that come, go or move change how a CSV file is written`() throws {
        let site =
            "{\"name\": \"site\", \"type\": \"string\", \"check\": \"finess\", \"treatment\": {\"kind\": \"keep\"}},"
        let removed = try changes("visit.schema.json", site, "")
        #expect(
            removed.contains { $0.pointer == "/fields/site" && $0.kind == .removed && $0.effects.producer == .layout })
        let back = ConventionDiff.changes(from: try changed("visit.schema.json", site, ""), to: try LintVector.base())
        #expect(back.contains { $0.pointer == "/fields/site" && $0.kind == .added && $0.effects.producer == .layout })
        var moved = try changed("visit.schema.json", site, "")
        let text = String(decoding: moved["visit.schema.json"] ?? [], as: UTF8.self)
        moved["visit.schema.json"] = Array(text.replacing("\"fields\": [", with: "\"fields\": [" + site).utf8)
        let found = ConventionDiff.changes(from: try LintVector.base(), to: moved)
        #expect(found.contains { $0.kind == .moved && $0.effects.producer == .layout })
    }

    @Test func `what says the same otherwise is no change`() throws {
        let same: [(String, String, String)] = [
            ("convention.json", "\"delimiter\": \";\", ", ""),
            ("convention.json", "\"encoding\": \"UTF-8\"", "\"header\": true"),
            ("visit.schema.json", "\"primaryKey\": [\"number\"]", "\"primaryKey\": \"number\""),
            ("visit.schema.json", "\"type\": \"number\",", "\"type\": \"number\", \"decimalChar\": \".\","),
        ]
        for (file, find, put) in same { #expect(try changes(file, find, put) == [], "\(put)") }
    }

    @Test func `says each change in both languages`() throws {
        let found = try changes("convention.json", "0.05", "0.01")
        let english = try #require(found.first?.line(.english))
        #expect(english.hasPrefix("convention.json /tolerance: changed. For the producer (breaking): "))
        let french = try #require(found.first?.line(.french))
        #expect(french.contains("Pour la table (compatible)"))
        for message in DiffMessages.table.all { #expect(!message.french.isEmpty && !message.english.isEmpty) }
        for effect in ProducerEffect.allCases {
            #expect(
                DiffMessages.table[FaultCode(rawValue: "diff.producer.\(effect.rawValue)")]?.code.rawValue
                    == "diff.producer.\(effect.rawValue)")
        }
        for effect in TableEffect.allCases {
            #expect(
                DiffMessages.table[FaultCode(rawValue: "diff.table.\(effect.rawValue)")]?.code.rawValue
                    == "diff.table.\(effect.rawValue)")
        }
    }
}
