import Crypto
import Exclusion
import Ledger
import Support

/// What the ledger's tests are made of.
enum Samples {
    static let start = Timestamp(seconds: 1_790_000_000)

    static func digest(_ text: String) throws -> SHA256Digest { try SHA256.hash(Array(text.utf8)) }

    static func drop(_ id: String, account: String = "lab", content: String? = nil, channel: DropChannel = .data) throws
        -> NewDrop
    {
        NewDrop(
            id: id, account: account, convention: "sidep", conventionVersion: 1, channel: channel,
            name: "\(id).csv.age",
            size: 1000, sha256: try digest(content ?? id), arrivedAt: start, client: "OpenSSH_9.2")
    }

    static func signature(_ id: String) throws -> DropSignature {
        DropSignature(
            id: id, name: "a.csv.age.sig", size: 3, sha256: try digest(id), arrivedAt: start, bytes: [1, 2, 3])
    }

    static func render(_ slot: ReceiptSlot) throws -> StoredReceipt {
        let json = Array(
            "{\"n\":\(slot.number),\"kind\":\"\(slot.kind.rawValue)\",\"previous\":\"\(slot.previous)\"}".utf8)
        return StoredReceipt(
            json: json, signature: [1], text: [2], report: slot.kind == .outcome ? [3] : nil,
            sha256: try SHA256.hash(json))
    }

    static func update(_ action: OppositionUpdate.Action, _ person: Int, base: String? = nil, day: Int32 = 20_000)
        throws
        -> OppositionUpdate
    {
        var bytes = [UInt8](repeating: 0, count: 16)
        for index in 0..<8 { bytes[index] = UInt8(truncatingIfNeeded: person >> (8 * index)) }
        guard let pseudonym = storedPseudonym(bytes) else { throw LedgerFault.damaged("pseudonym") }
        return OppositionUpdate(
            action: action, domain: "persons", epoch: 1, pseudonym: pseudonym, base: base, purpose: nil,
            date: CivilDate(days: day))
    }
}

extension Ledger {
    /// Registers and begins a drop.
    func take(_ drop: NewDrop) throws {
        _ = try register(drop, at: Samples.start, arrival: Samples.render)
        _ = try begin(drop.id, at: Samples.start)
    }

    /// Ends an attempt.
    @discardableResult
    func end(_ id: String, _ state: DropState, oppositions: [OppositionUpdate] = []) throws -> ReceiptRecord {
        try finish(
            Outcome(
                drop: id, state: state, at: Samples.start.advanced(seconds: 60),
                result: DropResult(
                    counts: Array("{\"read\":3}".utf8), codes: ["table.row"],
                    tables: [DropTable(name: "t", version: 7), DropTable(name: "u")], signer: "ssh SHA256:x",
                    keepsOriginal: false),
                oppositions: oppositions),
            receipt: Samples.render)
    }

    func matrix(_ domain: String? = nil) throws -> [MatrixRow] {
        var rows: [MatrixRow] = []
        _ = try matrixRows(domain: domain) { rows.append($0) }
        return rows
    }
}
