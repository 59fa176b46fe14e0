import Foundation
import Support

/// A receipt as a producer reads it.
struct Receipt {
    let path: String
    let bytes: [UInt8]
    let json: JSONValue

    init(file path: String) throws {
        self.path = path
        bytes = Array(try Data(contentsOf: URL(fileURLWithPath: path)))
        json = try JSONParser.parse(bytes)
    }

    var kind: String { json["kind"]?.string ?? "" }
    var name: String { json["drop"]?["name"]?.string ?? "" }
    var state: String { json["state"]?.string ?? "" }
    /// Code of a refusal.
    var reason: String { reasons.first ?? "" }
    /// Every code that the refusal names.
    var reasons: [String] { (json["reasons"]?.array ?? []).compactMap { $0["code"]?.string } }
    /// Counts of a table.
    func counts(_ table: String) -> [String: Int] {
        var counts: [String: Int] = [:]
        for name in ["read", "kept", "keptOrExcluded", "rejected", "excluded", "duplicate"] {
            counts[name] = self.table(table)?[name]?.integer.map(Int.init)
        }
        return counts
    }
    /// What is said of a table.
    func table(_ name: String) -> JSONValue? { json["tables"]?.array?.first { $0["name"]?.string == name } }
    /// Identifier of the drop.
    var drop: String { json["drop"]?["id"]?.string ?? "" }
    var number: Int { json["number"]?.integer.map(Int.init) ?? 0 }
    var sha256: String { json["drop"]?["sha256"]?.string ?? "" }
    /// How often a rule was broken, by code and field.
    func broken(_ code: String, _ field: String? = nil) -> Int {
        let rules = json["rules"]?.array ?? []
        let found = rules.filter { $0["code"]?.string == code && (field == nil || $0["field"]?.string == field) }
        return found.reduce(0) { $0 + Int($1["count"]?.integer ?? 0) }
    }
    /// The text for a person beside it.
    var text: String {
        (try? String(contentsOfFile: String(path.dropLast(5)) + ".txt", encoding: .utf8)) ?? ""
    }
}
