internal import Crypto
package import Support

/// A line of a journal, read back.
package struct JournalLine: Sendable {
    package let role: JournalRole
    package let sequence: Int64
    package let time: Timestamp
    package let event: String
    /// Fields in their order, without those that every line has.
    package let fields: [JSONValue.Member]
    /// SHA-256 of the line before, as hexadecimal text.
    package let previous: String
    /// The line as it is in the file, without its end.
    package let bytes: [UInt8]

    /// Reads a line without its end; nil where it is no line of a journal.
    package init?(_ bytes: [UInt8]) {
        guard bytes.count < LineFormat.maximumLength, let value = try? JSONParser.parse(bytes),
            let members = value.members, let sequence = value["seq"]?.integer, sequence >= 1,
            let time = value["time"]?.string.flatMap(Timestamp.init(iso8601:)),
            let role = value["role"]?.string.flatMap(JournalRole.init(rawValue:)), let event = value["event"]?.string,
            let previous = value["previous"]?.string, SHA256Digest(hex: previous)?.description == previous
        else { return nil }
        self.role = role
        self.sequence = sequence
        self.time = time
        self.event = event
        self.previous = previous
        self.bytes = bytes
        fields = members.filter { !LineFormat.reserved.contains($0.name) }
    }

    /// The line as JSON, for `--json`.
    package var json: JSONValue {
        .object(
            [("seq", .count(sequence)), ("time", .text(time)), ("role", .text(role.rawValue)), ("event", .text(event))]
                + fields.map { ($0.name, $0.value) } + [("previous", .text(previous))])
    }

    /// What the next line has for `previous`: the SHA-256 of the line with its end.
    static func hash(_ bytes: [UInt8]) throws -> String {
        try SHA256.hash(bytes + [UInt8(ascii: "\n")]).description
    }
}

/// What a fuzzer calls: reads `bytes` as the lines of a file.
package func fuzzJournal(_ bytes: [UInt8]) {
    for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
        if let read = JournalLine(Array(line)) { _ = JSONWriter.write(read.json) }
    }
}
