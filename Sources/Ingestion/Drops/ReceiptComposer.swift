internal import Convention
internal import Exclusion
internal import Ledger
internal import Pseudonymisation
internal import Receipts
internal import Records
internal import Spool
internal import Support
internal import Treatment

/// Writes receipts from what the ledger and the examination know.
struct ReceiptComposer {
    let keys: IngestionKeys
    let convention: Convention
    let settings: IngestionSettings
    let now: Timestamp
    /// The signature file that came beside the drop.
    var signature: DropSignature?
    /// The delivery that the drop belongs to.
    var delivery: OutcomeReceipt.Delivery?
    /// What is said of that delivery as a whole.
    var remark: DeliveryFault?

    /// The receipt of an arrival; `waits` says what the drop waits for.
    func arrival(_ drop: NewDrop, waits: OutcomeReceipt.Remark? = nil, _ slot: ReceiptSlot) throws -> StoredReceipt {
        let rendered = try ArrivalReceipt(head: head(drop, slot), waits: waits)
            .render(signingKey: keys.receipt, language: convention.producer.language, messages: Ingester.messages)
        return StoredReceipt(rendered)
    }

    /// The notice that a drop waits, and for what.
    func notice(_ drop: NewDrop, _ remarks: [OutcomeReceipt.Remark], _ slot: ReceiptSlot) throws -> StoredReceipt {
        let rendered = try NoticeReceipt(head: head(drop, slot), remarks: remarks, delivery: delivery)
            .render(signingKey: keys.receipt, language: convention.producer.language, messages: Ingester.messages)
        return StoredReceipt(rendered)
    }

    /// The receipt of the end of an attempt, with its error report where records broke rules.
    func outcome(_ drop: NewDrop, _ verdict: Verdict, _ slot: ReceiptSlot) throws -> StoredReceipt {
        var receipt = OutcomeReceipt(head(drop, slot), verdict)
        receipt.nextDue = convention.calendar.nextDue(after: now)
        receipt.schemaVersion = String(convention.version)
        receipt.signatureFile = signatureFile
        receipt.delivery = delivery
        if let remark { receipt.reasons.append(OutcomeReceipt.Remark(remark)) }
        let report = receipt.tell(verdict, errorLines: settings.errorLines)
        if case .oppositions(_, let result) = verdict {
            receipt.tables = []
            receipt.oppositions = OutcomeReceipt.OppositionCounts(
                read: result.counts.read, added: slot.matrix.added, withdrawn: slot.matrix.withdrawn,
                alreadyThere: slot.matrix.alreadyThere, unknown: slot.matrix.unknown, rejected: result.counts.rejected)
        }
        let names = ReceiptNames(number: Int(slot.number), kind: .outcome, dropID: drop.id)
        if let report, !report.isEmpty { receipt.errorReport = names.errors }
        return try render(receipt, report)
    }

    /// The receipt of a drop that an operator ended.
    func discarded(_ drop: NewDrop, _ slot: ReceiptSlot) throws -> StoredReceipt {
        var receipt = OutcomeReceipt(head: head(drop, slot), state: .discarded)
        receipt.nextDue = convention.calendar.nextDue(after: now)
        receipt.reasons = [OutcomeReceipt.Remark("drop.discarded")]
        receipt.delivery = delivery
        receipt.signatureFile = signatureFile
        return try render(receipt, nil)
    }

    private func render(_ receipt: OutcomeReceipt, _ report: ErrorReport?) throws -> StoredReceipt {
        let language = convention.producer.language
        let rendered = try receipt.render(
            signingKey: keys.receipt, language: language, messages: Ingester.messages,
            floor: SmallCountFloor(settings.smallCountFloor))
        var stored = StoredReceipt(rendered)
        if receipt.errorReport != nil { stored.report = report?.csv(language, Ingester.messages) }
        return stored
    }

    private var signatureFile: OutcomeReceipt.SignatureFile? {
        signature.map {
            OutcomeReceipt.SignatureFile(name: $0.name, size: $0.size, sha256: $0.sha256, receivedAt: $0.arrivedAt)
        }
    }

    private func head(_ drop: NewDrop, _ slot: ReceiptSlot) -> ReceiptHead {
        ReceiptHead(
            account: drop.account, number: Int(slot.number), previous: slot.number == 1 ? nil : slot.previous,
            dropID: drop.id, fileName: drop.name, size: drop.size, sha256: drop.sha256, receivedAt: drop.arrivedAt,
            issuedAt: now,
            convention: ReceiptHead.ConventionReference(id: convention.id, version: convention.version))
    }
}

extension StoredReceipt {
    fileprivate init(_ rendered: RenderedReceipt) {
        self.init(
            json: rendered.json, signature: rendered.signature, text: rendered.text, report: nil,
            sha256: rendered.sha256)
    }
}
