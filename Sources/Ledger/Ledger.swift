package import Crypto
package import Exclusion
package import Support

/// The durable record of drops, states, receipts, matrix and operators' requests.
///
/// Every operation is one transaction: durable when it returns, without trace when it throws. A ``ReceiptRenderer`` runs
/// inside it and must not call the ledger. An implementation may be shared between threads; calls wait for each other.
///
/// The ingester alone writes. Whoever may read the files reads them (the monitor, an operator); an operator's request is the one
/// row that another process adds, under the ingester's user.
///
/// After a crash the ingester asks ``unfinished()``, then ``unclosed()`` and ``undeliveredReceipts(limit:)``, and goes on from
/// there: a drop with a prepared outcome may have its tables committed (ask the catalogue), one without has not.
package protocol Ledger: AnyObject, Sendable {
    // Drops

    /// Registers a drop as `received`, with its arrival receipt. The same drop again is returned as it stands, with no effect.
    func register(_ drop: NewDrop, at: Timestamp, arrival: ReceiptRenderer) throws -> Registration
    /// The drop `id`, if there is one.
    func drop(_ id: String) throws -> DropRecord?
    /// Notes that `signature` came beside the drop, which is `received` and has none; the same again has no effect.
    func attach(_ signature: DropSignature, to id: String, at: Timestamp) throws
    /// The signature that came beside the drop.
    func signature(drop id: String) throws -> DropSignature?
    /// Whether the upload `id` is a signature that belongs to a drop.
    func isAttached(_ id: String) throws -> Bool
    /// The earliest other drop of the convention with these bytes that is ingested, partial or being processed.
    func earlierDrop(sha256: SHA256Digest, convention: String, than id: String) throws -> DropRecord?
    /// Puts a drop to `processing`; one that was left there by a crash begins again, keeps its prepared outcome and
    /// has one more crash to its name.
    func begin(_ id: String, at: Timestamp) throws -> DropRecord
    /// Notes that an attempt ended without an outcome and not by a crash: the next one is not counted as one after a crash.
    func postpone(_ id: String) throws
    /// Makes `outcome` durable before tables are committed.
    func prepare(_ id: String, outcome: [UInt8], at: Timestamp) throws
    /// Ends an attempt: state, result, matrix and receipt (`quarantine` for that state, `outcome` for all others).
    func finish(_ outcome: Outcome, receipt: ReceiptRenderer) throws -> ReceiptRecord
    /// Sends a quarantined drop back to `received`; what was prepared is forgotten. `release` lets pass what stopped it.
    func requeue(_ id: String, release: Bool, note: String?, at: Timestamp) throws
    /// Notes that the sealed original is in the archive.
    func markArchived(_ id: String, at: Timestamp) throws
    /// Notes that nothing remains to be done for a drop that has ended.
    func markClosed(_ id: String, at: Timestamp) throws
    /// Drops `received` or `processing`: oppositions first, then in order of arrival.
    func unfinished() throws -> [DropRecord]
    /// Opposition updates in quarantine: what they say is not in the matrix yet.
    func quarantinedOppositions() throws -> [DropRecord]
    /// Drops whose attempt has ended, for good or in quarantine, and whose original is not in the archive.
    func unarchived() throws -> [DropRecord]
    /// Drops in a final state that are not closed, in order of arrival.
    func unclosed() throws -> [DropRecord]

    // Deliveries

    /// Notes which files the manifest of `delivery`, which is in `processing`, names, and takes for it those that wait already;
    /// the manifest goes back to `received`, with a `notice` where files are missing.
    func announce(_ delivery: DeliveryRecord, at: Timestamp, notice: DeliveryNoticeRenderer) throws -> DeliveryRecord
    /// Takes files that have come since for the delivery, which is `received`: the newest of each name that no other has.
    func claimFiles(delivery id: String, at: Timestamp) throws -> DeliveryRecord
    /// The delivery whose manifest is the drop `id`.
    func delivery(_ id: String) throws -> DeliveryRecord?
    /// Deliveries whose manifest is `received` or `processing`, in order of arrival.
    func openDeliveries() throws -> [DeliveryRecord]
    /// The manifest of the earliest other delivery of the convention with that content that is ingested or partial.
    func earlierDelivery(content: SHA256Digest, convention: String, than id: String) throws -> DropRecord?
    /// Whether a later upload of the drop's name was taken for a delivery.
    func isSuperseded(_ id: String) throws -> Bool
    /// Ends an attempt at a delivery, for all of its drops at once; those `received` pass through `processing`.
    func finish(_ delivery: DeliveryOutcome, receipt: DeliveryReceiptRenderer) throws
    /// Sends the quarantined delivery back to `received`, with all its files.
    func requeue(delivery id: String, release: Bool, note: String?, at: Timestamp) throws

    // Receipts

    /// Receipts that do not lie in their account's directory yet, in order.
    func undeliveredReceipts(limit: Int) throws -> [ReceiptRecord]
    /// Notes that the receipt lies in its account's directory.
    func markReceiptDelivered(account: String, number: Int64, at: Timestamp) throws
    /// Receipts that lie in the account's directory as far as is known: delivered and not removed there, in order.
    func outstandingReceipts(account: String) throws -> [ReceiptReference]
    /// Notes that the producer removed the receipt.
    func markReceiptAcknowledged(account: String, number: Int64, at: Timestamp) throws
    /// Receipts of an account after `number`, in order.
    func receipts(account: String, after number: Int64, limit: Int) throws -> [ReceiptRecord]
    /// Receipts of a drop, in order.
    func receipts(drop id: String) throws -> [ReceiptRecord]

    // Matrix

    /// Grows with every change of the matrix; 0 while it is empty.
    func matrixVersion() throws -> Int64
    /// The persons excluded in `scope`; a row of another epoch that would concern it is an ``ExclusionFault``.
    func excluded(in scope: ExclusionScope) throws -> ExclusionSet
    /// Calls `body` for every row of `domain` (all domains if nil), history included, on one snapshot; returns its version.
    func matrixRows(domain: String?, _ body: (MatrixRow) throws -> Void) throws -> Int64

    // Operators

    /// Leaves a request for a quarantined drop.
    func request(_ action: OperatorAction, drop id: String, operatorName: String, note: String, at: Timestamp) throws
        -> OperatorRequest
    /// Requests not settled, in order.
    func pendingRequests() throws -> [OperatorRequest]
    /// Notes what became of a request: `done` or the code of a refusal.
    func settleRequest(_ id: Int64, result: String, at: Timestamp) throws
    /// All requests about a drop, in order.
    func requests(drop id: String) throws -> [OperatorRequest]
    /// A page of drops, newest first.
    func drops(_ filter: DropFilter) throws -> DropPage
    /// Changes of state of a drop, in order.
    func history(_ id: String) throws -> [DropEvent]
    /// Accounts that have drops, sorted.
    func accounts() throws -> [String]
    /// Figures of days from `first` to `last`, both included, by day and account.
    func dailyFigures(from first: CivilDate, through last: CivilDate) throws -> [DailyFigure]
    /// What a check of the store finds; empty where it is sound.
    func check() throws -> [String]
}

/// What ``Ledger/register(_:at:arrival:)`` did.
package struct Registration: Sendable, Equatable {
    package let record: DropRecord
    /// Whether this call registered it.
    package let isNew: Bool
}
