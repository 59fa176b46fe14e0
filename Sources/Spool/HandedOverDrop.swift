package import Crypto
package import Support

/// A drop in an account's inbox: whole, durable, waiting for the ingester.
///
/// It is what `drop.json` holds.
package struct HandedOverDrop: Sendable, Equatable {
    package let id: String
    package let account: String
    package let channel: DropChannel
    /// The producer's own name for it.
    package let name: String
    package let size: UInt64
    package let sha256: SHA256Digest
    package let arrivedAt: Timestamp
    /// The client's version text, escaped.
    package let client: String
    /// What is known of an upload that was given up; nil for a drop that its producer finished.
    package let unfinished: Unfinished?

    /// The two ends of an upload that nobody finished.
    package struct Unfinished: Sendable, Equatable {
        /// When its file was made.
        package let begunAt: Timestamp
        /// When something was last written to it.
        package let writtenAt: Timestamp
    }

    /// A drop with these properties.
    package init(
        id: String, account: String, channel: DropChannel, name: String, size: UInt64, sha256: SHA256Digest,
        arrivedAt: Timestamp, client: String, unfinished: Unfinished? = nil
    ) {
        self.id = id
        self.account = account
        self.channel = channel
        self.name = name
        self.size = size
        self.sha256 = sha256
        self.arrivedAt = arrivedAt
        self.client = client
        self.unfinished = unfinished
    }

    /// Longest `drop.json` that is read.
    static let maximumBytes = 16 << 10

    /// The text of `drop.json`.
    var json: [UInt8] {
        JSONWriter.write(
            .object(
                [
                    ("id", .text(id)), ("account", .text(account)), ("channel", .text(channel.rawValue)),
                    ("name", .text(name)),
                    ("size", .count(size)), ("sha256", .text(sha256)),
                    ("arrivedAt", .text(arrivedAt.iso8601(fraction: 6))),
                    ("client", .text(client)),
                ] + (unfinished?.members ?? [])), .pretty) + [UInt8(ascii: "\n")]
    }

    /// Reads `drop.json`; nil where it is not what ``json`` writes.
    init?(json bytes: [UInt8]) {
        guard let value = try? JSONParser.parse(bytes), let id = value["id"]?.string, DropIdentifier.isValid(id),
            let account = value["account"]?.string, AccountName.isValid(account),
            let channel = value["channel"]?.string.flatMap(DropChannel.init(rawValue:)),
            let name = value["name"]?.string, UploadName.problem(name) == nil,
            let size = value["size"]?.integer.flatMap(UInt64.init(exactly:)),
            let sha256 = value["sha256"]?.string.flatMap(SHA256Digest.init(hex:)),
            let arrivedAt = value["arrivedAt"]?.string.flatMap(Timestamp.init(iso8601:)),
            let client = value["client"]?.string
        else { return nil }
        var unfinished: Unfinished?
        if value["unfinished"]?.boolean == true {
            guard let known = Unfinished(value) else { return nil }
            unfinished = known
        }
        self.init(
            id: id, account: account, channel: channel, name: name, size: size, sha256: sha256, arrivedAt: arrivedAt,
            client: client, unfinished: unfinished)
    }
}

extension HandedOverDrop.Unfinished {
    /// The members of `drop.json` that only such a drop has.
    fileprivate var members: [(String, JSONValue)] {
        [
            ("unfinished", true), ("begunAt", .text(begunAt.iso8601(fraction: 6))),
            ("writtenAt", .text(writtenAt.iso8601(fraction: 6))),
        ]
    }

    fileprivate init?(_ value: JSONValue) {
        guard let begunAt = value["begunAt"]?.string.flatMap(Timestamp.init(iso8601:)),
            let writtenAt = value["writtenAt"]?.string.flatMap(Timestamp.init(iso8601:))
        else { return nil }
        self.init(begunAt: begunAt, writtenAt: writtenAt)
    }
}
