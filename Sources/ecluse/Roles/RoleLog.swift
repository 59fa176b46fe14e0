internal import Commands
internal import Home
internal import Journal
internal import Platform
internal import Reception
internal import Support

/// The readable log of the roles: one short line an event, on the terminal or in the service manager's journal.
///
/// It is for eyes: the record, with every field, is the journal.
struct RoleLog {
    /// What the ingester says once it watches the inboxes.
    static let ready = "ready for drops"
    /// What the receiver says before the address and port that it listens on.
    static let listening = "listening on "
    /// Reason of a session's end that needs no line.
    private static let usualEnd = "session.finished"

    /// A line of `role` at this moment: `08:30:05  ingester  …`, UTC; days are for the journal.
    static func line(_ role: JournalRole, _ text: String) -> String {
        let time = SystemClock().now().iso8601(fraction: 0).dropFirst(11).dropLast()
        return "\(time)  " + LogLine.column(role.rawValue, 8) + text
    }

    private let journal: JournalWriter
    private let output: Output

    init(_ journal: JournalWriter, _ output: Output) {
        self.journal = journal
        self.output = output
    }

    /// Writes what happened in sessions to the journal, forced to the disk once, and to the output.
    func write(_ events: [SessionEvent]) {
        do {
            try journal.append(
                events.map { event in JournalEvent(event.kind.rawValue, event.fields.map { ($0.name, $0.value) }) })
        } catch {
            // A full disk must not end a session; the terminal and the doctor say so.
            let reason = (error as? any Fault)?.description ?? "unknown"
            output.line(RoleLog.line(.receiver, "the journal could not be written: \(reason)"))
        }
        for text in events.compactMap(RoleLog.summary) { output.line(RoleLog.line(.receiver, text)) }
    }

    /// The event for eyes; nil for those that only the journal needs.
    private static func summary(_ event: SessionEvent) -> String? {
        func text(_ name: String) -> String? { event.fields.first { $0.name == name }?.value.string }
        func size(_ name: String) -> String {
            Amounts.bytes(UInt64(clamping: event.fields.first { $0.name == name }?.value.integer ?? 0))
        }
        func line(_ word: String, _ parts: String...) -> String {
            LogLine.text(
                account: text("account") ?? "", event: word, parts.filter { !$0.isEmpty }.joined(separator: "  "))
        }
        let source = text("source") ?? ""
        switch event.kind {
        case .listening, .connected: return nil
        case .stopped: return "stopped"
        case .authenticated: return line("logged in", "from \(source)", client(text("client")))
        case .uploadStarted:
            return size("offset") == "0 B" ? nil : line("resumes", text("name") ?? "", "from \(size("offset"))")
        case .uploadHandedOver: return line("uploaded", text("name") ?? "", size("bytes"))
        case .uploadInterrupted: return line("broke off", text("name") ?? "", "at \(size("bytes"))")
        case .refused: return line("refused", source, text("reason") ?? "")
        case .loginRefused:
            return LogLine.text(
                account: text("tried") ?? "", event: "login", [source, text("reason") ?? ""].joined(separator: "  "))
        case .turnedAway: return line("turned away", source, text("reason") ?? "")
        case .violated: return line("INCIDENT", source, "a session was stopped by the kernel")
        case .disconnected:
            let reason = text("reason") ?? ""
            return reason == usualEnd ? nil : line("left", source, reason)
        }
    }

    /// `OpenSSH_9.2p1` of `SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u7`.
    private static func client(_ version: String?) -> String {
        guard let version else { return "" }
        let software = version.split(separator: " ").first ?? ""
        return String(software.hasPrefix("SSH-2.0-") ? software.dropFirst(8) : software)
    }
}
