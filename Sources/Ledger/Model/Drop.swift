package import Crypto
package import Support

/// What is known of a drop when it is taken from the inbox.
package struct NewDrop: Sendable, Equatable {
    /// Identifier made at the hand-over; the same hand-over found twice has the same one.
    package var id: String
    package var account: String
    package var convention: String
    package var conventionVersion: Int
    package var channel: DropChannel
    /// The name that the producer chose: shown only through `Visible.escape`.
    package var name: String
    package var size: UInt64
    /// Digest of the sealed file.
    package var sha256: SHA256Digest
    package var arrivedAt: Timestamp
    /// The client's software and network, as the receiver noted them.
    package var client: String?

    /// A drop that has arrived.
    package init(
        id: String, account: String, convention: String, conventionVersion: Int, channel: DropChannel, name: String,
        size: UInt64, sha256: SHA256Digest, arrivedAt: Timestamp, client: String? = nil
    ) {
        self.id = id
        self.account = account
        self.convention = convention
        self.conventionVersion = conventionVersion
        self.channel = channel
        self.name = name
        self.size = size
        self.sha256 = sha256
        self.arrivedAt = arrivedAt
        self.client = client
    }
}

/// A drop as the ledger holds it.
package struct DropRecord: Sendable, Equatable {
    /// What was known on arrival.
    package var drop: NewDrop
    /// Place in the order of arrival over all accounts, from 1.
    package var sequence: Int64
    package var state: DropState
    /// How many times processing was begun.
    package var attempts: Int
    /// How many of the attempts were cut off with their process, since the drop was last let out of quarantine.
    package var crashes: Int
    /// Whether an operator let it pass in spite of what quarantined it.
    package var released: Bool
    /// The outcome made durable before the tables were committed.
    package var prepared: [UInt8]?
    /// What the last finish said.
    package var result: DropResult
    package var finishedAt: Timestamp?
    package var archivedAt: Timestamp?
    /// When the last trace of the drop left the inbox: nothing remains to be done.
    package var closedAt: Timestamp?
    /// The drop whose manifest has taken this one for its delivery: itself where it is that manifest.
    package var delivery: String?
    /// When it was registered, or let go by a delivery: since then it waits for a manifest, if its convention has any.
    package var waitsSince: Timestamp?

    /// The drop's identifier.
    package var id: String { drop.id }
    /// The file's SHA-256 as hexadecimal text.
    package var sha256Text: String { drop.sha256.description }
}

/// Counts, codes, tables and signer of an attempt that has ended.
package struct DropResult: Sendable, Equatable {
    /// JSON of the counts (as in the receipt).
    package var counts: [UInt8]?
    /// Codes of faults and of rules broken, the most serious first.
    package var codes: [String]
    /// The tables that the drop is for.
    package var tables: [DropTable]
    /// Kind and public fingerprint of the key or certificate that signed the drop; nil where nobody did, or that was not found out.
    package var signer: String?
    /// Whether the file as it came goes to the archive: not where it may be readable by anyone.
    package var keepsOriginal: Bool

    /// A result.
    package init(
        counts: [UInt8]? = nil, codes: [String] = [], tables: [DropTable] = [], signer: String? = nil,
        keepsOriginal: Bool = true
    ) {
        self.counts = counts
        self.codes = codes
        self.tables = tables
        self.signer = signer
        self.keepsOriginal = keepsOriginal
    }
}

/// A table that a drop is for, and its version with the drop's rows.
package struct DropTable: Sendable, Equatable {
    /// Base and table: `sidep/test`.
    package var name: String
    /// Nil where nothing was published.
    package var version: Int64?

    /// The table `name` as it is at `version`.
    package init(name: String, version: Int64? = nil) {
        self.name = name
        self.version = version
    }

    /// How the ledger writes it: `sidep/test@7`.
    package var text: String { name + (version.map { "@\($0)" } ?? "") }

    /// The table that ``text`` writes; nil where it is something else.
    package init?(text: some StringProtocol) {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard let name = parts.first, !name.isEmpty, parts.count <= 2 else { return nil }
        self.name = String(name)
        guard parts.count == 2 else { return }
        guard let version = Int64(parts[1]) else { return nil }
        self.version = version
    }
}

/// A change of state in a drop's history.
package struct DropEvent: Sendable, Equatable {
    package var at: Timestamp
    /// Nil for the registration.
    package var from: DropState?
    package var to: DropState
    /// A code or an operator's note.
    package var note: String?
}
