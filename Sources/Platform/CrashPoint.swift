internal import Glibc

/// The durable steps after which a power cut is rehearsed.
///
/// Where the environment variable `ECLUSE_CRASH_AT` holds the name of a point when the process starts, the process kills
/// itself with SIGKILL on reaching it: nothing is flushed, nothing is unwound. Without the variable a point costs one
/// comparison. An attacker who can set a role's environment can kill the role anyway.
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
    case tableCommitted = "ingester.table-committed"
    case outcomeRecorded = "ingester.outcome-recorded"
    case outcomeReceiptWritten = "ingester.outcome-receipt-written"
    case originalArchived = "ingester.original-archived"
    case inboxCleared = "ingester.inbox-cleared"
    case journalAppended = "ingester.journal-appended"

    private static let chosen: CrashPoint? = unsafe getenv("ECLUSE_CRASH_AT").flatMap {
        unsafe CrashPoint(rawValue: String(cString: $0))
    }

    /// Kills this process if `point` was chosen.
    package static func reached(_ point: CrashPoint) {
        guard point == chosen else { return }
        kill(getpid(), SIGKILL)
    }
}
