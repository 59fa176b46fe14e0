import Exclusion
import Pseudonymisation
import Support
import Testing

@Suite struct ExclusionMatrixTests {
    private func day(_ number: Int32) -> CivilDate { CivilDate(days: number) }

    private func update(
        _ action: OppositionUpdate.Action, _ number: Int32, person: UInt64 = 1, base: String? = "oscour",
        purpose: String? = nil
    ) -> OppositionUpdate {
        OppositionUpdate(
            action: action, domain: "patients", epoch: 1, pseudonym: Pseudonym(high: person, low: 7), base: base,
            purpose: purpose, date: day(number))
    }

    /// What a store would hold after `change`.
    private func stored(_ rows: [MatrixRow], _ change: ExclusionMatrix.Change) -> [MatrixRow] {
        var rows = rows
        for closed in change.closed {
            for index in rows.indices {
                var standing = closed
                standing.until = nil
                standing.closingDrop = nil
                if rows[index] == standing { rows[index] = closed }
            }
        }
        return rows + change.opened
    }

    private func excluded(_ rows: [MatrixRow], _ number: Int32) -> Bool {
        rows.contains { $0.isInForce(on: day(number)) }
    }

    @Test func `opens a row on the day of the addition`() {
        let change = ExclusionMatrix.apply([update(.add, 10)], to: [], sourceDrop: "d1")
        #expect(change.counts.added == 1)
        #expect(change.opened.map(\.sourceDrop) == ["d1"])
        #expect(!excluded(change.opened, 9))
        #expect(excluded(change.opened, 10))
    }

    @Test func `closes the row from the day of the withdrawal on and keeps the history`() {
        let rows = stored([], ExclusionMatrix.apply([update(.add, 10)], to: [], sourceDrop: "d1"))
        let change = ExclusionMatrix.apply([update(.withdraw, 20)], to: rows, sourceDrop: "d2")
        #expect(change.counts.withdrawn == 1)
        let after = stored(rows, change)
        #expect(after.count == 1)
        #expect(after[0].sourceDrop == "d1" && after[0].closingDrop == "d2")
        #expect(excluded(after, 19))
        #expect(!excluded(after, 20))
    }

    @Test func `changes nothing when a list is sent again`() {
        let list = [update(.add, 10), update(.withdraw, 20), update(.add, 30), update(.add, 5, person: 2)]
        let first = ExclusionMatrix.apply(list, to: [], sourceDrop: "d1")
        let again = ExclusionMatrix.apply(list, to: stored([], first), sourceDrop: "d2")
        #expect(again.opened.isEmpty && again.closed.isEmpty)
        #expect(again.counts.alreadyThere == 4)
    }

    @Test func `leaves who opposes and withdraws on one day excluded`() {
        for list in [[update(.add, 10), update(.withdraw, 10)], [update(.withdraw, 10), update(.add, 10)]] {
            let change = ExclusionMatrix.apply(list, to: [], sourceDrop: "d1")
            #expect(excluded(change.opened, 10))
            #expect(change.counts.added == 1 && change.counts.unknown == 1)
        }
    }

    @Test func `lets a withdrawal touch its own scope only`() {
        let rows = stored(
            [],
            ExclusionMatrix.apply(
                [
                    update(.add, 1, base: nil), update(.add, 1), update(.add, 1, purpose: "p"),
                    update(.add, 1, person: 2),
                ],
                to: [], sourceDrop: "d1"))
        #expect(rows.count == 4)
        let change = ExclusionMatrix.apply([update(.withdraw, 2)], to: rows, sourceDrop: "d2")
        #expect(change.closed.map(\.base) == ["oscour"])
        #expect(change.closed.map(\.purpose) == [nil])
        #expect(change.closed.map(\.pseudonym.high) == [1])
    }

    @Test func `counts a withdrawal without an opposition before it as unknown`() {
        let rows = stored([], ExclusionMatrix.apply([update(.add, 10)], to: [], sourceDrop: "d1"))
        let change = ExclusionMatrix.apply(
            [update(.withdraw, 9), update(.withdraw, 9, person: 3)], to: rows, sourceDrop: "d2")
        #expect(change.counts.unknown == 2)
        #expect(change.closed.isEmpty)
    }

    @Test func `gives the same outcome in whatever order the lines stand`() {
        var state: UInt64 = 3
        func random(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        for _ in 0..<300 {
            let list = (0..<random(9)).map { _ in
                update(
                    random(2) == 0 ? .add : .withdraw, Int32(random(5)), person: UInt64(random(2)),
                    base: random(3) == 0 ? nil : "oscour")
            }
            let old = ExclusionMatrix.apply([update(.add, 2), update(.add, 3, person: 0)], to: [], sourceDrop: "d0")
                .opened
            let expected = ExclusionMatrix.apply(list, to: old, sourceDrop: "d1")
            let counts = expected.counts
            #expect(counts.added + counts.withdrawn + counts.alreadyThere + counts.unknown == list.count)
            for _ in 0..<4 {
                var shuffled = list
                for index in shuffled.indices { shuffled.swapAt(index, random(shuffled.count)) }
                #expect(ExclusionMatrix.apply(shuffled, to: old, sourceDrop: "d1") == expected)
            }
        }
    }
}
