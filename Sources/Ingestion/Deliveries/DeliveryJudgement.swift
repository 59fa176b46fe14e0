internal import Convention
internal import Ledger
internal import Support

/// What a verdict on a whole delivery means for each of its drops.
///
/// A refused delivery ends its manifest and the files at fault; the others are let go and wait for the next manifest, so that
/// only what was wrong must be sent again. Any other verdict ends every drop, or puts it in quarantine.
struct DeliveryJudgement {
    let verdict: Verdict
    private let convention: Convention
    /// Whether files that are not at fault are let go.
    private let isOpen: Bool

    /// `verdict` on a delivery under `convention`; where its time `isOver` no file waits any longer.
    init(_ verdict: Verdict, _ convention: Convention, isOver: Bool = false) {
        self.verdict = verdict
        self.convention = convention
        isOpen = !isOver
    }

    /// Tables whose files are to blame for a refusal or quarantine, in the convention's order.
    var tables: [String] {
        let blamed: Set<String>
        switch verdict {
        case .refused(let faults, _): blamed = Set(faults.compactMap { whole(Self.blamed($0)) })
        case .quarantined(let result):
            blamed = Set(result.tables.filter { !$0.quarantine.isEmpty }.compactMap { whole($0.table.name) })
        case .stopped(let fault): blamed = Set([whole(Self.blamed(fault))].compactMap(\.self))
        default: return []
        }
        return convention.tables.map(\.name).filter(blamed.contains)
    }

    /// What is said of the delivery as a whole in the receipt of each of its drops.
    var remark: DeliveryFault? {
        switch verdict {
        case .refused where isOpen && !tables.isEmpty: .refused(tables: tables)
        case .quarantined: .quarantined(tables: tables)
        case .stopped where !tables.isEmpty: .quarantined(tables: tables)
        default: nil
        }
    }

    /// The verdict on the file of `table`; nil where the delivery lets it go.
    func verdict(table: String) -> Verdict? {
        switch verdict {
        case .refused(let faults, let result):
            if !isOpen { return .refused(faults, nil) }
            let own = faults.filter { whole(Self.blamed($0)) == table }
            return own.isEmpty ? nil : .refused(own, result.map { part(of: $0, table) })
        case .quarantined(let result): return .quarantined(part(of: result, table))
        case .published(let result, let versions):
            let own = zip(result.tables, versions).filter { isPart($0.0.table.name, of: table) }
            return .published(part(of: result, table), versions: own.map(\.1))
        case .duplicate, .stopped, .oppositions: return verdict
        }
    }

    /// What was found in the rows of the file of `table`.
    private func part(of result: DropPassResult, _ table: String) -> DropPassResult {
        var part = result
        part.tables = result.tables.filter { isPart($0.table.name, of: table) }
        part.signer = result.fileSigners[table]
        return part
    }

    private func isPart(_ name: String, of table: String) -> Bool { whole(name) == table }

    /// The table whose file holds the rows of table `name`.
    private func whole(_ name: String?) -> String? {
        name.map { name in convention.table(named: name)?.partOf ?? name }
    }

    /// The table of a delivery that `fault` is about.
    private static func blamed(_ fault: any Fault) -> String? {
        switch fault {
        case let fault as FileFault: fault.table
        case DropFault.overTolerance(let table, _, _, _), DropFault.rule(let table, _, _): table
        case DropFault.nominativeLayout(_, let table): table
        case DeliveryFault.otherBytes(let table, _, _), DeliveryFault.otherDigest(let table): table
        case DeliveryFault.otherRows(let table, _, _): table
        default: nil
        }
    }
}
