internal import Journal
internal import Ledger
internal import Support

/// Operators' requests, left in the ledger by the monitor's commands: retry or discard a drop in quarantine.
extension Ingester {
    /// Does what was asked, or notes why not.
    func settleRequests() throws {
        for request in try ledger.pendingRequests() {
            let result: String
            do {
                try settle(request)
                result = "done"
            } catch let fault as LedgerFault {
                result = fault.code.rawValue
            }
            try journal.append(
                JournalEvent(
                    "operator.request",
                    [
                        ("drop", .text(request.drop)), ("action", .text(request.action.rawValue)),
                        ("operator", .text(request.operatorName)), ("note", .text(request.note)),
                        ("result", .text(result)),
                    ]))
            try ledger.settleRequest(request.id, result: result, at: clock.now())
        }
    }

    private func settle(_ request: OperatorRequest) throws {
        guard let record = try ledger.drop(request.drop) else { throw LedgerFault.unknownDrop }
        // Requests alone move a drop out of quarantine, one at a time: there it did, and a crash came before the note.
        guard record.state != request.action.result else { return }
        if let delivery = record.delivery { return try settle(request, delivery: delivery) }
        switch request.action {
        case .retry, .release:
            try ledger.requeue(record.id, release: request.action == .release, note: request.note, at: clock.now())
        case .discard:
            var composer = composer(try convention(of: record))
            composer.signature = try ledger.signature(drop: record.id)
            let outcome = Outcome(
                drop: record.id, state: .discarded, at: clock.now(), result: record.result, note: request.note)
            _ = try ledger.finish(outcome) { slot in try composer.discarded(record.drop, slot) }
        }
    }
}

extension OperatorAction {
    /// The state that the action puts a quarantined drop in.
    fileprivate var result: DropState {
        switch self {
        case .retry, .release: .received
        case .discard: .discarded
        }
    }
}
