import Exclusion
import Pseudonymisation
import Support
import Testing

@Suite struct ExclusionSetTests {
    private static func pseudonyms(_ count: Int, seed: UInt64) -> [Pseudonym] {
        var state = seed
        func next() -> UInt64 {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return state &* 0x2545_F491_4F6C_DD1D
        }
        return (0..<count).map { _ in Pseudonym(high: next(), low: next()) }
    }

    private func row(
        _ person: UInt64, domain: String = "patients", epoch: Int = 1, base: String? = "oscour", purpose: String? = nil,
        since: Int32 = 0, until: Int32? = nil
    ) -> MatrixRow {
        MatrixRow(
            domain: domain, epoch: epoch, pseudonym: Pseudonym(high: person << 40, low: person), base: base,
            purpose: purpose,
            since: CivilDate(days: since), until: until.map { CivilDate(days: $0) }, sourceDrop: "d1")
    }

    private func excluded(_ rows: [MatrixRow], purpose: String? = nil, day: Int32 = 10) throws -> [UInt64] {
        let set = try ExclusionSet(
            rows: rows,
            scope: ExclusionScope(
                domain: "patients", epoch: 1, base: "oscour", purpose: purpose, day: CivilDate(days: day)))
        return (1...9).filter { set.contains(Pseudonym(high: $0 << 40, low: $0)) }
    }

    @Test(arguments: [0, 1, 2, 3, 4, 5, 63, 64, 1000, 20_000])
    func `holds what it was made of and nothing else`(count: Int) {
        let members = Self.pseudonyms(count, seed: 9)
        let others = Self.pseudonyms(2000, seed: 77)
        let set = ExclusionSet(members + members.prefix(10))
        #expect(set.count == count)
        #expect(set.mask(members).allSatisfy { $0 })
        #expect(!set.mask(others).contains(true))
        for member in members.prefix(500) { #expect(set.contains(member)) }
        for other in others.prefix(500) { #expect(!set.contains(other)) }
    }

    @Test func `holds pseudonyms at the ends of their range and ones that all point to one place`() {
        let ends = [
            Pseudonym(high: 0, low: 0), Pseudonym(high: 0, low: 1), Pseudonym(high: .max, low: .max),
            Pseudonym(high: .max, low: 0),
        ]
        let crowd =
            (0..<200).map { Pseudonym(high: .max, low: $0 * 3) } + (0..<200).map { Pseudonym(high: 5, low: $0 * 3) }
        let set = ExclusionSet(ends + crowd)
        #expect(set.mask(ends + crowd).allSatisfy { $0 })
        for member in ends + crowd { #expect(set.contains(member)) }
        #expect(!set.mask((0..<200).map { Pseudonym(high: .max, low: $0 * 3 + 1) }).contains(true))
        #expect(!ExclusionSet([Pseudonym(high: 4, low: 4)]).contains(ends[0]))
        #expect(ExclusionSet([ends[0]]).count == 1)
    }

    @Test func `takes at most 48 bytes a row`() {
        #expect(ExclusionSet(Self.pseudonyms(20_000, seed: 4)).byteCount <= 48 * 20_000)
    }

    @Test func `takes rows of the domain, base, purpose and day`() throws {
        let rows = [
            row(1), row(2, base: nil), row(3, base: "sidep"), row(4, purpose: "etude"), row(5, since: 11),
            row(6, until: 10),
            row(7, until: 11), row(8, domain: "donneurs"), row(9, base: nil, purpose: "autre"),
        ]
        #expect(try excluded(rows) == [1, 2, 7])
        #expect(try excluded(rows, purpose: "etude") == [1, 2, 4, 7])
        #expect(try excluded(rows, day: 11) == [1, 2, 5])
    }

    @Test func `refuses rows of another epoch rather than find nobody`() throws {
        #expect(throws: ExclusionFault.epoch(domain: "patients", expected: 1, rows: 1)) {
            try excluded([row(1), row(2, epoch: 2)])
        }
        #expect(try excluded([row(1), row(2, domain: "donneurs", epoch: 2), row(3, epoch: 2, until: 5)]) == [1])
    }

    @Test func `a count of few persons is not stated`() {
        let floor = SmallCountFloor.standard
        #expect(floor.text(0) == "0" && floor.text(1) == "<11" && floor.text(10) == "<11" && floor.text(11) == "11")
    }
}
