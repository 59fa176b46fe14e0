internal import Platform
internal import Support

/// The session processes that run, and how many come from each source.
struct SessionTable {
    private var sources: [ChildProcess: String] = [:]
    private var counts: [String: Int] = [:]

    var children: [ChildProcess] { Array(sources.keys) }

    /// Why `source` gets no session now; nil where it does.
    func refusal(of source: String, _ limits: ReceptionSettings.ConnectionLimits) -> FaultCode? {
        if sources.count >= limits.total { return "reception.too-many-connections" }
        if counts[source, default: 0] >= limits.perSource { return "reception.too-many-from-source" }
        return nil
    }

    mutating func add(_ child: ChildProcess, source: String) {
        sources[child] = source
        counts[source, default: 0] += 1
    }

    /// Forgets the sessions that have ended. Only our own children are waited for: other roles of this process have theirs.
    mutating func reap() {
        for child in children where child.reapIfEnded() != nil {
            guard let source = sources.removeValue(forKey: child) else { continue }
            counts[source, default: 1] -= 1
            if counts[source] == 0 { counts[source] = nil }
        }
    }
}
