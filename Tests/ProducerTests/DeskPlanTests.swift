import Containers
import Convention
import Envelope
import Producer
import Support
import TestSupport
import Testing

@Suite struct DeskPlanTests {
    private let folder: TemporaryDirectory

    init() throws { folder = try TemporaryDirectory() }

    private func plan(
        _ file: String, _ bytes: String = "a;b\n", name: String? = nil, _ change: (inout Convention) -> Void = { _ in }
    ) throws -> DeskPlan {
        let path = try folder.write(file, Array(bytes.utf8))
        let plans = try DeskPlan.plans([path], name: name, OppositionListTests.convention(change))
        try #require(plans.count == 1)
        return plans[0]
    }

    private func all(_ source: any ByteSource) throws -> [UInt8] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1000)
        while case let count = try unsafe buffer.withUnsafeMutableBytes({ try unsafe source.read(into: $0) }), count > 0
        {
            bytes += buffer[..<count]
        }
        return bytes
    }

    @Test func `a plain file gets the end of its name`() throws {
        let plan = try plan("SIDEP_20261120.csv")
        #expect(plan.name == "SIDEP_20261120.csv.age" && plan.channel == .data && !plan.isSealed)
        #expect(try all(plan.open()) == Array("a;b\n".utf8))
        #expect(plan.folder == folder.path)
    }

    @Test func `a name may be given, and a file that fits none keeps its own`() throws {
        #expect(try plan("export.csv", name: "SIDEP_20261120.csv").name == "SIDEP_20261120.csv.age")
        #expect(try plan("export.csv").name == "export.csv.age")
    }

    @Test func `an opposition update is known by its name`() throws {
        let plan = try plan("OPPOSITION_SIDEP_20261120.csv")
        #expect(plan.name == "OPPOSITION_SIDEP_20261120.csv.age" && plan.channel == .oppositions)
    }

    @Test func `a sealed file is sent as it is`() throws {
        let plan = try plan("SIDEP_20261120.csv.age", "age-encryption.org/v1\n")
        #expect(plan.isSealed && plan.name == "SIDEP_20261120.csv.age")
    }

    @Test func `a file is compressed where the convention says so, unless it is already`() throws {
        func change(_ convention: inout Convention) {
            convention.tables[0].compression = .gzip
            convention.tables[0].namePattern = "SIDEP_\\d+\\.csv\\.gz\\.age"
        }
        let plan = try plan("SIDEP_20261120.csv", "a;b\n", change)
        #expect(plan.name == "SIDEP_20261120.csv.gz.age")
        let packed = try all(plan.open())
        #expect(packed.starts(with: [0x1f, 0x8b]))
        #expect(try all(Unpacking.file(MemorySource(packed), compression: .gzip)) == Array("a;b\n".utf8))
        let path = try folder.write("SIDEP_20261121.csv.gz", packed)
        let again = try DeskPlan.plans([path], name: nil, OppositionListTests.convention(change))
        #expect(try again.map { try all($0.open()) } == [packed])
    }

    @Test func `files of an archive are one drop, which must be given a name`() throws {
        let convention = try OppositionListTests.convention {
            var second = $0.tables[0]
            second.name = "control"
            $0.tables.append(second)
            for (index, name) in ["tests", "controls"].enumerated() {
                $0.tables[index].entry = .init(pattern: name + "\\.csv", example: name + ".csv")
                $0.tables[index].namePattern = "LOT_\\d+\\.zip\\.age"
            }
            $0.archive = ArchiveRules(format: .zip, namePattern: "LOT_\\d+\\.zip\\.age", nameExample: "LOT_1.zip.age")
        }
        let paths = try ["tests.csv", "controls.csv"].map { try folder.write($0, Array($0.utf8)) }
        #expect(throws: ProducerFault.nameNeeded(example: "LOT_1.zip.age")) {
            _ = try DeskPlan.plans(paths, name: nil, convention)
        }
        let plans = try DeskPlan.plans(paths, name: "LOT_7.zip", convention)
        #expect(plans.map(\.name) == ["LOT_7.zip.age"])
        let archive = try Unpacking.archive(plans[0].open(), format: .zip)
        var names: [String] = []
        while let entry = try archive.next() {
            names.append(entry.name)
            #expect(try all(entry.content) == Array(entry.name.utf8))
        }
        #expect(names == ["tests.csv", "controls.csv"])
    }

    @Test func `a sealed copy is taken again only while it is younger than the file`() throws {
        let plan = try plan("SIDEP_20261120.csv")
        #expect(try plan.sealedBefore("copy") == nil)
        try folder.write("copy", [1, 2, 3])
        #expect(try plan.sealedBefore("copy")?.size == 3)
        let before = try plan.fingerprint()
        try folder.write("SIDEP_20261120.csv", [4])
        #expect(try plan.sealedBefore("copy") == nil)
        #expect(try plan.fingerprint() != before)
    }
}
