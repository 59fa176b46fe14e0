internal import Commands
internal import Platform
internal import Reception
internal import Support

/// The events of a session that no listener supervises, for the journal: somebody else's SSH server has let it in.
final class SessionRecord {
    let source: String
    private let account: String
    private let started = Monotonic.now()
    private let tell: ([SessionEvent]) -> Void

    init(account: String, source: String, tell: @escaping ([SessionEvent]) -> Void) {
        self.account = account
        self.source = source
        self.tell = tell
    }

    /// The client's address as sshd gives it in `SSH_CONNECTION` (sshd(8)); `stdio` where there is none.
    static func source() -> String {
        Output.variable("SSH_CONNECTION")?.split(separator: " ").first.map(String.init) ?? "stdio"
    }

    func begin() { write(SessionEvent(.authenticated)) }

    func take(_ report: SessionReport) {
        switch report {
        case .authenticated: break
        case .event(let event): write(event)
        case .ended(let ending):
            write(SessionEvent(.disconnected, ending.fields(milliseconds: started.milliseconds(until: .now()))))
        }
    }

    private func write(_ event: SessionEvent) { tell([event.of(account: account, source: source)]) }
}
