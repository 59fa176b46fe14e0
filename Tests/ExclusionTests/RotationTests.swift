import Exclusion
import Pseudonymisation
import Support
import Testing

@Suite struct RotationTests {
    private func secret(_ epoch: Int) throws -> PseudonymSecret {
        let key = [UInt8](repeating: UInt8(epoch), count: 32)
        return try PseudonymSecret(domain: "patients", epoch: epoch, key: SecretBytes(copying: key.span))
    }

    private func person(_ epochs: ClosedRange<Int>) throws -> Pseudonym {
        let ring = try PseudonymKeyRing(epochs.map { try secret($0) })
        return try Pseudonymiser(ring: ring, domain: "patients")
            .pseudonym(kind: .nir, Array("285069999900246".utf8).span)
    }

    @Test func `still excludes a person after the matrix is rotated`() throws {
        let row = MatrixRow(
            domain: "patients", epoch: 1, pseudonym: try person(1...1), base: nil, purpose: nil,
            since: CivilDate(days: 1),
            sourceDrop: "d1")
        let rotated = try #require(row.rotated(by: PseudonymRotation(to: secret(2))))
        let scope = ExclusionScope(domain: "patients", epoch: 2, base: "oscour", day: CivilDate(days: 2))
        let set = try ExclusionSet(rows: [rotated], scope: scope)
        #expect(try set.contains(person(1...2)))
        #expect(try !set.contains(person(1...1)))
    }

    @Test func `rotates only rows of the domain and the epoch before`() throws {
        let row = MatrixRow(
            domain: "patients", epoch: 1, pseudonym: try person(1...1), base: nil, purpose: nil,
            since: CivilDate(days: 1),
            sourceDrop: "d1")
        #expect(try row.rotated(by: PseudonymRotation(to: secret(3))) == nil)
        var other = row
        other.domain = "donneurs"
        #expect(try other.rotated(by: PseudonymRotation(to: secret(2))) == nil)
    }
}
