internal import Catalogue
internal import Envelope
internal import Exclusion
internal import Ledger
internal import Records
internal import Support

/// What an examination of a drop comes to; recording it is another matter.
enum Verdict {
    /// The same bytes were taken before.
    case duplicate(of: DropRecord)
    /// Nothing is published; the reasons, the most serious first, and what the pass had found, if it came to its end.
    case refused([any Fault], DropPassResult?)
    /// Nothing is published; an operator decides.
    case quarantined(DropPassResult)
    /// Nothing more is made of it; an operator decides.
    case stopped(DropFault)
    /// The rows that stay are in the tables, whose versions are given.
    case published(DropPassResult, versions: [Int64])
    /// The lines are to be recorded in the matrix.
    case oppositions([OppositionUpdate], DropPassResult)

    /// The state that the drop ends in.
    var state: DropState {
        switch self {
        case .duplicate: .duplicate
        case .refused: .rejected
        case .quarantined, .stopped: .quarantined
        case .published(let result, _), .oppositions(_, let result):
            result.counts.rejected + result.counts.duplicate > 0 ? .partial : .ingested
        }
    }

    /// What the pass had found.
    var result: DropPassResult? {
        switch self {
        case .duplicate, .stopped: nil
        case .refused(_, let result): result
        case .quarantined(let result), .published(let result, _), .oppositions(_, let result): result
        }
    }
}

extension Verdict {
    /// The entry for the ledger.
    func outcome(_ record: DropRecord, at moment: Timestamp) -> Outcome {
        var drop = DropResult(codes: codes)
        if let result {
            drop.counts = JSONWriter.write(result.counts.json)
            drop.tables = result.tables.map { DropTable(name: $0.table.path) }
            drop.signer = result.signer?.description
        }
        if case .published(_, let versions) = self {
            for (index, version) in versions.enumerated() { drop.tables[index].version = version }
        }
        var updates: [OppositionUpdate] = []
        if case .oppositions(let lines, _) = self { updates = lines }
        return Outcome(drop: record.id, state: state, at: moment, result: drop, oppositions: updates, note: codes.first)
    }

    /// Codes of what is wrong, the most serious first.
    var codes: [String] {
        var codes: [String] = []
        if case .duplicate = self { codes.append("drop.duplicate") }
        if case .refused(let faults, _) = self { codes += faults.map(\.code.rawValue) }
        if case .stopped(let fault) = self { codes.append(fault.code.rawValue) }
        // For operators, who read the codes of drops that were taken too.
        if result?.signer?.isByOutdatedList == true {
            codes.append(EnvelopeFault.revocationsOutdated.code.rawValue)
        }
        for result in result?.tables ?? [] {
            codes += result.quarantine.sorted.map(\.key.code.rawValue)
            codes += result.untreated.sorted.map(\.key.code.rawValue)
            for (index, rule) in result.table.plan.rules.enumerated() where result.violations.counts[index] > 0 {
                codes.append(rule.code)
            }
        }
        var seen: Set<String> = []
        return codes.filter { seen.insert($0).inserted }
    }

    /// Counts or codes for the operator's terminal; few persons are not counted out.
    func summary(floor: SmallCountFloor) -> String {
        switch self {
        case .published(let result, _), .oppositions(_, let result):
            let counts = result.counts
            return [
                "\(Amounts.count(counts.read)) rows",
                counts.rejected > 0 ? "\(Amounts.count(counts.rejected)) rejected" : nil,
                counts.duplicate > 0 ? "\(Amounts.count(counts.duplicate)) duplicate" : nil,
                counts.excluded > 0 ? "\(floor.text(counts.excluded)) excluded" : nil,
            ].compactMap { $0 }.joined(separator: ", ")
        default: return codes.prefix(3).joined(separator: ", ")
        }
    }
}

extension RecordCounts {
    /// The counts as the ledger keeps them.
    var json: JSONValue {
        .object([
            ("read", .count(read)), ("kept", .count(kept)), ("rejected", .count(rejected)),
            ("excluded", .count(excluded)),
            ("duplicate", .count(duplicate)),
        ])
    }

    /// Reads what ``json`` gives; nil where `counts` are something else.
    init?(json counts: JSONValue) {
        func count(_ name: String) -> Int? { counts[name]?.integer.map(Int.init) }
        guard let read = count("read"), let kept = count("kept"), let rejected = count("rejected"),
            let excluded = count("excluded"), let duplicate = count("duplicate")
        else { return nil }
        self.init(read: read, kept: kept, rejected: rejected, excluded: excluded, duplicate: duplicate)
    }
}
