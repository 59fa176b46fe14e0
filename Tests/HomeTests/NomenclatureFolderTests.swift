import Convention
import Foundation
import Home
import Records
import Support
import TestSupport
import Testing

@Suite struct NomenclatureFolderTests {
    private let place: TemporaryDirectory
    private let folder: NomenclatureFolder

    init() throws {
        place = try TemporaryDirectory()
        folder = NomenclatureFolder(place.file("nomenclatures/"))
    }

    private func install(_ text: String, version: String? = nil, from day: String? = nil, name: String = "cim10") throws
        -> NomenclatureRecord
    {
        let file = try place.write("official.csv", text)
        return try folder.install(
            file, NomenclatureFile(), name: name, version: version, validFrom: day.flatMap { CivilDate(iso8601: $0) },
            clock: TemporaryHome.now)
    }

    private func fault(_ body: () throws -> some Any) -> FaultCode? {
        do {
            _ = try body()
            return nil
        } catch {
            return (error as? any Fault)?.code
        }
    }

    @Test func `installs a list with its source, and reads it back`() throws {
        #expect(try folder.library().nomenclatures.isEmpty)
        let record = try install("C;L\nB;b\nA;a\n")
        #expect(record.version == "\(TemporaryHome.now.now().date)")
        #expect(record.validFrom == NomenclatureFolder.always && "\(record.validFrom)" == "0001-01-01")
        let list = try #require(try folder.library().nomenclatures.first)
        #expect(list.source == record.source && list.source.file == "official.csv" && list.sha256 == record.sha256)
        #expect(try list.codes() == ["A", "B"])
        // It is a code list that a convention could hold, too.
        let stored = try place.read("nomenclatures/cim10/\(record.version)/codes.csv")
        #expect(CodeList.read(stored, file: "x").problems == [])
    }

    @Test func `the same again changes nothing, and other content needs another version and a day`() throws {
        let first = try install("C\nA\n", version: "1")
        #expect(try install("C\nA\n", version: "1") == first)
        #expect(fault { try install("C\nB\n", version: "1") } == "nomenclature.version-taken")
        #expect(fault { try install("C\nB\n", version: "2") } == "nomenclature.day-missing")
        _ = try install("C\nB\n", version: "2", from: "2027-01-01")
        let library = try folder.library()
        #expect(library.versions(of: "cim10").map(\.version) == ["1", "2"])
        #expect(try library.nomenclature("cim10", on: first.validFrom)?.codes() == ["A"])
    }

    @Test func `a refused file leaves nothing`() throws {
        #expect(fault { try install("C;L\nA;a\nB\n") } == "nomenclature.record")
        #expect(fault { try install("C\nA\n", name: "CIM 10") } == "nomenclature.name")
        #expect(fault { try install("C\nA\n", version: "../x") } == "nomenclature.version")
        #expect(!FileManager.default.fileExists(atPath: folder.path))
    }

    @Test func `an import that was cut off is invisible, and made again`() throws {
        _ = try install("C\nA\n", version: "1")
        try place.write("nomenclatures/cim10/.2.new/codes.csv", "code;label\nZ")
        #expect(try folder.library().nomenclatures.count == 1)
        _ = try install("C\nB\n", version: "2", from: "2027-01-01")
        #expect(try folder.library().versions(of: "cim10").last?.codes() == ["B"])
        #expect(!FileManager.default.fileExists(atPath: folder.path + "/cim10/.2.new"))
    }

    @Test func `a list that was changed on the disk is not used`() throws {
        _ = try install("C\nA\n", version: "1")
        try place.write("nomenclatures/cim10/1/codes.csv", "code;label\nA;\nB;\n")
        let list = try #require(try folder.library().nomenclatures.first)
        #expect(fault { try list.codes() } == "nomenclature.damaged")
        try place.write("nomenclatures/cim10/1/nomenclature.json", "{}")
        #expect(fault { try folder.library() } == "nomenclature.damaged")
    }

    @Test func `a home refuses a convention whose nomenclature is not installed, and takes it afterwards`() throws {
        let temporary = try TemporaryHome(["conventions.allowUnsigned": true])
        let home = try temporary.home()
        let copy = try temporary.convention("oscour")
        defer { try? FileManager.default.removeItem(atPath: copy) }
        let schema = copy + "/rpu.schema.json"
        let text = try String(contentsOfFile: schema, encoding: .utf8)
        let changed = text.replacing(#""codes": "sexe""#, with: #""nomenclature": {"name": "sexe"}"#)
        try #require(changed != text)
        try changed.write(toFile: schema, atomically: true, encoding: .utf8)
        #expect(fault { try home.addConvention(copy) } == "home.convention")
        let file = try place.write("sexe.csv", "code\nM\nF\nI\n")
        _ = try home.nomenclatures.install(
            file, NomenclatureFile(), name: "sexe", version: "1", validFrom: nil, clock: TemporaryHome.now)
        let convention = try home.addConvention(copy)
        let files = try home.publication(convention, account: "x", on: convention.validFrom)
        #expect(String(decoding: files["README.md"] ?? [], as: UTF8.self).contains("| `sexe` | 1 | 0001-01-01 | 3 |"))
    }
}
