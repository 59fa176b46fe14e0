internal import Commands
internal import Home
internal import Journal
internal import Platform
internal import Reception
internal import Support

/// The readable log of the roles: one line an event, on the terminal or in the service manager's journal.
enum RoleLog {
    /// A line of `role` at this moment.
    static func line(_ role: JournalRole, _ text: String) -> String {
        let time = SystemClock().now().iso8601(fraction: 0)
        let name = role.rawValue
        return "\(time)  \(name)" + String(repeating: " ", count: max(1, 10 - name.count)) + text
    }

    /// Writes a session's event to the journal and to `output`.
    static func write(_ event: SessionEvent, _ journal: JournalWriter, _ output: Output) {
        do {
            try journal.append(JournalEvent(event.kind.rawValue, event.fields.map { ($0.name, $0.value) }))
        } catch {
            // A full disk must not end a session; the terminal and the doctor say so.
            output.line(line(.receiver, "the journal could not be written: \((error as? any Fault)?.description ?? "unknown")"))
        }
        guard let text = summary(event) else { return }
        output.line(line(.receiver, text))
    }

    private static func summary(_ event: SessionEvent) -> String? {
        switch event.kind {
        case .listening, .connected: return nil
        default: break
        }
        let fields = event.fields.map { field in
            "\(field.name)=" + (field.value.string ?? JSONWriter.string(field.value))
        }
        return event.kind.rawValue + (fields.isEmpty ? "" : " " + fields.joined(separator: " "))
    }
}
