internal import Spool
package import Support

/// Something that operations can read in the journal: a stable name and safe fields.
package struct SessionEvent: Sendable {
    /// The kinds of event; the raw value is the name in the journal.
    package enum Kind: String, Sendable, CaseIterable {
        case listening = "reception.listening"
        case stopped = "reception.stopped"
        case connected = "session.connected"
        case authenticated = "session.authenticated"
        case uploadStarted = "upload.started"
        case uploadHandedOver = "upload.handed-over"
        case uploadInterrupted = "upload.interrupted"
        case refused = "session.refused"
        case disconnected = "session.disconnected"
    }

    package let kind: Kind
    /// In a fixed order. Text of a peer is escaped (``Visible``).
    package let fields: [(name: String, value: JSONValue)]

    /// An event with `fields`.
    package init(_ kind: Kind, _ fields: [(name: String, value: JSONValue)]) {
        self.kind = kind
        self.fields = fields
    }
}

/// What is known of a session, for the fields of its events.
struct SessionIdentity {
    let source: String
    var account: String?
    var client = ""

    func event(_ kind: SessionEvent.Kind, _ more: [(name: String, value: JSONValue)] = []) -> SessionEvent {
        var fields: [(name: String, value: JSONValue)] = [("source", .text(Visible.escape(source)))]
        if let account { fields.append(("account", .text(account))) }
        if !client.isEmpty { fields.append(("client", .text(client))) }
        return SessionEvent(kind, fields + more)
    }

    func event(_ upload: UploadEvent) -> SessionEvent {
        switch upload {
        case .started(let channel, let name, let offset):
            event(.uploadStarted, file(channel, name) + [("offset", .count(offset))])
        case .handedOver(let drop):
            event(
                .uploadHandedOver,
                [("drop", .text(drop.id))] + file(drop.channel, drop.name)
                    + [("bytes", .count(drop.size)), ("sha256", .text(drop.sha256))])
        case .interrupted(let channel, let name, let size):
            event(.uploadInterrupted, file(channel, name) + [("bytes", .count(size))])
        case .refused(let code): event(.refused, [("reason", .text(code))])
        }
    }

    private func file(_ channel: DropChannel, _ name: String) -> [(name: String, value: JSONValue)] {
        [("channel", .text(channel.rawValue)), ("name", .text(Visible.escape(name)))]
    }
}
