internal import Convention
internal import Journal
internal import Ledger
internal import Platform
internal import Receipts
internal import Spool
internal import Support

/// Deliveries: files that wait for the manifest which names them, manifests that wait for their files.
///
/// A file is registered like any drop and stays `received`. A manifest is opened as soon as it is there: from then on the ledger
/// knows its files, and takes the newest waiting upload of each name for it. Once all are there they are read as one drop, whose
/// rows have one transaction identifier, that of the manifest; then all of its drops end in one transaction. What is not
/// complete in time ends without anything published; see ``DeliveryJudgement`` for what a refusal means.
extension Ingester {
    // MARK: waiting

    /// Takes files that have come for deliveries which miss them.
    func claimFiles() throws {
        for delivery in try ledger.openDeliveries() where !delivery.isComplete {
            guard try ledger.drop(delivery.manifest)?.state == .received else { continue }
            let claimed = try ledger.claimFiles(delivery: delivery.manifest, at: clock.now())
            if claimed != delivery { CrashPoint.reached(.deliveryClaimed) }
        }
    }

    /// Whether a drop waits for others of its delivery; `unfinished` are all that have not ended.
    func waitsForDelivery(_ record: DropRecord, among unfinished: [DropRecord]) throws -> Bool {
        guard record.state == .received else { return false }
        switch try role(of: record) {
        case .none: return false
        case .manifest: return try waitsForFiles(record)
        case .file:
            if record.delivery != nil { return true }
            if try ledger.earlierDrop(
                sha256: record.drop.sha256, convention: record.drop.convention, than: record.id) != nil
            {
                return false
            }
            if try ledger.isSuperseded(record.id) { return false }
            return try !isOver(record) || hasUnreadManifest(unfinished, account: record.drop.account)
        }
    }

    private func waitsForFiles(_ manifest: DropRecord) throws -> Bool {
        guard let delivery = try ledger.delivery(manifest.id) else { return false }
        guard delivery.isComplete else { return clock.now() < delivery.deadline }
        return try delivery.files.contains { file in
            guard let id = file.drop, let record = try ledger.drop(id) else { return false }
            return try awaitsSignature(record)
        }
    }

    /// Whether a manifest is yet to be read that may name a file.
    private func hasUnreadManifest(_ unfinished: [DropRecord], account: String) throws -> Bool {
        try unfinished.contains { record in
            try record.drop.account == account && record.delivery == nil && role(of: record) == .manifest
        }
    }

    private func isOver(_ file: DropRecord) throws -> Bool {
        let hours = try convention(of: file).delivery?.waitHours ?? 0
        return clock.now() >= (file.waitsSince ?? file.drop.arrivedAt).advanced(seconds: Int64(hours) * 3600)
    }

    /// What is said of a file on its arrival: until when it waits for its manifest.
    func waitingRemark(_ drop: HandedOverDrop, _ convention: Convention) throws -> OutcomeReceipt.Remark? {
        guard let rules = convention.delivery, drop.unfinished == nil,
            try DeliveryRole(drop.name, drop.channel, convention) == .file
        else { return nil }
        return OutcomeReceipt.Remark("delivery.file-waits", ["before": deadline(rules).iso8601(fraction: 0)])
    }

    private func deadline(_ rules: DeliveryRules) -> Timestamp {
        clock.now().advanced(seconds: Int64(rules.waitHours) * 3600)
    }

    /// The end of a file whose manifest did not come, or whose place a later file has taken.
    func waitedInVain(_ file: DropRecord) throws -> Verdict {
        let hours = try convention(of: file).delivery?.waitHours ?? 0
        return .refused([try ledger.isSuperseded(file.id) ? DeliveryFault.superseded : .noManifest(hours: hours)], nil)
    }

    // MARK: manifests

    /// What working on a manifest came to.
    enum ManifestStep {
        /// The manifest alone ends: it announces no delivery.
        case refused(Verdict)
        /// Its delivery is known now.
        case waits
        /// The delivery has its outcome, and with it so many drops.
        case ended(drops: Int)
    }

    /// Reads a manifest, or brings its delivery to an end: complete, or out of time.
    func processManifest(_ record: DropRecord, _ examination: Examination) throws -> ManifestStep {
        guard let delivery = try ledger.delivery(record.id) else { return try readManifest(record, examination) }
        let judgement: DeliveryJudgement
        if delivery.isComplete {
            let verdict = try examination.ingest(try files(of: delivery)) { try self.openSealed($0) }
            judgement = DeliveryJudgement(verdict, examination.convention)
        } else {
            let verdict = Verdict.refused([DeliveryFault.incomplete(tables: delivery.missing)], nil)
            judgement = DeliveryJudgement(verdict, examination.convention, isOver: true)
        }
        return .ended(drops: try end(delivery, record, judgement, examination.now))
    }

    private func readManifest(_ record: DropRecord, _ examination: Examination) throws -> ManifestStep {
        if let verdict = try examination.beforehand() ?? examination.stop { return .refused(verdict) }
        let convention = examination.convention
        guard let rules = convention.delivery else { return .refused(.refused([DropFault.conventionNotInForce], nil)) }
        let manifest: DeliveryManifest
        do {
            manifest = try examination.manifest(openSealed(record)).manifest
        } catch {
            guard let faults = Verdict.faults(error) else { throw error }
            return .refused(.refused(faults, nil))
        }
        try endReplaced(by: record, manifest)
        let delivery = DeliveryRecord(
            manifest: record.id, period: manifest.period, content: try manifest.contentDigest,
            deadline: deadline(rules), files: manifest.files.map { .init(name: $0.name, table: $0.table) })
        // Before the ledger has it, so that a crash repeats the line rather than leaves it out.
        try journal.append(
            JournalEvent(
                "delivery.announced",
                [
                    ("drop", .text(record.id)), ("account", .text(record.drop.account)),
                    ("period", .text(delivery.period)), ("files", .count(delivery.files.count)),
                    ("before", .text(delivery.deadline)),
                ]))
        var composer = composer(convention)
        composer.delivery = OutcomeReceipt.Delivery(manifest: record.id, period: manifest.period)
        let announced = try ledger.announce(delivery, at: clock.now()) { missing, slot in
            try composer.notice(
                record.drop,
                [
                    OutcomeReceipt.Remark(
                        "delivery.waits",
                        [
                            "tables": missing.joined(separator: ", "),
                            "before": delivery.deadline.iso8601(fraction: 0),
                        ])
                ], slot)
        }
        CrashPoint.reached(.deliveryAnnounced)
        if !announced.isComplete {
            say(.incomplete(account: record.drop.account, name: record.drop.name, tables: announced.missing))
        }
        return .waits
    }

    /// Ends deliveries of the same account and period that are not complete: a later manifest takes their place and their files.
    private func endReplaced(by record: DropRecord, _ manifest: DeliveryManifest) throws {
        for delivery in try ledger.openDeliveries() where delivery.period == manifest.period && !delivery.isComplete {
            guard let earlier = try ledger.drop(delivery.manifest), earlier.state == .received,
                earlier.drop.account == record.drop.account, earlier.drop.convention == record.drop.convention
            else { continue }
            let start = clock.now()
            let convention = try convention(of: earlier)
            _ = try end(
                delivery, try ledger.begin(earlier.id, at: start),
                DeliveryJudgement(.refused([DeliveryFault.replaced], nil), convention), start)
        }
    }

    /// The files of a delivery that are there.
    private func files(of delivery: DeliveryRecord) throws -> [DeliveryFile] {
        try delivery.files.compactMap { file in
            guard let id = file.drop, let record = try ledger.drop(id) else { return nil }
            return DeliveryFile(record: record, signature: try ledger.signature(drop: id), table: file.table)
        }
    }
}

// MARK: ends

extension Ingester {
    /// Ends an attempt at a delivery: every drop that ends has its state and its receipt in one transaction; gives their number.
    private func end(
        _ delivery: DeliveryRecord, _ manifest: DropRecord, _ judgement: DeliveryJudgement, _ start: Timestamp
    ) throws -> Int {
        let files = try files(of: delivery)
        let moment = clock.now()
        var ends: [(record: DropRecord, verdict: Verdict)] = []
        var released: [String] = []
        for file in files {
            if let verdict = judgement.verdict(table: file.table) {
                ends.append((file.record, verdict))
            } else {
                released.append(file.record.id)
            }
        }
        ends.append((manifest, judgement.verdict))
        let outcomes = try ends.map { record, verdict in
            var outcome = verdict.outcome(record, at: moment)
            outcome.result.keepsOriginal = try keepsOriginal(record, verdict)
            if let remark = judgement.remark?.code.rawValue { outcome.result.codes.append(remark) }
            return outcome
        }
        let composers = try composers(delivery, manifest, judgement)
        let before = try convention(of: manifest).delivery.map { deadline($0).iso8601(fraction: 0) } ?? ""
        let remark = OutcomeReceipt.Remark(
            "delivery.let-go", ["tables": judgement.tables.joined(separator: ", "), "before": before])
        try ledger.finish(
            DeliveryOutcome(
                outcomes: outcomes, released: released, notifies: judgement.remark != nil, at: moment)
        ) { id, slot in
            guard let member = composers[id] else { throw LedgerFault.unknownDrop }
            guard let verdict = ends.first(where: { $0.record.id == id })?.verdict else {
                return try member.composer.notice(member.drop, [remark], slot)
            }
            return try member.composer.outcome(member.drop, verdict, slot)
        }
        CrashPoint.reached(.outcomeRecorded)
        for (record, verdict) in ends { sayEnded(record, verdict, start) }
        return ends.count
    }

    private func composers(
        _ delivery: DeliveryRecord, _ manifest: DropRecord, _ judgement: DeliveryJudgement?
    ) throws -> [String: (composer: ReceiptComposer, drop: NewDrop)] {
        var composers: [String: (ReceiptComposer, NewDrop)] = [:]
        let convention = try convention(of: manifest)
        for record in try files(of: delivery).map(\.record) + [manifest] {
            var composer = composer(convention)
            composer.signature = try ledger.signature(drop: record.id)
            composer.remark = judgement?.remark
            composer.delivery = OutcomeReceipt.Delivery(
                manifest: manifest.id, period: delivery.period,
                files: record.id == manifest.id ? delivery.files.map { .init(table: $0.table, drop: $0.drop) } : [])
            composers[record.id] = (composer, record.drop)
        }
        return composers
    }

    /// Does for the whole delivery what was asked for one of its drops.
    func settle(_ request: OperatorRequest, delivery id: String) throws {
        guard let delivery = try ledger.delivery(id), let manifest = try ledger.drop(id) else {
            throw LedgerFault.unknownDrop
        }
        switch request.action {
        case .retry, .release:
            try ledger.requeue(
                delivery: id, release: request.action == .release, note: request.note, at: clock.now())
        case .discard:
            let moment = clock.now()
            let outcomes = try files(of: delivery).map(\.record).map { record in
                Outcome(drop: record.id, state: .discarded, at: moment, result: record.result, note: request.note)
            }
            let last = Outcome(
                drop: id, state: .discarded, at: moment, result: manifest.result, note: request.note)
            let composers = try composers(delivery, manifest, nil)
            try ledger.finish(DeliveryOutcome(outcomes: outcomes + [last], at: moment)) { id, slot in
                guard let member = composers[id] else { throw LedgerFault.unknownDrop }
                return try member.composer.discarded(member.drop, slot)
            }
        }
    }
}
