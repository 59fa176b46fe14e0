internal import Convention
internal import Envelope
internal import Journal
internal import Ledger
internal import Platform
internal import Spool
internal import Support

/// Signatures in files beside drops: `NAME.sig` belongs to the drop `NAME` of the same account and inbox, whichever arrives first.
///
/// A signature is no drop: it has no receipts of its own, and the outcome of its drop names it. From its arrival on it waits in the
/// inbox; from the moment that the ledger has it with its drop, the ledger keeps it, and the inbox is cleared of it. What neither
/// finds the other in time goes on alone: the drop without a signature, the signature as a drop that is refused.
extension Ingester {
    /// Whether an upload is a signature beside a drop, as `convention` has them.
    static func isSignature(_ name: String, _ convention: Convention) -> Bool {
        convention.drops.envelope.takesSignaturesBeside && name.hasSuffix(SSHSignature.suffix)
            && name.utf8.count > SSHSignature.suffix.utf8.count
    }

    /// Gives `signature` to its drop; false where it has waited for one in vain.
    func pair(_ signature: HandedOverDrop, _ partners: inout SignaturePartners) throws -> Bool {
        guard signature.unfinished == nil else { return false }
        if try !ledger.isAttached(signature.id) {
            guard let drop = try partners.first(of: signature, where: canTakeSignature) else {
                return isInTime(signature.arrivedAt)
            }
            let content = try content(of: signature)
            // Before the ledger has it, so that a crash repeats the line rather than leaves it out.
            try journal.append(
                JournalEvent(
                    "drop.signature",
                    [
                        ("drop", .text(drop.id)), ("signature", .text(signature.id)),
                        ("account", .text(signature.account)), ("bytes", .count(signature.size)),
                        ("sha256", .text(signature.sha256)),
                    ]))
            try ledger.attach(content, to: drop.id, at: clock.now())
            CrashPoint.reached(.signatureAttached)
        }
        try inbox.remove(account: signature.account, id: signature.id)
        CrashPoint.reached(.signatureCleared)
        return true
    }

    /// Whether a drop still waits for a signature that only a file beside it can be.
    func awaitsSignature(_ record: DropRecord) throws -> Bool {
        guard record.state == .received, isInTime(record.drop.arrivedAt) else { return false }
        let policy = try convention(of: record).drops.envelope
        guard policy.requiresSignature, policy.takesSignaturesBeside, !record.drop.name.hasSuffix(SSHSignature.suffix)
        else { return false }
        guard try ledger.signature(drop: record.id) == nil,
            let waiting = try inbox.drop(account: record.drop.account, id: record.id), waiting.unfinished == nil
        else { return false }
        guard let format = EnvelopeKind.detect(try start(of: waiting, EnvelopeKind.prefixLength)).format else {
            return false
        }
        return policy.formats.contains(format) && policy.needsSignatureBeside(format)
    }

    /// Whether a drop has no signature yet and still lies in the inbox: one that an operator sends round again was judged as it came,
    /// and a signature that comes now is that of a later drop of its name.
    private func canTakeSignature(_ drop: DropRecord) throws -> Bool {
        try drop.state == .received && ledger.signature(drop: drop.id) == nil
            && inbox.holds(account: drop.drop.account, id: drop.id)
    }

    private func isInTime(_ arrival: Timestamp) -> Bool {
        !clock.now().isPast(Int64(settings.signatureMinutes) * 60, since: arrival)
    }

    private func content(of signature: HandedOverDrop) throws -> DropSignature {
        // One byte more than a signature can have shows that there was more.
        let bytes = try start(of: signature, SSHSignature.maximumFileBytes + 1)
        return DropSignature(
            id: signature.id, name: signature.name, size: signature.size, sha256: signature.sha256,
            arrivedAt: signature.arrivedAt,
            // What is no signature may be a file in clear that has the wrong name: nothing of it is kept.
            bytes: (try? SSHSignature.Detached(bytes)) == nil ? [] : bytes)
    }

    /// At most the first `count` bytes of an upload.
    private func start(of upload: HandedOverDrop, _ count: Int) throws -> [UInt8] {
        let file = try inbox.openPayload(account: upload.account, id: upload.id)
        var bytes = [UInt8](repeating: 0, count: count)
        var filled = 0
        while filled < count {
            let read = try unsafe bytes.withUnsafeMutableBytes { raw in
                try unsafe file.read(into: UnsafeMutableRawBufferPointer(rebasing: raw[filled...]))
            }
            if read == 0 { break }
            filled += read
        }
        return Array(bytes[..<filled])
    }
}

/// The drops that signatures may belong to, by what the two have in common.
struct SignaturePartners {
    private struct Key: Hashable {
        let account: String
        let channel: DropChannel
        let name: String
    }

    private var drops: [Key: [DropRecord]] = [:]

    /// The partners among `unfinished`, which are in order of arrival.
    init(_ unfinished: [DropRecord]) {
        for record in unfinished where record.state == .received {
            let key = Key(account: record.drop.account, channel: record.drop.channel, name: record.drop.name)
            drops[key, default: []].append(record)
        }
    }

    /// The oldest drop of the signature's that `isFree`; those before it are not asked about again.
    mutating func first(of signature: HandedOverDrop, where isFree: (DropRecord) throws -> Bool) rethrows -> DropRecord?
    {
        let name = String(signature.name.dropLast(SSHSignature.suffix.count))
        let key = Key(account: signature.account, channel: signature.channel, name: name)
        guard let all = drops[key], let place = try all.firstIndex(where: isFree) else { return nil }
        drops[key] = Array(all[place...])
        return all[place]
    }
}
