package import Support

/// Something that happened, to be written as one line.
///
/// Fields are names, positions, counts and codes: never a data value, an identifier or a key.
package struct JournalEvent: Sendable {
    /// Dotted lower-case name, such as `drop.received`.
    package var name: String
    /// Fields in the order in which they are written.
    package var fields: [(String, JSONValue)]

    /// An event called `name`.
    package init(_ name: String, _ fields: [(String, JSONValue)] = []) {
        self.name = name
        self.fields = fields
    }
}

/// The format of a line.
enum LineFormat {
    /// Longest line in bytes, line end included; an event that is longer is written without its fields.
    static let maximumLength = 16 << 10
    /// What the first line of a chain has for the hash of the one before.
    static let origin = String(repeating: "0", count: 64)
    /// Members that every line has; a field of such a name gets a `_` behind it.
    static let reserved: Set<String> = ["seq", "time", "role", "event", "previous"]

    /// The line of `event`, line end included.
    static func line(_ event: JournalEvent, role: JournalRole, sequence: Int64, time: Timestamp, previous: String)
        -> [UInt8]
    {
        let full = write(event, role: role, sequence: sequence, time: time, previous: previous)
        if full.count <= maximumLength { return full }
        let short = JournalEvent(String(event.name.prefix(Visible.limit)), [("truncated", .flag(true))])
        return write(short, role: role, sequence: sequence, time: time, previous: previous)
    }

    private static func write(
        _ event: JournalEvent, role: JournalRole, sequence: Int64, time: Timestamp, previous: String
    ) -> [UInt8] {
        var members: [(String, JSONValue)] = [
            ("seq", .count(sequence)), ("time", .text(time)), ("role", .text(role.rawValue)),
            ("event", .text(Visible.escape(event.name))),
        ]
        var names = reserved
        for (name, value) in event.fields {
            var unique = Visible.escape(name)
            while !names.insert(unique).inserted { unique += "_" }
            members.append((unique, visible(value)))
        }
        members.append(("previous", .text(previous)))
        return JSONWriter.write(.object(members)) + [UInt8(ascii: "\n")]
    }

    /// `value` with all its text made fit for a terminal.
    private static func visible(_ value: JSONValue) -> JSONValue {
        switch value.kind {
        case .string(let text): .text(Visible.escape(text))
        case .array(let values): .list(values.map(visible))
        case .object(let members): .object(members.map { (Visible.escape($0.name), visible($0.value)) })
        default: value
        }
    }
}
