import Catalogue
import Columns
import Foundation
import Parquet
import Support
import TestSupport
import Testing

/// Stays by site and day, in a table sorted by site, with Bloom filters on persons.
enum Stays {
    static let now = Timestamp(seconds: 1_750_000_000)

    struct Stay: Hashable {
        var person: String
        var site: String?
        var day: Int32
    }

    static func schema(more: [ParquetColumn] = []) throws -> ParquetSchema {
        try ParquetSchema(
            [
                ParquetColumn(name: "person", type: .string, nullable: true, hasBloomFilter: true),
                ParquetColumn(name: "site", type: .string, nullable: true),
                ParquetColumn(name: "day", type: .date, nullable: false),
            ] + more, sortedBy: [1])
    }

    /// Columns of `stays`.
    static func columns(_ stays: [Stay]) -> [Column] {
        [
            Column(.bytes(ByteColumn(stays.map(\.person)))),
            Column(
                .bytes(ByteColumn(stays.map { $0.site ?? "" })),
                nulls: stays.contains { $0.site == nil } ? stays.map { $0.site == nil } : nil),
            Column(.int32(stays.map(\.day))),
        ]
    }

    /// Writes row groups of stays as a file of `drop`.
    static func write(_ groups: [[Stay]], drop: String, to table: DeltaTable) throws -> DeltaFile {
        let schema = try schema()
        let writer = try DataFileWriter(table: table, dropID: drop, number: 0, schema: schema)
        for stays in groups {
            let sorted = stays.sorted { ($0.site ?? "", $0.day, $0.person) < ($1.site ?? "", $1.day, $1.person) }
            let chunks = try zip(columns(sorted), schema.columns).map { try ColumnEncoder.encode($0, as: $1) }
            try writer.append(rowGroup: chunks, rows: sorted.count)
        }
        return try writer.finish(tags: ["drop": drop], now: now)
    }

    /// The rows that the table has, whatever their order.
    static func rows(_ table: DeltaTable) throws -> [Stay] {
        var stays: [Stay] = []
        for file in try table.snapshot().files {
            let parquet = try open(table, file)
            for group in parquet.footer.rowGroups.indices {
                let columns = try parquet.schema.columns.indices.map { index in
                    Column(
                        joining: try parquet.read(group: group, column: index).map {
                            ColumnPart($0, RowSelection(all: $0.count))
                        })
                }
                guard case .bytes(let persons) = columns[0].values, case .bytes(let sites) = columns[1].values,
                    case .int32(let days) = columns[2].values
                else { continue }
                for row in days.indices {
                    stays.append(
                        Stay(
                            person: String(decoding: persons.entry(row), as: UTF8.self),
                            site: columns[1].isNull(row) ? nil : String(decoding: sites.entry(row), as: UTF8.self),
                            day: days[row]))
                }
            }
        }
        return stays
    }

    static func open(_ table: DeltaTable, _ file: DeltaFile) throws -> ParquetFile {
        try ParquetFile(MemoryInput(Array(try Data(contentsOf: URL(filePath: table.path + "/" + file.path)))))
    }

    /// What is replaced where `windows` are stated.
    static func replaced(_ windows: [(site: String?, days: ClosedRange<Int32>)]) throws -> ReplacedRows {
        var replaced = ReplacedRows(same: ["site"], day: "day")
        for window in windows {
            let column = columns([Stay(person: "", site: window.site, day: 0)])[1]
            let group = try replaced.groups(adding: [column], rows: 1)[0]
            try replaced.replace(group, from: window.days.lowerBound, to: window.days.upperBound)
        }
        return replaced
    }
}

@Suite struct RewritingTests {
    private static func table(_ directory: TemporaryDirectory) throws -> DeltaTable {
        try DeltaTable.create(at: directory.path + "/stays", schema: try Stays.schema(), now: Stays.now)
    }

    private static func stays(_ site: String?, _ days: ClosedRange<Int32>, _ count: Int = 3) -> [Stays.Stay] {
        days.flatMap { day in
            (0..<count).map { Stays.Stay(person: "\(site ?? "-")-\(day)-\($0)", site: site, day: day) }
        }
    }

    private static func rewriting(
        _ table: DeltaTable, _ windows: [(site: String?, days: ClosedRange<Int32>)], drop: String = "new"
    ) throws -> Rewriting {
        try table.rewriting(
            without: try Stays.replaced(windows), schema: try Stays.schema(), dropID: drop, from: 1, now: Stays.now)
    }

    private static func damage(_ table: DeltaTable, _ file: DeltaFile) throws {
        try Data("damaged".utf8).write(to: URL(filePath: table.path + "/" + file.path))
    }

    @Test func `writes a file anew with its filters, order, tags and bounds`() throws {
        let directory = try TemporaryDirectory()
        let table = try Self.table(directory)
        let all = Self.stays("A", 1...9) + Self.stays("B", 1...9)
        let file = try Stays.write([all, Self.stays("C", 1...2)], drop: "old", to: table)
        _ = try table.commit(DeltaCommit(adds: [file]), now: Stays.now)
        let plan = try Self.rewriting(table, [("A", 3...5), ("B", 9...20)])
        #expect(plan.rows == 12)
        #expect(plan.removed == [file.path])
        let added = try #require(plan.added.first)
        #expect(plan.added.count == 1)
        #expect(added.path == "part-new-1.parquet")
        #expect(added.tags == ["drop": "old"])
        #expect(try Stays.rows(table).count == 60, "nothing is committed")
        _ = try table.commit(DeltaCommit(adds: plan.added, removal: plan.removal), now: Stays.now)
        let left = all.filter { !($0.site == "A" && (3...5).contains($0.day) || $0.site == "B" && $0.day == 9) }
        let rows = try Stays.rows(table)
        #expect(Set(rows) == Set(left + Self.stays("C", 1...2)))
        #expect(rows.count == 48)
        let parquet = try Stays.open(table, added)
        #expect(parquet.schema == (try Stays.schema()))
        #expect(parquet.footer.rowGroups.map(\.rows) == [42, 6])
        #expect(rows.prefix(42).map { $0.site ?? "" } == rows.prefix(42).map { $0.site ?? "" }.sorted())
        let statistics = try JSONParser.parse(Array((added.statistics ?? "").utf8))
        #expect(statistics["maxValues"]?["day"]?.string == "1970-01-10")
        #expect(statistics["minValues"]?["site"]?.string == "A")
    }

    @Test func `opens no file of which the log says that none or all of its rows go`() throws {
        let directory = try TemporaryDirectory()
        let table = try Self.table(directory)
        let inside = try Stays.write([Self.stays("A", 2...4)], drop: "inside", to: table)
        let other = try Stays.write([Self.stays("B", 1...9)], drop: "other", to: table)
        let before = try Stays.write([Self.stays("A", 10...11)], drop: "before", to: table)
        _ = try table.commit(DeltaCommit(adds: [inside, other, before]), now: Stays.now)
        for file in [inside, other, before] { try Self.damage(table, file) }
        let plan = try Self.rewriting(table, [("A", 1...9), ("C", 1...9)])
        #expect(plan.removed == [inside.path])
        #expect(plan.added.isEmpty)
        #expect(plan.rows == 9)
        #expect(throws: ParquetFault.self) { try Self.rewriting(table, [("A", 1...10)]) }
    }

    @Test func `reads nothing but the footer where no row group is concerned, and no value as one`() throws {
        let directory = try TemporaryDirectory()
        let table = try Self.table(directory)
        let file = try Stays.write(
            [Self.stays("A", 1...3), Self.stays(nil, 2...4), Self.stays("D", 1...3)], drop: "a", to: table)
        _ = try table.commit(DeltaCommit(adds: [file]), now: Stays.now)
        let none = try Self.rewriting(table, [("B", 1...9), ("C", 1...9)])
        #expect(none.removed.isEmpty)
        let plan = try Self.rewriting(table, [(nil, 3...4)])
        #expect(plan.rows == 6)
        let whole = try Self.rewriting(table, [(nil, 1...9), ("A", 0...5), ("D", 0...3)], drop: "whole")
        #expect(whole.rows == 27)
        #expect(whole.removed == [file.path])
        #expect(whole.added.isEmpty)
    }

    @Test func `refuses to commit on top of what was not looked at`() throws {
        let directory = try TemporaryDirectory()
        let table = try Self.table(directory)
        let file = try Stays.write([Self.stays("A", 1...9)], drop: "old", to: table)
        _ = try table.commit(DeltaCommit(adds: [file]), now: Stays.now)
        let plan = try Self.rewriting(table, [("A", 1...3)])
        let late = try Stays.write([Self.stays("A", 2...2, 1)], drop: "late", to: table)
        let before = try table.commit(DeltaCommit(adds: [late]), now: Stays.now).version
        #expect(throws: CatalogueFault.conflict(version: before)) {
            try table.commit(DeltaCommit(adds: plan.added, removal: plan.removal), now: Stays.now)
        }
        #expect(try table.snapshot().version == before)
        #expect(try Self.rewriting(table, [("A", 1...3)]).rows == 10)
    }

    @Test func `says where windows and groups are more than memory is set aside for`() throws {
        var replaced = ReplacedRows(same: [], day: "day")
        let group = try replaced.groups(adding: [], rows: 1)[0]
        #expect(throws: CatalogueFault.tooManyGroups) {
            for day in 0..<Int32(100_000) { try replaced.replace(group, from: day * 2, to: day * 2) }
        }
    }

    @Test func `finds what a plain program finds, whatever the groups and windows`() throws {
        var generator = SeededGenerator(11)
        let sites: [String?] = [
            "A", "B", "C", nil, String(repeating: "long", count: 20), String(repeating: "long", count: 20) + "!",
        ]
        for round in 0..<30 {
            let directory = try TemporaryDirectory()
            let table = try Self.table(directory)
            var all: [Stays.Stay] = []
            for drop in 0..<Int.random(in: 1...4, using: &generator) {
                let groups = (0..<Int.random(in: 1...3, using: &generator)).map { group in
                    (0..<Int.random(in: 1...20, using: &generator)).map { row in
                        Stays.Stay(
                            person: "\(drop)-\(group)-\(row)", site: sites.randomElement(using: &generator) ?? nil,
                            day: Int32.random(in: -3...12, using: &generator))
                    }
                }
                all += groups.joined()
                let file = try Stays.write(groups, drop: "d\(drop)", to: table)
                _ = try table.commit(DeltaCommit(adds: [file]), now: Stays.now)
            }
            var windows: [(site: String?, days: ClosedRange<Int32>)] = []
            for _ in 0..<Int.random(in: 0...4, using: &generator) {
                let first = Int32.random(in: -4...12, using: &generator)
                let last = first + Int32.random(in: 0...8, using: &generator)
                windows.append((site: sites.randomElement(using: &generator) ?? nil, days: first...last))
            }
            let plan = try Self.rewriting(table, windows)
            _ = try table.commit(DeltaCommit(adds: plan.added, removal: plan.removal), now: Stays.now)
            let left = all.filter { stay in !windows.contains { $0.site == stay.site && $0.days.contains(stay.day) } }
            #expect(Int(plan.rows) == all.count - left.count, "round \(round)")
            #expect(Set(try Stays.rows(table)) == Set(left), "round \(round)")
        }
    }
}

/// What other implementations read in tables whose rows were replaced or whose columns grew.
@Suite(.enabled(if: PythonReaders.areInstalled, Comment(rawValue: PythonReaders.absence)))
struct RewrittenReadersTests {
    @Test(arguments: DeltaReadersTests.readers)
    func `readers see rewritten files and added columns`(reader: String) throws {
        let directory = try TemporaryDirectory()
        let path = directory.path + "/stays"
        let table = try DeltaTable.create(at: path, schema: try Stays.schema(), now: Stays.now)
        let old = (0..<200).map { Stays.Stay(person: "p\($0)", site: $0 % 2 == 0 ? "A" : "B", day: Int32($0 / 2)) }
        _ = try table.commit(
            DeltaCommit(adds: [try Stays.write([old], drop: "old", to: table)]), now: Stays.now)
        let wider = try Stays.schema(more: [ParquetColumn(name: "bed", type: .int64, nullable: false)])
        let plan = try table.rewriting(
            without: try Stays.replaced([("A", 10...19)]), schema: wider, dropID: "new", from: 1, now: Stays.now)
        let writer = try DataFileWriter(table: table, dropID: "new", number: 0, schema: wider)
        let new = Stays.columns([Stays.Stay(person: "q", site: "A", day: 12)]) + [Column(.int64([7]))]
        try writer.append(
            rowGroup: try zip(new, wider.columns).map { try ColumnEncoder.encode($0, as: $1) }, rows: 1)
        _ = try table.commit(
            DeltaCommit(
                adds: [try writer.finish(now: Stays.now)] + plan.added, removal: plan.removal, schema: wider),
            now: Stays.now)
        let rows = try PythonReaders.rows(reader, path)
        let left = old.filter { !($0.site == "A" && (10...19).contains($0.day)) }
        let expected: [[String?]] = left.map { [$0.person, $0.site, String($0.day), nil] } + [["q", "A", "12", "7"]]
        #expect(Set(rows) == Set(expected))
        #expect(rows.count == 191)
        #expect(try PythonReaders.rows(reader, path, where: "person = 'p21'").count == 1)
    }
}
