internal import Glibc
internal import Synchronization

/// The durable steps after which a power cut is rehearsed.
///
/// Where the environment variable `ECLUSE_CRASH_AT` holds the name of a point when the process starts, the process kills
/// itself with SIGKILL on reaching it: nothing is flushed, nothing is unwound. `NAME:3` stands for the third time that the
/// point is reached. Without the variable a point costs one comparison. An attacker who can set a role's environment can kill the role anyway.
package enum CrashPoint: String, CaseIterable, Sendable {
    // Receiver session
    case uploadCreated = "receiver.upload-created"
    case uploadWritten = "receiver.upload-written"
    case uploadSynced = "receiver.upload-synced"
    case handOverPrepared = "receiver.hand-over-prepared"
    case handOverRenamed = "receiver.hand-over-renamed"
    case handOverSynced = "receiver.hand-over-synced"
    // Ingester
    case dropRegistered = "ingester.drop-registered"
    case arrivalReceiptWritten = "ingester.arrival-receipt-written"
    case processingStarted = "ingester.processing-started"
    case dataFileWritten = "ingester.data-file-written"
    case outcomePrepared = "ingester.outcome-prepared"
    case logEntryWritten = "ingester.log-entry-written"
    case tableLinked = "ingester.table-linked"
    case tableCommitted = "ingester.table-committed"
    case outcomeRecorded = "ingester.outcome-recorded"
    case outcomeReceiptWritten = "ingester.outcome-receipt-written"
    case originalArchived = "ingester.original-archived"
    case inboxCleared = "ingester.inbox-cleared"
    case journalAppended = "ingester.journal-appended"
    // Ingester, where signatures lie beside drops
    case signatureAttached = "ingester.signature-attached"
    case signatureCleared = "ingester.signature-cleared"
    // Ingester, where a manifest ties drops together
    case deliveryAnnounced = "ingester.delivery-announced"
    case deliveryClaimed = "ingester.delivery-claimed"

    private static let chosen: Chosen? = unsafe getenv("ECLUSE_CRASH_AT").flatMap { unsafe Chosen(String(cString: $0)) }

    /// Kills this process if `point` was chosen and is reached for the time that was asked for.
    package static func reached(_ point: CrashPoint) {
        guard let chosen, point == chosen.point else { return }
        if timesReached.add(1, ordering: .relaxed).newValue == chosen.time { kill(getpid(), SIGKILL) }
    }

    private static let timesReached = Atomic(0)

    /// What the environment variable says.
    private struct Chosen {
        let point: CrashPoint
        /// Times that the point is reached, the last of which kills.
        let time: Int

        init?(_ text: String) {
            let parts = text.split(separator: ":", maxSplits: 1)
            guard let name = parts.first, let point = CrashPoint(rawValue: String(name)) else { return nil }
            self.point = point
            time = parts.count > 1 ? Int(parts[1]) ?? 1 : 1
        }
    }
}
