internal import Catalogue
internal import Exclusion
internal import Ledger
internal import Support

/// What an examination of a drop comes to; recording it is another matter.
enum Verdict {
    /// The same bytes were taken before.
    case duplicate(of: DropRecord)
    /// Nothing is published; the reasons, the most serious first, and what the pass had found, if it came to its end.
    case refused([any Fault], TablePassResult?)
    /// Nothing is published; an operator decides.
    case quarantined(TablePassResult)
    /// The rows that stay are in the table.
    case published(TablePassResult, tableVersion: Int64)
    /// The lines are to be recorded in the matrix.
    case oppositions([OppositionUpdate], TablePassResult)

    /// The state that the drop ends in.
    var state: DropState {
        switch self {
        case .duplicate: .duplicate
        case .refused: .rejected
        case .quarantined: .quarantined
        case .published(let result, _), .oppositions(_, let result):
            result.counts.rejected + result.counts.duplicate > 0 ? .partial : .ingested
        }
    }

    /// What the pass had found.
    var result: TablePassResult? {
        switch self {
        case .duplicate: nil
        case .refused(_, let result): result
        case .quarantined(let result), .published(let result, _), .oppositions(_, let result): result
        }
    }
}
