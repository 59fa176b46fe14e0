internal import Envelope
internal import Journal
internal import Ledger
internal import Platform
internal import Receipts
internal import Spool
internal import Support

/// What follows the outcome: receipts into the account, the original into the archive, a line in the journal.
extension Ingester {
    /// Receipts put into accounts in one go.
    private static let batch = 256

    /// Puts every receipt that is due into its account.
    ///
    /// The statement comes last: whoever sees it finds the rest.
    func deliverReceipts() throws {
        while case let receipts = try ledger.undeliveredReceipts(limit: Ingester.batch), !receipts.isEmpty {
            for receipt in receipts { try deliver(receipt) }
        }
    }

    private func deliver(_ receipt: ReceiptRecord) throws {
        let kind = Receipts.ReceiptKind(rawValue: receipt.kind.rawValue) ?? .outcome
        if kind == .arrival { try noteArrival(receipt.drop) }
        let names = ReceiptNames(number: Int(receipt.number), kind: kind, dropID: receipt.drop)
        var files: [(name: String, bytes: [UInt8])] = [
            (names.signature, receipt.content.signature), (names.text, receipt.content.text),
        ]
        if let report = receipt.content.report { files.append((names.errors, report)) }
        files.append((names.json, receipt.content.json))
        try inbox.writeReceiptFiles(account: receipt.account, files)
        CrashPoint.reached(kind == .arrival ? .arrivalReceiptWritten : .outcomeReceiptWritten)
        try ledger.markReceiptDelivered(account: receipt.account, number: receipt.number, at: clock.now())
    }

    /// The journal's line of an arrival, written before the receipt so that a crash repeats it rather than leaves it out.
    private func noteArrival(_ id: String) throws {
        guard let drop = try ledger.drop(id)?.drop else { throw LedgerFault.unknownDrop }
        try journal.append(
            JournalEvent(
                "drop.received",
                [
                    ("drop", .text(drop.id)), ("account", .text(drop.account)), ("bytes", .count(drop.size)),
                    ("sha256", .text(drop.sha256)),
                ]))
    }

    private func moveOriginal(_ record: DropRecord) throws {
        if record.result.keepsOriginal {
            // Beside the original, for replay; it goes first, so that an original that is there is complete.
            if let signature = try ledger.signature(drop: record.id), !signature.bytes.isEmpty {
                try inbox.writeToArchive(
                    signature.bytes, account: record.drop.account, name: record.id + ".sealed" + SSHSignature.suffix,
                    archivePath: settings.archive)
            }
            try inbox.moveToArchive(account: record.drop.account, id: record.id, archivePath: settings.archive)
        } else {
            try inbox.remove(account: record.drop.account, id: record.id)
        }
    }

    /// Notes which receipts their producers have removed: that acknowledges them.
    ///
    /// The ledger keeps every receipt.
    func noteAcknowledgements() throws {
        for account in try inbox.accounts() {
            let outstanding = try ledger.outstandingReceipts(account: account)
            guard !outstanding.isEmpty else { continue }
            let present = try inbox.receiptFiles(account: account)
            for receipt in outstanding {
                let kind = Receipts.ReceiptKind(rawValue: receipt.kind.rawValue) ?? .outcome
                let names = ReceiptNames(number: Int(receipt.number), kind: kind, dropID: receipt.drop)
                guard !present.contains(names.json) else { continue }
                try journal.append(
                    JournalEvent(
                        "receipt.acknowledged",
                        [
                            ("account", .text(account)), ("number", .count(receipt.number)),
                            ("drop", .text(receipt.drop)),
                        ]))
                try ledger.markReceiptAcknowledged(account: account, number: receipt.number, at: clock.now())
            }
        }
    }

    /// Finishes what an outcome leaves to do, for every drop that has one and is not closed.
    ///
    /// One whose files are not as they should be stays as it is, and is tried again with the next sweep.
    func closeEnded() throws {
        for record in try ledger.unarchived() {
            do {
                try moveOriginal(record)
            } catch {
                try noteTrouble("drop.not-archived", record.id, error)
                continue
            }
            troubles[record.id] = nil
            // An incident that somebody must look at; other ends are told when the drop is closed.
            if record.state == .quarantined {
                try journal.append(JournalEvent("incident.quarantined", fields(record)))
            }
            try ledger.markArchived(record.id, at: clock.now())
        }
        for record in try ledger.unclosed() {
            try journal.append(JournalEvent("drop.ended", fields(record)))
            try ledger.markClosed(record.id, at: clock.now())
        }
    }

    /// What the journal keeps of a drop: enough to find it in the ledger, years later.
    private func fields(_ record: DropRecord) -> [(String, JSONValue)] {
        [
            ("drop", .text(record.id)), ("account", .text(record.drop.account)),
            ("state", .text(record.state.rawValue)), ("delivery", .optional(record.delivery)),
            ("convention", .text(record.drop.convention)), ("conventionVersion", .count(record.drop.conventionVersion)),
            ("sha256", .text(record.drop.sha256)), ("attempts", .count(record.attempts)),
            ("signer", .optional(record.result.signer)),
            ("codes", .list(record.result.codes.map { .text($0) })),
            ("tables", .list(record.result.tables.map { .text($0.text) })),
        ]
    }
}
