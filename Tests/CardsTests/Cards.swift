import Cards
import Catalogue
import Convention
import Exclusion
import Foundation
import Records
import Support
import TestSupport
import Testing

/// Cards of the conventions of the project, with figures made up here.
enum Cards {
    static let identity = CatalogueIdentity(
        uri: "https://catalogue.test/bases/", title: "Bases", summary: "What is received.", publisher: "The hub",
        vocabulary: "http://portal.test/lists")

    /// Names of the folders of `Conventions/`.
    static let names = Checkout.files(below: "Conventions", suffix: "/convention.json").map {
        String($0.split(separator: "/")[1])
    }

    static func files(_ name: String) throws -> [String: [UInt8]] {
        let folder = URL(fileURLWithPath: Checkout.root + "/Conventions/" + name)
        var files: [String: [UInt8]] = [:]
        for file in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
            files[file] = Array(try Data(contentsOf: folder.appendingPathComponent(file)))
        }
        return files
    }

    static func convention(_ name: String, _ change: (String) -> String = { $0 }) throws -> Convention {
        var files = try files(name)
        let text = String(decoding: files["convention.json"] ?? [], as: UTF8.self)
        files["convention.json"] = Array(change(text).utf8)
        let report = ConventionLoader.load(files)
        return try #require(report.convention, "\(report.problems.map { $0.line(.english) })")
    }

    /// Figures in which every column of each table is there.
    static func figures(_ convention: Convention, rows: Int64 = 40_000, nulls: Int64 = 10_000) -> BaseFigures {
        var tables: [String: TableFigures] = [:]
        for table in convention.tables {
            let columns = table.schema.fields.indices.filter { !table.treatments[$0].leavesNoColumn }.map { index in
                ColumnFigures(
                    name: table.outputName(at: index), type: "date", nulls: nulls,
                    days: CivilDate(days: 20_454)...CivilDate(days: 20_500))
            }
            tables[table.name] = TableFigures(
                rows: rows, bytes: rows * 10 + 1, lastUpdate: Timestamp(seconds: 1_790_000_000), columns: columns)
        }
        return BaseFigures(tables: tables, drops: 3, lastDrop: Timestamp(seconds: 1_789_999_000))
    }

    static func card(
        _ convention: Convention, rows: Int64 = 40_000, nulls: Int64 = 10_000, floor: Int = 11
    ) throws -> BaseCard {
        let sample = try CardSample(
            table: convention.tables[0].name, suffix: "csv", type: "CSV", bytes: Array("a;b\n1;2\n".utf8))
        return try #require(
            BaseCard(
                convention, figures(convention, rows: rows, nulls: nulls), floor: SmallCountFloor(floor),
                samples: [sample], in: identity))
    }
}

extension JSONValue {
    /// Every text in the value: names of members, and strings.
    var texts: [String] {
        if let string { return [string] }
        return (array ?? []).flatMap(\.texts) + (members ?? []).flatMap { [$0.name] + $0.value.texts }
    }

    /// The elements of a list, or the value alone.
    var each: [JSONValue] { array ?? [self] }
}
