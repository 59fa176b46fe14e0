package import Support

/// What a session's process tells the listener, one message each.
///
/// The listener believes little of it: a process that a client has taken over can report what it likes, so each message is short,
/// of a known shape, and what it says is escaped before it goes anywhere.
package enum SessionReport: Sendable {
    /// From the connection process: who proved to hold a key of the account, and the client's own version text.
    case authenticated(account: String, client: String)
    /// From the files process: something for the journal.
    case event(SessionEvent)
    /// The last message of either.
    case ended(SessionEnding)

    /// Longest message, in bytes.
    package static let maximumBytes = 8 << 10
    /// Longest text in an event: a file name whose every byte is escaped.
    static let maximumText = 1200
    /// Longest version text of a client: 255 bytes (RFC 4253, section 4.2), each of which may have become the three of U+FFFD.
    static let maximumClient = 3 * 255

    /// What may be reported, and the fields that it may have.
    private static let kinds: Set<SessionEvent.Kind> = [
        .loginRefused, .uploadStarted, .uploadHandedOver, .uploadInterrupted, .refused,
    ]
    private static let fields: Set<String> = [
        "tried", "drop", "channel", "name", "bytes", "sha256", "offset", "seconds", "reason",
    ]

    /// The message.
    package var bytes: [UInt8] {
        let value: JSONValue =
            switch self {
            case .authenticated(let account, let client):
                .object([("account", .text(account)), ("client", .text(client))])
            case .event(let event):
                .object([
                    ("event", .text(event.kind.rawValue)),
                    ("fields", .object(event.fields.map { ($0.name, $0.value) })),
                ])
            case .ended(let ending): .object([("ended", ending.json)])
            }
        return JSONWriter.write(value)
    }

    /// Reads a message; nil where it is none.
    package init?(_ bytes: [UInt8]) {
        guard bytes.count <= SessionReport.maximumBytes, let value = try? JSONParser.parse(bytes) else { return nil }
        if let account = value["account"]?.string, let client = value["client"]?.string {
            guard account.utf8.count <= 64, client.utf8.count <= SessionReport.maximumClient else { return nil }
            self = .authenticated(account: account, client: client)
        } else if let ended = value["ended"] {
            guard let ending = SessionEnding(ended) else { return nil }
            self = .ended(ending)
        } else {
            guard let kind = value["event"]?.string.flatMap(SessionEvent.Kind.init(rawValue:)),
                SessionReport.kinds.contains(kind), let members = value["fields"]?.members,
                members.count <= SessionReport.fields.count, members.allSatisfy(SessionReport.isGood)
            else { return nil }
            self = .event(SessionEvent(kind, members.map { ($0.name, $0.value) }))
        }
    }

    private static func isGood(_ member: JSONValue.Member) -> Bool {
        guard fields.contains(member.name) else { return false }
        return switch member.value.kind {
        case .integer, .number: true
        case .string(let text): text.utf8.count <= maximumText
        default: false
        }
    }
}

/// How a process's part of a session ended.
package struct SessionEnding: Sendable, Equatable {
    package var reason: FaultCode
    /// Bytes of the SFTP stream, from and to the client.
    package var bytesIn: UInt64 = 0
    package var bytesOut: UInt64 = 0
    /// Keys that were refused (connection process) or requests (files process).
    package var refusals = 0
    /// The client's version text, as far as it is known.
    package var client = ""

    /// An ending for `reason`.
    package init(_ reason: FaultCode) { self.reason = reason }

    /// Whether the client ended it, in order.
    package var isSound: Bool { reason == SessionEnd.finished }

    /// The fields of a ``SessionEvent/Kind/disconnected`` event.
    package func fields(milliseconds: Int) -> [(name: String, value: JSONValue)] {
        [
            ("reason", .text(reason)), ("bytesIn", .count(bytesIn)), ("bytesOut", .count(bytesOut)),
            ("refusedRequests", .count(refusals)), ("seconds", JSONValue(.number(Double(milliseconds) / 1000))),
        ]
    }

    var json: JSONValue {
        .object([
            ("reason", .text(reason)), ("bytesIn", .count(bytesIn)), ("bytesOut", .count(bytesOut)),
            ("refusals", .count(refusals)), ("client", .text(client)),
        ])
    }

    init?(_ value: JSONValue) {
        guard let reason = value["reason"]?.string, reason.utf8.count <= 64,
            reason.utf8.allSatisfy({ SessionEnding.letters.contains($0) }),
            let bytesIn = value["bytesIn"]?.integer.flatMap(UInt64.init(exactly:)),
            let bytesOut = value["bytesOut"]?.integer.flatMap(UInt64.init(exactly:)),
            let refusals = value["refusals"]?.integer.flatMap(Int.init(exactly:)),
            let client = value["client"]?.string, client.utf8.count <= SessionReport.maximumClient
        else { return nil }
        self.reason = FaultCode(rawValue: reason)
        self.bytesIn = bytesIn
        self.bytesOut = bytesOut
        self.refusals = refusals
        self.client = client
    }

    /// What a fault code is written with.
    private static let letters = Set("abcdefghijklmnopqrstuvwxyz0123456789.-".utf8)
}
