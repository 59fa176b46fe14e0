internal import Convention
internal import Exclusion
package import Journal
package import Ledger
internal import Platform
internal import Spool
package import Support

/// The ingester: takes drops from the inbox and brings each to its one outcome (design §2, §3).
///
/// One drop at a time, on all cores. ``sweep()`` is also what follows a crash: every step looks at the ledger, the catalogue and
/// the spool, does what is missing and nothing twice. The order of durable steps of a drop is
///
/// 1. registered, with its arrival receipt (ledger); journal line and receipt files (account), delivered (ledger);
/// 2. processing (ledger); a data file a table, whole under its final name (catalogue); prepared (ledger);
/// 3. one commit a table, which carries the drop's identifier: rows are published, once;
/// 4. state, matrix and outcome receipt, in one transaction (ledger);
/// 5. receipt files in the account, original in the archive, journal line, closed.
///
/// Drops that a manifest ties together go that way as one: see `Ingester+Deliveries`.
///
/// A crash before 3 leaves files that no commit names, removed by the next attempt; a crash between 3 and 4 is found by the
/// identifier in the tables: the next attempt commits what is prepared for those that lack it, and otherwise only counts. A crash may repeat a journal line, but none is left out.
package final class Ingester {
    /// Seconds after which a drop is tried again that the machine failed on.
    private static let patience: Int64 = 30
    /// Seconds between two looks at uploads that may be given up.
    private static let unfinishedPause: Int64 = 3600
    /// Seconds between two looks at removed receipts and journals to seal.
    private static let housekeepingPause: Int64 = 5

    let settings: IngestionSettings
    let keys: IngestionKeys
    let ledger: any Ledger
    let journal: JournalWriter
    let clock: any Clock
    let inbox: SpoolInbox
    let say: @Sendable (IngestionEvent) -> Void
    private let exclusions = ExclusionCache()
    /// When the machine failed on a drop.
    private var postponed: [String: Timestamp] = [:]
    private var malformed: Set<String> = []
    /// What each unfinished drop is to deliveries; see ``role(of:)``.
    var roles: [String: DeliveryRole] = [:]
    /// What was last said to the journal of a drop or account whose files are not as they should be.
    var troubles: [String: String] = [:]
    /// Holds the lock that makes this the only ingester.
    private var claim: Directory?
    private var housekept: Timestamp?
    private var gaveUp: Timestamp?

    /// An ingester of a home; `say` hears what an operator may want to see.
    package init(
        settings: IngestionSettings, keys: IngestionKeys, ledger: any Ledger, journal: JournalWriter, clock: any Clock,
        say: @escaping @Sendable (IngestionEvent) -> Void
    ) {
        self.settings = settings
        self.keys = keys
        self.ledger = ledger
        self.journal = journal
        self.clock = clock
        self.say = say
        inbox = SpoolInbox(spool: settings.spool)
    }

    /// Does all that there is to do; says how many drops came to an end.
    package func sweep() throws -> Int {
        try claimCatalogue()
        try settleRequests()
        if gaveUp.map({ clock.now().isPast(Ingester.unfinishedPause, since: $0) }) ?? true {
            gaveUp = try giveUpUploads() ? clock.now() : nil
        }
        var ended = 0
        // New drops may come while others are read; oppositions among them go first.
        while true {
            try registerArrivals()
            try deliverReceipts()
            try claimFiles()
            guard let next = try nextDrop() else { break }
            ended += try attempt(next)
            try deliverReceipts()
            try closeEnded()
        }
        try closeEnded()
        if housekept.map({ clock.now().isPast(Ingester.housekeepingPause, since: $0) }) ?? true {
            housekept = clock.now()
            try noteAcknowledgements()
            try sealJournals()
        }
        return ended
    }

    /// Two ingesters would write the same data files.
    ///
    /// The kernel lets go of the lock when the process ends, however it ends.
    private func claimCatalogue() throws {
        guard claim == nil else { return }
        let directory = try Directory(settings.catalogue)
        guard try directory.descriptor.tryLock() else { throw SystemFault.alreadyRunning }
        claim = consume directory
    }

    /// Directories in which something new shows.
    package func watched() throws -> [String] {
        [settings.spool] + (try inbox.accounts().map { inbox.inboxPath(account: $0) })
    }

    // MARK: arrivals

    private func registerArrivals() throws {
        var signatures: [(upload: HandedOverDrop, Convention)] = []
        for account in try inbox.accounts() {
            guard let first = settings.library.convention(ofAccount: account, on: clock.now().date) else { continue }
            for drop in try waiting(account) where try ledger.drop(drop.id) == nil {
                let convention = judge(of: drop, account) ?? first
                if Ingester.isSignature(drop.name, convention) {
                    signatures.append((drop, convention))
                } else {
                    try register(drop, convention)
                }
            }
        }
        // After the drops, so that either may come first.
        guard !signatures.isEmpty else { return }
        var partners = SignaturePartners(try ledger.unfinished())
        for (upload, convention) in signatures where isDue(upload.id) {
            if try pairOrPostpone(upload, &partners) { try register(upload, convention) }
        }
    }

    /// The convention that judges a drop: that of the period in its name, where it has one.
    private func judge(of drop: HandedOverDrop, _ account: String) -> Convention? {
        let day = drop.arrivedAt.date
        return switch drop.channel {
        case .data: settings.library.convention(ofAccount: account, forDropNamed: drop.name, on: day)
        case .oppositions: settings.library.convention(ofAccount: account, on: day)
        }
    }

    /// The drops in the inbox of `account`, the oldest first; of what else is there, operator and journal hear once.
    private func waiting(_ account: String) throws -> [HandedOverDrop] {
        let waiting: SpoolInbox.Waiting
        do {
            waiting = try inbox.waiting(account: account)
            troubles[account] = nil
        } catch {
            try noteTrouble("inbox.not-examined", account, error)
            return []
        }
        for name in waiting.malformed where malformed.insert(account + "/" + name).inserted {
            say(.malformed(account: account, name: name))
            let drop = DropIdentifier.isValid(name) ? name : nil
            try journal.append(
                JournalEvent("inbox.malformed", [("account", .text(account)), ("drop", .optional(drop))]))
        }
        return waiting.drops
    }

    /// Gives a signature to its drop, or postpones it where the machine fails on it; true where it has waited in vain.
    private func pairOrPostpone(_ upload: HandedOverDrop, _ partners: inout SignaturePartners) throws -> Bool {
        do {
            return try !pair(upload, &partners)
        } catch {
            try postpone(upload.id, error)
            return false
        }
    }

    private func register(_ drop: HandedOverDrop, _ convention: Convention) throws {
        let new = NewDrop(
            id: drop.id, account: drop.account, convention: convention.id, conventionVersion: convention.version,
            channel: drop.channel, name: drop.name, size: drop.size,
            sha256: drop.sha256, arrivedAt: drop.arrivedAt, client: drop.client)
        let composer = composer(convention)
        let waits = try waitingRemark(drop, convention)
        let registration = try ledger.register(new, at: clock.now()) { slot in
            try composer.arrival(new, waits: waits, slot)
        }
        CrashPoint.reached(.dropRegistered)
        guard registration.isNew else { return }
        say(.registered(account: drop.account, name: drop.name, bytes: drop.size))
    }

    func composer(_ convention: Convention) -> ReceiptComposer {
        ReceiptComposer(keys: keys, convention: convention, settings: settings, now: clock.now())
    }

    // MARK: attempts

    /// The drop to take now: oppositions before data, in order of arrival.
    ///
    /// Data of a convention waits while an opposition update of it does, also one that the machine failed on: nobody who has
    /// opposed is ingested because a disk was full, or before an operator has decided about an update that ends the ingester.
    private func nextDrop() throws -> DropRecord? {
        let unfinished = try ledger.unfinished()
        forgetRoles(but: unfinished)
        let updates = unfinished.filter { $0.drop.channel == .oppositions } + (try ledger.quarantinedOppositions())
        let opposed = Set(updates.map(\.drop.convention))
        return try unfinished.first { drop in
            let isHeld = drop.drop.channel != .oppositions && opposed.contains(drop.drop.convention)
            return try !isHeld && isDue(drop.id) && isComplete(drop, unfinished)
        }
    }

    /// Whether a drop need not wait for a signature or for its delivery; one whose file cannot be looked at is postponed, the others
    /// go on.
    private func isComplete(_ drop: DropRecord, _ unfinished: [DropRecord]) throws -> Bool {
        do {
            return try !awaitsSignature(drop) && !waitsForDelivery(drop, among: unfinished)
        } catch {
            try postpone(drop.id, error)
            return false
        }
    }

    private func isDue(_ id: String) -> Bool {
        postponed[id].map { clock.now().isPast(Ingester.patience, since: $0) } ?? true
    }

    /// Brings a drop to its outcome; gives how many drops ended: none where the machine failed or the drop waits for others.
    private func attempt(_ drop: DropRecord) throws -> Int {
        do {
            let ended = try process(drop)
            (postponed[drop.id], troubles[drop.id]) = (nil, nil)
            return ended
        } catch {
            // A ledger that cannot be written to says nothing against the drop either; it counts as a crash at worst.
            try? ledger.postpone(drop.id)
            try postpone(drop.id, error)
            return 0
        }
    }

    /// Puts an upload off that the machine failed on, and says so.
    private func postpone(_ id: String, _ error: any Error) throws {
        postponed[id] = clock.now()
        say(.postponed(drop: id, fault: Ingester.text(of: error)))
        try noteTrouble("drop.postponed", id, error)
    }

    /// Says to the journal what keeps a drop or account from being worked on; the same again is not repeated.
    func noteTrouble(_ event: String, _ subject: String, _ error: any Error) throws {
        let fault = Ingester.text(of: error)
        guard troubles[subject] != event + fault else { return }
        let name = event.hasPrefix("drop.") ? "drop" : "account"
        try journal.append(JournalEvent(event, [(name, .text(subject)), ("fault", .text(fault))]))
        troubles[subject] = event + fault
    }

    /// An error without a code may hold anything in its text: only that there was one is said.
    private static func text(of error: any Error) -> String { (error as? any Fault)?.description ?? "internal.error" }

    /// Works on a drop; gives how many drops ended: none where it is a manifest whose files are not there.
    private func process(_ waiting: DropRecord) throws -> Int {
        let role = try role(of: waiting)
        let start = clock.now()
        let record = try ledger.begin(waiting.id, at: start)
        CrashPoint.reached(.processingStarted)
        let examination = try examination(of: record, at: start)
        let verdict: Verdict
        switch role {
        case .none: verdict = try examination.run { try openSealed(record) }
        case .file: verdict = try examination.beforehand() ?? waitedInVain(record)
        case .manifest:
            switch try processManifest(record, examination) {
            case .refused(let refusal): verdict = refusal
            case .waits: return 0
            case .ended(let drops): return drops
            }
        }
        let signature = try ledger.signature(drop: record.id)
        var composer = composer(try convention(of: record))
        composer.signature = signature
        let end = clock.now()
        var outcome = verdict.outcome(record, at: end)
        outcome.result.keepsOriginal = try keepsOriginal(record, verdict)
        _ = try ledger.finish(outcome) { slot in
            try composer.outcome(record.drop, verdict, slot)
        }
        CrashPoint.reached(.outcomeRecorded)
        sayEnded(record, verdict, start)
        return 1
    }

    /// An examination of `record` that begins at `start`.
    func examination(of record: DropRecord, at start: Timestamp) throws -> Examination {
        Examination(
            settings: settings, keys: keys, ledger: ledger, exclusions: exclusions, record: record,
            signature: try ledger.signature(drop: record.id), convention: try convention(of: record),
            unfinished: try inbox.drop(account: record.drop.account, id: record.id)?.unfinished, now: start)
    }

    /// Tells the operator's terminal what became of a drop.
    func sayEnded(_ record: DropRecord, _ verdict: Verdict, _ start: Timestamp) {
        say(
            .ended(
                account: record.drop.account, name: record.drop.name, state: verdict.state.rawValue,
                summary: verdict.summary(floor: SmallCountFloor(settings.smallCountFloor)),
                seconds: Double(clock.now().microseconds - start.microseconds) / 1_000_000))
    }

    func convention(of record: DropRecord) throws -> Convention {
        guard
            let convention = settings.library.convention(
                id: record.drop.convention, version: record.drop.conventionVersion)
        else { throw SystemFault.conventionMissing(record.drop.convention, record.drop.conventionVersion) }
        return convention
    }

    /// The sealed bytes: in the inbox, or in the archive where an earlier attempt put them.
    func openSealed(_ record: DropRecord) throws -> FileSource {
        if try inbox.holds(account: record.drop.account, id: record.id) {
            return try FileSource(inbox.openPayload(account: record.drop.account, id: record.id))
        }
        let archived = "\(settings.archive)/\(record.drop.account)/\(record.id).sealed"
        return try FileSource(FileDescriptor.open(archived, .read))
    }
}
