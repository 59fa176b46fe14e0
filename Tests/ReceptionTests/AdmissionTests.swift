import Convention
import Platform
import Reception
import Support
import Testing

@Suite struct AdmissionTests {
    private static let start = Monotonic(nanoseconds: 1_000_000_000_000)

    private func limits(_ change: (inout ReceptionSettings.ConnectionLimits) -> Void = { _ in })
        -> ReceptionSettings.ConnectionLimits
    {
        var limits = ReceptionSettings.ConnectionLimits()
        change(&limits)
        return limits
    }

    private func isStarted(_ decision: Admission.Decision) -> Bool {
        if case .start = decision { true } else { false }
    }

    @Test func `connections beyond the total are refused until one ends`() {
        var admission = Admission(limits { $0.total = 2 })
        #expect(isStarted(admission.decide("192.0.2.1", chance: 0, Self.start)))
        #expect(isStarted(admission.decide("192.0.2.2", chance: 0, Self.start)))
        #expect(admission.decide("192.0.2.3", chance: 0, Self.start) == .refuse("reception.too-many-connections"))
        admission.ended("192.0.2.1", wasAuthenticated: false, failure: nil, Self.start)
        #expect(isStarted(admission.decide("192.0.2.3", chance: 0, Self.start)))
    }

    @Test func `one source has its own limit, and an IPv6 network of 64 bits is one source`() {
        var admission = Admission(limits { $0.perSource = 2 })
        for host in ["2001:db8::1", "2001:db8::2"] { #expect(isStarted(admission.decide(host, chance: 1, Self.start))) }
        let third = admission.decide("2001:db8:0:0:ffff::9", chance: 1, Self.start)
        #expect(third == .refuse("reception.too-many-from-source"))
        #expect(isStarted(admission.decide("2001:db8:0:1::1", chance: 1, Self.start)))
        #expect(isStarted(admission.decide("192.0.2.1", chance: 1, Self.start)))
    }

    @Test
    func
        `from half of the limit on logins are dropped at random, at the limit all, but never a first connection before`()
    {
        var admission = Admission(limits { $0.unauthenticated = 4 })
        for host in ["192.0.2.1", "192.0.2.2"] { #expect(isStarted(admission.decide(host, chance: 0, Self.start))) }
        // Half: three in ten of those who have one already.
        #expect(admission.decide("192.0.2.1", chance: 0.29, Self.start) == .refuse("reception.too-many-logins"))
        #expect(isStarted(admission.decide("192.0.2.1", chance: 0.31, Self.start)))
        #expect(isStarted(admission.decide("192.0.2.9", chance: 0, Self.start)))
        #expect(admission.decide("192.0.2.10", chance: 0.99, Self.start) == .refuse("reception.too-many-logins"))
        admission.authenticated("192.0.2.1")
        #expect(isStarted(admission.decide("192.0.2.10", chance: 0, Self.start)))
    }

    @Test func `what comes faster than the rate starts later, in its order`() throws {
        var admission = Admission(limits { $0.perSecond = 10 })
        let moments = (0..<15).compactMap { _ -> UInt64? in
            guard case .start(let moment) = admission.decide("192.0.2.1", chance: 1, Self.start) else { return nil }
            return (moment.nanoseconds - Self.start.nanoseconds) / 1_000_000
        }
        #expect(moments == [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 100, 200, 300, 400, 500])
        guard case .start(let other) = admission.decide("192.0.2.2", chance: 1, Self.start) else {
            Issue.record("another source is not slowed down")
            return
        }
        #expect(other == Self.start)
    }

    /// How long a source is turned away after `failures` in a row, in whole seconds.
    private func penalty(after failures: [SourceTable.Failure], longest: Int = 600) -> Int {
        var admission = Admission(limits { $0.penaltySeconds = longest })
        for failure in failures {
            _ = admission.decide("192.0.2.1", chance: 1, Self.start)
            admission.ended("192.0.2.1", wasAuthenticated: false, failure: failure, Self.start)
        }
        return (0..<1000).first { seconds in
            isStarted(admission.decide("192.0.2.1", chance: 1, Self.start.advanced(seconds: seconds)))
        } ?? -1
    }

    @Test func `penalties grow with each failure in a row, forgive a typo, and end`() {
        #expect(penalty(after: [.wrongKey]) == 0, "one wrong key is forgiven")
        let growing = (3...8).map { penalty(after: Array(repeating: .wrongKey, count: $0)) }
        #expect(growing == growing.sorted() && growing.first ?? 0 > 0)
        #expect(growing[1] - growing[0] >= 2 * 5 * 4, "each failure adds twice what the one before did")
        #expect(
            penalty(after: Array(repeating: .wrongKey, count: 50)) == 600 - 15, "never longer than the setting says")
        #expect(penalty(after: Array(repeating: .wrongKey, count: 50), longest: 0) == 0)
        #expect(penalty(after: [.crashed]) > 60, "a crash counts at once")
    }

    @Test func `a login forgives, another source is not concerned, an exempt network gets no penalty`() {
        var admission = Admission(limits { $0.exemptNetworks = [NetworkRange("198.51.100.0/24")].compactMap { $0 } })
        func fail(_ host: String, _ times: Int) {
            for _ in 0..<times {
                _ = admission.decide(host, chance: 1, Self.start)
                admission.ended(host, wasAuthenticated: false, failure: .loginTimedOut, Self.start)
            }
        }
        fail("192.0.2.1", 2)
        fail("198.51.100.7", 9)
        #expect(admission.decide("192.0.2.1", chance: 1, Self.start) == .refuse("reception.penalty"))
        #expect(isStarted(admission.decide("192.0.2.2", chance: 1, Self.start)))
        #expect(isStarted(admission.decide("198.51.100.7", chance: 1, Self.start)))
        admission.authenticated("192.0.2.1")
        #expect(isStarted(admission.decide("192.0.2.1", chance: 1, Self.start)))
    }

    @Test func `sources beyond the bound are forgotten, those with the longest penalties last`() {
        var admission = Admission(limits { $0.total = .max })
        for number in 0..<(SourceTable.maximum + 5000) {
            let host = "10.\(number >> 16 & 255).\(number >> 8 & 255).\(number & 255)"
            _ = admission.decide(host, chance: 1, Self.start)
            let failure: SourceTable.Failure = number == 77 ? .crashed : .noLogin
            admission.ended(host, wasAuthenticated: false, failure: failure, Self.start)
            #expect(admission.sources.count <= SourceTable.maximum)
        }
        #expect(admission.decide("10.0.0.77", chance: 1, Self.start) == .refuse("reception.penalty"))
    }

    @Test func `what is turned away is told at once, then added up for a minute`() {
        var turnedAway = TurnedAway()
        func told(_ second: Int, all: Bool = false) -> [Int64] {
            turnedAway.take(Self.start.advanced(seconds: second), all: all).compactMap { event in
                event.fields.first { $0.name == "connections" }?.value.integer
            }
        }
        turnedAway.add("192.0.2.1", "reception.penalty", Self.start)
        #expect(told(0) == [1])
        for _ in 0..<1000 { turnedAway.add("192.0.2.1", "reception.penalty", Self.start.advanced(seconds: 5)) }
        #expect(told(30) == [])
        #expect(told(61) == [1000])
        turnedAway.add("192.0.2.1", "reception.penalty", Self.start.advanced(seconds: 70))
        #expect(told(80, all: true) == [1], "nothing is left untold at the end")
        for number in 0..<(TurnedAway.maximum + 100) {
            turnedAway.add("host \(number)", "reception.penalty", Self.start.advanced(seconds: 200))
        }
        #expect(told(200, all: true).reduce(0, +) == Int64(TurnedAway.maximum + 100))
    }
}
