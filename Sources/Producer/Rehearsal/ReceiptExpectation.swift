package import Support

/// What a producer expects a receipt to say, so that a rehearsal can tell where the gateway said something else.
package struct ReceiptExpectation: Sendable, Equatable {
    /// The state that the drop ends in, such as `ingested`.
    package var state: String
    /// A code that must be among the reasons.
    package var reason: String?
    /// Counts of the only table, by name (`read`, `kept`, `rejected`, `excluded`, `duplicate`); others are not looked at.
    package var counts: [String: Int]
    /// Persons that an opposition update adds.
    package var oppositions: Int?

    /// An outcome in `state`.
    package init(_ state: String, reason: String? = nil, counts: [String: Int] = [:], oppositions: Int? = nil) {
        self.state = state
        self.reason = reason
        self.counts = counts
        self.oppositions = oppositions
    }

    /// Where `statement`, the JSON of an outcome receipt, says something else; empty where it says what was expected.
    package func differences(from statement: JSONValue) -> [String] {
        var differences: [String] = []
        func compare(_ what: String, _ found: String?, _ expected: String) {
            if found != expected { differences.append("\(what) is \(found ?? "absent"), expected \(expected)") }
        }
        compare("the state", statement["state"]?.string, state)
        if let reason {
            let found = (statement["reasons"]?.array ?? []).compactMap { $0["code"]?.string }
            if !found.contains(reason) { compare("the reason", found.first, reason) }
        }
        let table = statement["tables"]?.array?.first
        for (name, count) in counts.sorted(by: { $0.key < $1.key }) {
            compare("the number of rows \(name)", (table?[name]?.integer).map { String($0) }, String(count))
        }
        if let oppositions {
            let found = statement["oppositions"]?["added"]?.integer
            compare("the number of oppositions added", found.map { String($0) }, String(oppositions))
        }
        return differences
    }
}
