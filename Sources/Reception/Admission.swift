internal import Convention
package import Platform
package import Support

/// Decides which connections get a session, from counts and times alone: no byte of theirs is read.
package struct Admission {
    /// What happens to a connection.
    package enum Decision: Equatable, Sendable {
        /// It gets a session, now or at that moment.
        case start(at: Monotonic)
        case refuse(FaultCode)
    }

    private let limits: ReceptionSettings.ConnectionLimits
    package private(set) var sources: SourceTable
    private var open = 0
    private var unauthenticated = 0

    /// Nothing is open yet.
    package init(_ limits: ReceptionSettings.ConnectionLimits) {
        self.limits = limits
        sources = SourceTable(perSecond: limits.perSecond, penaltySeconds: limits.penaltySeconds)
    }

    /// Decides about a connection from `host`; `chance` is a random number from 0 up to 1.
    ///
    /// One that is not refused counts as open, and as not logged in, until ``ended(_:wasAuthenticated:failure:_:)``.
    package mutating func decide(_ host: String, chance: Double, _ now: Monotonic) -> Decision {
        let source = Source(host)
        if sources.isPenalised(source, now) { return .refuse("reception.penalty") }
        if open >= limits.total { return .refuse("reception.too-many-connections") }
        if sources.open(source) >= limits.perSource { return .refuse("reception.too-many-from-source") }
        // The first connection of a source is not left to chance: a flood from elsewhere must not cost a producer his drop.
        if dropRate == 1 || sources.open(source) > 0 && chance < dropRate {
            return .refuse("reception.too-many-logins")
        }
        open += 1
        unauthenticated += 1
        return .start(at: sources.begin(source, now))
    }

    /// Share of new connections that are dropped: nothing up to half of the limit, then 30 %, rising to all at the limit
    /// (as `MaxStartups` of OpenSSH).
    private var dropRate: Double {
        let (begin, full) = (limits.unauthenticated / 2, limits.unauthenticated)
        guard unauthenticated >= begin else { return 0 }
        guard unauthenticated < full else { return 1 }
        return 0.3 + 0.7 * Double(unauthenticated - begin) / Double(full - begin)
    }

    /// A connection from `host` has logged in.
    package mutating func authenticated(_ host: String) {
        unauthenticated -= 1
        sources.forgive(Source(host))
    }

    /// A connection from `host` has ended, with something that counts against it maybe.
    package mutating func ended(_ host: String, wasAuthenticated: Bool, failure: SourceTable.Failure?, _ now: Monotonic)
    {
        open -= 1
        if !wasAuthenticated { unauthenticated -= 1 }
        let source = Source(host)
        sources.end(source)
        guard let failure, !limits.exemptNetworks.contains(where: { $0.contains(host) }) else { return }
        sources.penalise(source, failure, now)
    }
}
