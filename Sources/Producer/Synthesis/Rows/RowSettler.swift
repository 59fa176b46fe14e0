internal import Columns
internal import Convention
internal import Records

/// Changes values of records until every rule holds.
///
/// A rule is read once for what would make it hold: one value moved by what the sides of a comparison differ, one of the constants
/// that it names, no value where one may be missing, another draw. A record that breaks a rule gets one of these, is judged again,
/// and so on; a change that makes a value unreadable is taken back.
struct RowSettler {
    /// Rounds until a record is given up, and until rules that only warn are.
    static let rounds = 400
    private static let warningRounds = 24
    /// One in so many changes stays although more rules are broken after it: ways out of dead ends.
    private static let boldness = 6

    let plan: SynthesisPlan
    let judge: RowJudge
    private let moves: [RuleMoves]
    private var table: TablePlan { judge.table }

    init(_ judge: RowJudge, of plan: SynthesisPlan) {
        self.plan = plan
        self.judge = judge
        moves = judge.conditions.map { RuleMoves($0.expression, judge.schema, judge.table) }
    }

    /// What the rules ask for besides, and what they may not touch.
    struct Limits {
        /// Totals of parts, by record.
        var totals: [[[UInt8]]] = []
        /// Columns that stay as they are.
        var locked: Set<Int> = []
        var rounds = RowSettler.rounds
    }

    /// Settles the records `rows` of `batch`, or all of them.
    func settle(_ batch: inout RecordBatch, _ rows: [Int]? = nil, _ limits: Limits = Limits()) throws {
        var open = rows ?? Array(0..<batch.count)
        for round in 0...limits.rounds where !open.isEmpty {
            let verdict = judge.judge(batch, open, limits.totals)
            let isPatient = round < RowSettler.warningRounds
            let failing = open.indices.filter { row in
                verdict.fields[row] != nil
                    || verdict.broken[row].contains {
                        judge.conditions[$0].isHard || isPatient && !moves[$0].moves.isEmpty
                    }
            }
            if failing.isEmpty { return }
            guard round < limits.rounds else { throw fault(verdict, failing[0]) }
            let undo = change(&batch, open, failing, verdict, limits, round)
            open = failing.map { open[$0] }
            takeBack(&batch, open, failing.map { score(verdict, $0) }, undo, limits, round)
        }
    }

    private func fault(_ verdict: RowJudge.Verdict, _ row: Int) -> SynthesisFault {
        if let field = verdict.fields[row] {
            let name = table.schema.fields.indices.contains(field) ? table.schema.fields[field].name : ""
            return .column(table: table.table.name, field: name)
        }
        let rule = verdict.broken[row].first { judge.conditions[$0].isHard } ?? 0
        return .rule(table: table.table.name, rule: judge.conditions[rule].name)
    }

    /// How much is wrong with a record.
    private func score(_ verdict: RowJudge.Verdict, _ row: Int) -> Int {
        (verdict.fields[row] == nil ? 0 : 1000)
            + verdict.broken[row].reduce(0) { $0 + (judge.conditions[$1].isHard ? 10 : 1) }
    }

    // MARK: changes

    /// What a record had before its last change.
    private struct Undo {
        let column: Int
        let cell: RecordBatch.Cell
    }

    /// Changes one value of each failing record, and says what it was.
    private func change(
        _ batch: inout RecordBatch, _ open: [Int], _ failing: [Int], _ verdict: RowJudge.Verdict, _ limits: Limits,
        _ round: Int
    ) -> [Undo?] {
        var hand = MoveHand(plan, table, verdict.columns, count: open.count)
        return failing.map { place in
            let row = open[place]
            var draw = Draw(Draw.mixed(table.salt, UInt64(round) &+ 77), batch.rows[row])
            let change: (column: Int, text: [UInt8]?)
            if let field = verdict.fields[place] {
                guard table.columns.indices.contains(field), isFree(field, limits) else { return nil }
                change = (field, hand.redraw(field, batch.rows[row], &draw))
            } else {
                let broken = verdict.broken[place]
                let rule = broken[draw.below(broken.count)]
                let possible = moves[rule].moves
                guard !possible.isEmpty else { return nil }
                let move = possible[draw.below(possible.count)]
                guard isFree(move.column, limits) else { return nil }
                switch hand.value(move, batch, row, place, &draw) {
                case .text(let text): change = (move.column, text)
                case .nothing: change = (move.column, nil)
                case .impossible: return nil
                }
            }
            let undo = Undo(column: change.column, cell: batch[change.column, row])
            batch.set(change.column, row, change.text)
            return undo
        }
    }

    private func isFree(_ column: Int, _ limits: Limits) -> Bool {
        !limits.locked.contains(column) && !table.columns[column].isOfFile
    }

    /// Takes back changes that made things worse; now and then one stays.
    private func takeBack(
        _ batch: inout RecordBatch, _ rows: [Int], _ before: [Int], _ undo: [Undo?], _ limits: Limits, _ round: Int
    ) {
        let verdict = judge.judge(batch, rows, limits.totals)
        for (place, row) in rows.enumerated() {
            guard let undo = undo[place] else { continue }
            var draw = Draw(Draw.mixed(table.salt, UInt64(round) &+ 99), batch.rows[row])
            let after = score(verdict, place)
            let isBold = draw.below(RowSettler.boldness) == 0
            if after > before[place], after >= 1000 || !isBold { batch[undo.column, row] = undo.cell }
        }
    }
}
