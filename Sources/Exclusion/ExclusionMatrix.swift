internal import Pseudonymisation
internal import Support

/// What an opposition update does to the matrix.
///
/// The rules, which make the outcome the same in whatever order the lines of an update stand:
///
/// 1. Lines are taken by day; on one day withdrawals come before additions, so that **who opposes and withdraws on the same
///    day in one update stays excluded**.
/// 2. An addition whose day lies in a row of the same scope, standing or closed, changes nothing (`alreadyThere`): producers
///    send their whole list again, and an old line must not undo a later withdrawal. Otherwise it opens a row.
/// 3. A withdrawal closes, from its day on, every standing row of the same scope that began by then. One that finds only
///    closed rows changes nothing (`alreadyThere`); one that finds no row that began by then is `unknown`.
/// 4. The scope is domain, epoch, pseudonym, base and purpose, each exactly: a withdrawal for one base leaves an opposition to
///    all bases as it is.
///
/// Updates from different drops are applied in the order in which the drops arrived.
package enum ExclusionMatrix {
    /// Counts of an update's lines, for its receipt; they add up to the lines.
    package struct Counts: Sendable, Equatable {
        package var added = 0
        package var withdrawn = 0
        /// The matrix said so already.
        package var alreadyThere = 0
        /// Withdrawals that no opposition precedes.
        package var unknown = 0
        /// No lines.
        package init() {}
    }

    /// What an update changes.
    package struct Change: Sendable, Equatable {
        /// Rows to add to the history; an update that adds and withdraws gives them closed already.
        package var opened: [MatrixRow]
        /// Rows known before that now end: `until` and `closingDrop` are set, the rest is as it was.
        package var closed: [MatrixRow]
        package var counts: Counts
    }

    /// What `updates`, from the drop `sourceDrop`, change in a matrix that holds `rows`.
    ///
    /// `rows` may be the whole matrix or only the rows of the pseudonyms in `updates`.
    package static func apply(
        _ updates: [OppositionUpdate], to rows: [MatrixRow], sourceDrop: String
    ) -> Change {
        var histories = Dictionary(grouping: updates.map(Scope.init), by: { $0 }).mapValues { _ in [Entry]() }
        for (index, row) in rows.enumerated() {
            histories[Scope(row)]?.append(Entry(row: row, known: index))
        }
        var counts = Counts()
        for update in updates.sorted(by: comesBefore) {
            let scope = Scope(update)
            var history = histories.removeValue(forKey: scope) ?? []
            switch update.action {
            case .add: add(update, &history, sourceDrop, &counts)
            case .withdraw: withdraw(update, &history, sourceDrop, &counts)
            }
            histories[scope] = history
        }
        return change(histories.values.flatMap { $0 }, counts)
    }

    /// A row at work; `known` is its place among the rows there were before.
    private struct Entry {
        var row: MatrixRow
        let known: Int?
        var changed = false
    }

    private struct Scope: Hashable {
        let domain: String
        let epoch: Int
        let pseudonym: Pseudonym
        let base: String?
        let purpose: String?

        init(_ row: MatrixRow) {
            (domain, epoch, base, purpose) = (row.domain, row.epoch, row.base, row.purpose)
            pseudonym = row.pseudonym
        }

        init(_ update: OppositionUpdate) {
            (domain, epoch, base, purpose) = (update.domain, update.epoch, update.base, update.purpose)
            pseudonym = update.pseudonym
        }
    }

    private static func comesBefore(_ a: OppositionUpdate, _ b: OppositionUpdate) -> Bool {
        a.date == b.date ? a.action == .withdraw && b.action == .add : a.date < b.date
    }

    private static func add(
        _ update: OppositionUpdate, _ history: inout [Entry], _ drop: String, _ counts: inout Counts
    ) {
        guard !history.contains(where: { $0.row.isInForce(on: update.date) }) else {
            counts.alreadyThere += 1
            return
        }
        counts.added += 1
        let row = MatrixRow(
            domain: update.domain, epoch: update.epoch, pseudonym: update.pseudonym, base: update.base,
            purpose: update.purpose, since: update.date, sourceDrop: drop)
        history.append(Entry(row: row, known: nil))
    }

    private static func withdraw(
        _ update: OppositionUpdate, _ history: inout [Entry], _ drop: String, _ counts: inout Counts
    ) {
        let begun = history.indices.filter { history[$0].row.since <= update.date }
        let standing = begun.filter { history[$0].row.until == nil }
        for index in standing {
            history[index].row.until = update.date
            history[index].row.closingDrop = drop
            history[index].changed = true
        }
        if !standing.isEmpty {
            counts.withdrawn += 1
        } else if !begun.isEmpty {
            counts.alreadyThere += 1
        } else {
            counts.unknown += 1
        }
    }

    private static func change(_ entries: [Entry], _ counts: Counts) -> Change {
        let opened = entries.filter { $0.known == nil }.map(\.row).sorted(by: isListedBefore)
        let closed = entries.filter { $0.known != nil && $0.changed }
            .sorted { ($0.known ?? 0) < ($1.known ?? 0) }.map(\.row)
        return Change(opened: opened, closed: closed, counts: counts)
    }

    /// A fixed order, so that the same update always gives the same list.
    private static func isListedBefore(_ a: MatrixRow, _ b: MatrixRow) -> Bool {
        if a.pseudonym != b.pseudonym {
            return (a.pseudonym.high, a.pseudonym.low) < (b.pseudonym.high, b.pseudonym.low)
        }
        if a.since != b.since { return a.since < b.since }
        return (a.domain, a.base ?? "", a.purpose ?? "") < (b.domain, b.base ?? "", b.purpose ?? "")
    }
}
