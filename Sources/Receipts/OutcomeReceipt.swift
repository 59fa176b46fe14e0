package import Convention
package import Envelope
package import Exclusion
package import Support

/// The statement of what became of a drop: exactly one a drop, after a notice each time the drop was quarantined.
package struct OutcomeReceipt: Sendable, Equatable {
    /// How a drop ends.
    package enum State: String, Sendable, CaseIterable {
        case ingested, partial, rejected, quarantined, duplicate, discarded
    }

    /// A code with what fills its message: a reason, a warning, a notice.
    package struct Remark: Sendable, Equatable {
        package var code: FaultCode
        package var arguments: [String: String]

        /// The remark `code`; arguments are names, positions and counts, never data values.
        package init(_ code: FaultCode, _ arguments: [String: String] = [:]) {
            self.code = code
            self.arguments = arguments
        }

        /// What `fault` says.
        package init(_ fault: any Fault) { self.init(fault.code, fault.arguments) }
    }

    /// A rule that records broke, how often, and what was done.
    package struct BrokenRule: Sendable, Equatable {
        /// What the convention says is done.
        package enum Action: String, Sendable, CaseIterable { case rejectDrop, rejectRecord, warn }
        package var code: FaultCode
        /// Code of the sentence that explains the rule; rules that a convention names share one.
        package var message: FaultCode
        package var table: String
        package var field: String?
        package var action: Action
        package var count: Int
        /// What else fills the sentence: names from the convention, never data values.
        package var details: [String: String]

        /// `count` records of `table` broke the rule `code` on `field`; `message` is the code of its sentence, where not `code`.
        package init(
            code: FaultCode, message: FaultCode? = nil, table: String, field: String?, action: Action, count: Int,
            details: [String: String] = [:]
        ) {
            self.code = code
            self.message = message ?? code
            self.table = table
            self.field = field
            self.action = action
            self.count = count
            self.details = details
        }
    }

    /// What an opposition update did; the rows are the producer's own acts, so the counts are exact.
    package struct OppositionCounts: Sendable, Equatable {
        /// Lines of the update: all others add up to it.
        package var read: Int
        package var added: Int
        package var withdrawn: Int
        /// Lines that say what is known already.
        package var alreadyThere: Int
        /// Withdrawals of oppositions that are not known.
        package var unknown: Int
        /// Lines that break a rule or name nobody.
        package var rejected: Int

        /// Counts of an update; `read` is the sum of the others where it is not given.
        package init(
            read: Int? = nil, added: Int, withdrawn: Int, alreadyThere: Int = 0, unknown: Int, rejected: Int = 0
        ) {
            self.read = read ?? added + withdrawn + alreadyThere + unknown + rejected
            self.added = added
            self.withdrawn = withdrawn
            self.alreadyThere = alreadyThere
            self.unknown = unknown
            self.rejected = rejected
        }

        /// Whether every line read is accounted for once.
        package var isBalanced: Bool { read == added + withdrawn + alreadyThere + unknown + rejected }
    }

    package var head: ReceiptHead
    package var state: State
    /// Version of the schema the rows were judged by.
    package var schemaVersion: String?
    package var tables: [TableOutcome] = []
    package var brokenRules: [BrokenRule] = []
    /// Why the drop was refused, set aside or not taken again, the most serious first.
    package var reasons: [Remark] = []
    package var warnings: [Remark] = []
    /// Rows of persons already excluded earlier who appear in this drop again.
    package var reappeared = 0
    package var oppositions: OppositionCounts?
    /// Nomenclatures that judged the drop, with their versions; no version where patterns stood in for one.
    package var nomenclatures: [NomenclatureUse] = []
    /// The delivery that it belongs to.
    package var delivery: Delivery?
    package var nextDue: Timestamp?
    /// Whose signature of the drop was found good.
    package var signer: SignerIdentity?
    /// The signature file that came beside the drop, and has no receipts of its own.
    package var signatureFile: SignatureFile?
    /// Name of the error report beside the receipt.
    package var errorReport: String?

    /// The outcome `state` of the drop of `head`; the rest is set field by field.
    package init(head: ReceiptHead, state: State) {
        self.head = head
        self.state = state
    }

    /// The signed receipt and its text in `language`.
    ///
    /// - Throws: ``ReceiptFault/unbalanced(table:)`` where a table's rows do not add up: such a receipt is never made.
    package func render(
        signingKey: SSHPrivateKey, language: Language, messages: MessageTable, floor: SmallCountFloor = .standard
    ) throws -> RenderedReceipt {
        for table in tables where !table.isBalanced { throw ReceiptFault.unbalanced(table: table.name) }
        if let oppositions, !oppositions.isBalanced { throw ReceiptFault.unbalanced(table: "oppositions") }
        let kind: ReceiptKind = state == .quarantined ? .quarantine : .outcome
        let json = head.json(kind) + outcomeJSON(language, ReceiptMessages.merged(messages), floor)
        var text = ReceiptText(language, messages)
        text.begin(kind, head)
        text.outcome(self, floor)
        text.end(ReceiptNames(number: head.number, kind: kind, dropID: head.dropID))
        return try RenderedReceipt(head: head, kind: kind, json: json, text: text.bytes, key: signingKey)
    }

    func outcomeJSON(
        _ language: Language, _ messages: MessageTable, _ floor: SmallCountFloor
    ) -> [(String, JSONValue)] {
        [
            ("state", .text(state.rawValue)),
            ("reasons", .list(reasons.map { $0.json(language, messages) })),
            ("schemaVersion", .optional(schemaVersion)),
            (
                "nomenclatures",
                .list(
                    nomenclatures.map {
                        .object([("name", .text($0.name)), ("version", .optional($0.version))])
                    })
            ),
            ("tables", .list(tables.map { $0.json(floor) })),
            ("rules", .list(brokenRules.map { $0.json(language, messages) })),
            ("warnings", .list(warnings.map { $0.json(language, messages) })),
            ("reappeared", floor.json(reappeared)),
            ("oppositions", oppositions?.json ?? JSONValue(.null)),
            ("delivery", delivery?.json ?? JSONValue(.null)),
            ("signer", .optional(signer?.description)),
            ("signatureFile", signatureFile?.json ?? JSONValue(.null)), ("nextDue", .optional(nextDue)),
            ("errorReport", .optional(errorReport)),
        ]
    }
}

extension OutcomeReceipt.Remark {
    func json(_ language: Language, _ messages: MessageTable) -> JSONValue {
        let filled = arguments.sorted { $0.key < $1.key }.map { ($0.key, JSONValue.text(Visible.escape($0.value))) }
        return .object([
            ("code", .text(code)), ("arguments", .object(filled)),
            ("text", .text(messages.text(code, language, arguments))),
        ])
    }
}

extension OutcomeReceipt.BrokenRule.Action {
    /// Last part of the code of its words.
    var messageName: String {
        switch self {
        case .rejectDrop: "reject-drop"
        case .rejectRecord: "reject-record"
        case .warn: "warn"
        }
    }
}

extension OutcomeReceipt.BrokenRule {
    /// What fills the rule's message.
    var arguments: [String: String] {
        details.merging(["table": table, "field": field ?? "", "count": String(count)]) { _, own in own }
    }

    fileprivate func json(_ language: Language, _ messages: MessageTable) -> JSONValue {
        .object([
            ("code", .text(code)), ("table", .text(table)), ("field", .optional(field)),
            ("action", .text(action.rawValue)),
            ("count", .count(count)), ("text", .text(messages.text(message, language, arguments))),
        ])
    }
}

extension OutcomeReceipt.OppositionCounts {
    fileprivate var json: JSONValue {
        .object([
            ("read", .count(read)), ("added", .count(added)), ("withdrawn", .count(withdrawn)),
            ("alreadyThere", .count(alreadyThere)), ("unknown", .count(unknown)), ("rejected", .count(rejected)),
        ])
    }
}
