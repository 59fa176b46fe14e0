package import Support

/// Why a drop as a whole is refused, where neither its envelope nor its records are to blame.
package enum DropFault: Fault, Equatable {
    /// The account's convention is not in force on the day of arrival.
    case conventionNotInForce
    /// No version of the account's convention was in force on the first day of the period that the name says.
    case periodNotCovered(day: CivilDate)
    /// What the name has where the period should stand is no day, month or year.
    case periodMalformed
    /// No table of the convention takes a file of that name.
    case unknownName(expected: [String])
    /// No table of the convention takes a file of that name in an archive.
    case unknownEntry(entry: Int, expected: [String])
    /// Two files of an archive are for the same table.
    case repeatedEntry(entry: Int, table: String)
    /// An archive lacks the files of these tables.
    case missingEntries(tables: [String])
    /// The convention has no opposition updates.
    case noOppositions
    /// The sealed file is no longer what was handed over.
    case changed
    /// More records are rejected than the convention tolerates.
    case overTolerance(table: String, rejected: Int, read: Int, tolerance: Double)
    /// A rule was broken that refuses the whole drop.
    case rule(table: String, code: String, field: String?)
    /// The ingester ended each time that it worked on the drop.
    case endsIngester(times: Int)
    /// The upload was begun and never finished; all that came of it is thrown away.
    case neverFinished(size: UInt64, begun: Timestamp, written: Timestamp)
    /// A signature whose drop did not come within so many minutes, or had its outcome before.
    case signatureAlone(minutes: Int)
    /// A file is of a layout that holds identities and must never leave a hospital, whatever it is called.
    case nominativeLayout(layout: String, table: String)
    /// The update holds more lines than are taken at once.
    case tooManyOppositions(limit: Int)
    /// The drop replaces more different groups of rows, or windows, than memory is set aside for.
    case tooManyGroups(table: String)

    package var code: FaultCode {
        switch self {
        case .conventionNotInForce: "drop.convention-not-in-force"
        case .periodNotCovered: "drop.period-not-covered"
        case .periodMalformed: "drop.period-malformed"
        case .unknownName: "drop.unknown-name"
        case .unknownEntry: "drop.unknown-entry"
        case .repeatedEntry: "drop.repeated-entry"
        case .missingEntries: "drop.missing-entries"
        case .noOppositions: "drop.no-oppositions"
        case .changed: "drop.changed"
        case .overTolerance: "drop.over-tolerance"
        case .rule: "drop.rule"
        case .endsIngester: "drop.ends-ingester"
        case .neverFinished: "drop.never-finished"
        case .signatureAlone: "drop.signature-alone"
        case .nominativeLayout: "drop.nominative-layout"
        case .tooManyGroups: "drop.too-many-groups"
        case .tooManyOppositions: "drop.too-many-oppositions"
        }
    }

    package var arguments: [String: String] {
        switch self {
        case .periodNotCovered(let day): ["day": "\(day)"]
        case .unknownName(let expected): ["expected": expected.joined(separator: ", ")]
        case .unknownEntry(let entry, let expected):
            ["entry": String(entry), "expected": expected.joined(separator: ", ")]
        case .repeatedEntry(let entry, let table): ["entry": String(entry), "table": table]
        case .missingEntries(let tables): ["tables": tables.joined(separator: ", ")]
        case .overTolerance(let table, let rejected, let read, let tolerance):
            [
                "table": table, "rejected": String(rejected), "read": String(read),
                "tolerance": DropFault.percent(tolerance),
            ]
        case .rule(let table, let code, let field): ["table": table, "rule": code, "field": field ?? "–"]
        case .endsIngester(let times): ["times": String(times)]
        case .neverFinished(let size, let begun, let written):
            [
                "size": String(size), "begun": begun.iso8601(fraction: 0), "written": written.iso8601(fraction: 0),
            ]
        case .signatureAlone(let minutes): ["minutes": String(minutes)]
        case .nominativeLayout(let layout, let table): ["layout": layout, "table": table]
        case .tooManyOppositions(let limit): ["limit": String(limit)]
        case .tooManyGroups(let table): ["table": table]
        default: [:]
        }
    }

    /// Whether an operator must look at the drop, rather than the producer send another.
    var isIncident: Bool {
        if case .nominativeLayout = self { true } else { false }
    }

    /// A share in percent with at most three decimals: `0.5`, `1`, `12.25`.
    private static func percent(_ share: Double) -> String {
        let thousandths = Int((share * 100_000).rounded())
        var decimals = pad(thousandths % 1000, 3)
        while decimals.hasSuffix("0") { decimals.removeLast() }
        return String(thousandths / 1000) + (decimals.isEmpty ? "" : "." + decimals)
    }
}
