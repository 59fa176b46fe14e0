internal import Producer
internal import Support

/// One drop of the tour: what is sent, and what must become of it.
struct DemoStep {
    let title: String
    var note = ""
    var account = "sidep"
    /// Folder of the account.
    var folder = "inbox"
    /// The receipt is shown whole, not from its verdict on.
    var showsAll = false
    let expectation: ReceiptExpectation
    /// Makes the sealed file on the desk and gives its name.
    let prepare: () throws -> String
}

/// A line of the table at the end.
struct DemoRow {
    let title: String
    var sent = ""
    var verdict = ""
    /// Records read and kept, where the receipt counts them.
    var read: Int?
    var kept: Int?
    var milliseconds: Int?
    /// What is not as expected.
    var differences: [String] = []

    /// What a receipt says of a drop.
    init(_ title: String, _ statement: JSONValue, sent: UInt64, milliseconds: Int, expectation: ReceiptExpectation) {
        self.title = title
        self.sent = Amounts.bytes(sent)
        let state = statement["state"]?.string ?? "no state"
        let reason = statement["reasons"]?.array?.first?["code"]?.string
        verdict = reason.map { "\(state) (\($0))" } ?? state
        let table = statement["tables"]?.array?.first
        read = (table?["read"]?.integer).map { Int($0) }
        // What an examination would have kept is not in the catalogue.
        if ["ingested", "partial"].contains(state) { kept = (table?["kept"]?.integer).map { Int($0) } }
        self.milliseconds = milliseconds
        differences = expectation.differences(from: statement)
    }

    /// A check that is no drop.
    init(_ title: String, verdict: String, differences: [String] = []) {
        self.title = title
        self.verdict = verdict
        self.differences = differences
    }
}
