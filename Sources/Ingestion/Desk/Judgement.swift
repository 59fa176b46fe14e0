internal import Convention
internal import Crypto
internal import Ledger
internal import Receipts
package import Support

/// What ``DropJudge`` found, in the words that the gateway's receipt would have.
package struct Judgement: Sendable {
    /// What would become of the drop.
    package enum State: String, Sendable, CaseIterable { case ingested, partial, rejected, quarantined }

    package let state: State
    /// Codes of what is wrong, the most serious first.
    package let codes: [String]
    /// The judgement as `ecluse-check/1`.
    package let json: JSONValue
    /// The same for a person, in the convention's language: UTF-8.
    package let text: [UInt8]
    /// The error report as the gateway would put it beside its receipt; nil where no record broke a rule.
    package let report: [UInt8]?

    init(_ verdict: Verdict, name: String, _ convention: Convention) throws {
        state = State(rawValue: verdict.state.rawValue) ?? .rejected
        codes = verdict.codes
        let language = convention.producer.language
        var receipt = OutcomeReceipt(try .ofNothingSent(name, convention), verdict)
        let found = receipt.tell(verdict, errorLines: DropJudge.errorLines)
        receipt.schemaVersion = String(convention.version)
        let forecast = receipt.forecast(language: language, messages: Ingester.messages)
        json = forecast.json
        text = forecast.text
        report = found.flatMap { $0.isEmpty ? nil : $0.csv(language, Ingester.messages) }
    }

    /// Whether the gateway would take the drop, or what is good in it.
    package var isTaken: Bool { state == .ingested || state == .partial }
}

extension ReceiptHead {
    /// The head of what is said about a file before it is sent: only name and convention are told.
    fileprivate static func ofNothingSent(_ name: String, _ convention: Convention) throws -> ReceiptHead {
        let epoch = Timestamp(microseconds: 0)
        return ReceiptHead(
            account: "", number: 0, previous: nil, dropID: "", fileName: name, size: 0, sha256: try SHA256.hash([]),
            receivedAt: epoch, issuedAt: epoch,
            convention: ConventionReference(id: convention.id, version: convention.version))
    }
}
