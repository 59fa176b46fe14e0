internal import Spool
package import Support

/// Something that operations can read in the journal: a stable name and safe fields.
package struct SessionEvent: Sendable {
    /// The kinds of event; the raw value is the name in the journal.
    package enum Kind: String, Sendable, CaseIterable {
        case listening = "reception.listening"
        case stopped = "reception.stopped"
        /// Connections that got no session, told once a minute for each source and reason.
        case turnedAway = "reception.turned-away"
        case connected = "session.connected"
        case authenticated = "session.authenticated"
        /// A key was shown and refused; the client is told the same whatever the reason is.
        case loginRefused = "session.login-refused"
        case uploadStarted = "upload.started"
        case uploadHandedOver = "upload.handed-over"
        case uploadInterrupted = "upload.interrupted"
        case refused = "session.refused"
        /// The kernel stopped a session's process from doing what none of ours does: an incident.
        case violated = "session.confinement-violated"
        case disconnected = "session.disconnected"
    }

    package let kind: Kind
    /// In a fixed order.
    ///
    /// Text of a peer is escaped (``Visible``) by whoever writes the event down.
    package let fields: [(name: String, value: JSONValue)]

    /// An event with `fields`.
    package init(_ kind: Kind, _ fields: [(name: String, value: JSONValue)] = []) {
        self.kind = kind
        self.fields = fields
    }

    /// The event as one of a session of `account` from `source`, with every text escaped.
    package func of(account: String, source: String) -> SessionEvent {
        SessionIdentity(source: source, account: account).event(self)
    }

    /// What happens to an upload.
    init(_ upload: UploadEvent) {
        func file(_ channel: DropChannel, _ name: String) -> [(name: String, value: JSONValue)] {
            [("channel", .text(channel.rawValue)), ("name", .text(name))]
        }
        switch upload {
        case .started(let channel, let name, let offset):
            self.init(.uploadStarted, file(channel, name) + [("offset", .count(offset))])
        case .handedOver(let drop):
            self.init(
                .uploadHandedOver,
                [("drop", .text(drop.id))] + file(drop.channel, drop.name)
                    + [("bytes", .count(drop.size)), ("sha256", .text(drop.sha256))])
        case .interrupted(let channel, let name, let size):
            self.init(.uploadInterrupted, file(channel, name) + [("bytes", .count(size))])
        case .refused(let code): self.init(.refused, [("reason", .text(code))])
        }
    }
}

/// What is known of a session, for the fields of its events.
struct SessionIdentity {
    let source: String
    var account: String?
    var client = ""

    /// The event with the session's own fields before its own, and with every text escaped.
    func event(_ event: SessionEvent) -> SessionEvent {
        var fields: [(name: String, value: JSONValue)] = [("source", .text(source))]
        if let account { fields.append(("account", .text(account))) }
        if !client.isEmpty { fields.append(("client", .text(client))) }
        return SessionEvent(
            event.kind,
            (fields + event.fields).map { name, value in (name, value.string.map { .text(Visible.escape($0)) } ?? value)
            })
    }

    func event(_ kind: SessionEvent.Kind, _ fields: [(name: String, value: JSONValue)] = []) -> SessionEvent {
        event(SessionEvent(kind, fields))
    }
}
