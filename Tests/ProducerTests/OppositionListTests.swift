import Convention
import Exclusion
import Producer
import Records
import Support
import TestSupport
import Testing

@Suite struct OppositionListTests {
    static func convention(_ change: (inout Convention) -> Void = { _ in }) throws -> Convention {
        var files: [String: [UInt8]] = [:]
        for path in Checkout.files(below: "Conventions/sidep", suffix: "") {
            files[path.split(separator: "/").last.map(String.init) ?? ""] = try Checkout.read(path)
        }
        var convention = try #require(ConventionLoader.load(files).convention)
        change(&convention)
        return convention
    }

    private static let day = CivilDate(iso8601: "2026-11-21") ?? CivilDate(days: 0)

    private func made(
        _ parts: [(OppositionUpdate.Action, String)], all: Bool = false, piece: Int = 4096,
        _ change: (inout Convention) -> Void = { _ in }
    ) throws -> String {
        let list = try OppositionList(
            try Self.convention(change), parts.map { ($0.0, MemorySource(Array($0.1.utf8))) }, from: Self.day,
            forAllBases: all)
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: piece)
        while case let count = try unsafe buffer.withUnsafeMutableBytes({ try unsafe list.read(into: $0) }), count > 0 {
            bytes += buffer[..<count]
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test(arguments: [1, 3, 4096])
    func `each identifier becomes a line of the update`(piece: Int) throws {
        #expect(
            try made([(.add, "one\r\n\n  two \n"), (.withdraw, "three")], piece: piece) == """
                pseudo_patient;action;date_effet;portee
                one;add;2026-11-21;
                two;add;2026-11-21;
                three;withdraw;2026-11-21;

                """)
    }

    @Test func `an update may be for all bases`() throws {
        #expect(try made([(.add, "one")], all: true).hasSuffix("one;add;2026-11-21;all\n"))
    }

    @Test(arguments: [(["a;b"], 1), (["good", "a\"b"], 2), ([String(repeating: "x", count: 501)], 1)])
    func `a line that is no identifier is named by its number alone`(lines: [String], number: Int) throws {
        #expect(throws: ProducerFault.badLine(number)) { try made([(.add, lines.joined(separator: "\n"))]) }
    }

    @Test func `an empty list is no update`() throws {
        #expect(throws: ProducerFault.emptyList) { try made([(.add, " \n\r\n")]) }
        #expect(throws: ProducerFault.emptyList) { try made([]) }
    }

    @Test func `a convention without oppositions has none`() throws {
        #expect(throws: ProducerFault.noOppositions) { try made([(.add, "one")]) { $0.oppositions = nil } }
    }

    @Test func `the day stands in the name where the convention's example has one`() throws {
        let convention = try Self.convention()
        #expect(
            try OppositionName.make(convention, given: nil, today: Self.day) == "OPPOSITION_SIDEP_20261121.csv.age")
        #expect(
            try OppositionName.make(convention, given: "OPPOSITION_SIDEP_20260101.csv", today: Self.day)
                == "OPPOSITION_SIDEP_20260101.csv.age")
        let other = try Self.convention {
            $0.oppositions?.namePattern = "OPP\\.csv\\.age"
            $0.oppositions?.nameExample = "OPP.csv.age"
        }
        #expect(throws: ProducerFault.nameNeeded(example: "OPP.csv.age")) {
            _ = try OppositionName.make(other, given: nil, today: Self.day)
        }
    }
}
