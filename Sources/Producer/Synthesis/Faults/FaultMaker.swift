internal import Columns
internal import Identifiers
internal import Records
internal import Support
internal import Treatment

/// Puts one fault into a record that was good, and makes sure with the gateway's own checks that it leaves out the record alone.
struct FaultMaker {
    /// Numbers behind the last record of a table whose keys no record has.
    static let strangers = 1000
    /// Faults that are tried in a record, and changes that are tried to break a rule.
    private static let attempts = 24
    private static let steps = 60

    let plan: SynthesisPlan
    let judge: RowJudge
    let settler: RowSettler
    private let parser: BlockParser
    private let actions: [RuleAction]
    private let breaking: [Int: RuleMoves]
    private let scanned: [Int]
    private var table: TablePlan { judge.table }

    init(_ judge: RowJudge, _ settler: RowSettler, of plan: SynthesisPlan) throws {
        self.plan = plan
        self.judge = judge
        self.settler = settler
        let table = judge.table
        var schema = RowJudge.bare(table.schema)
        schema.rules = table.schema.rules.filter { !$0.isAboutDrop && !$0.isAboutParts }
        let plain = try RecordPlan(schema: schema, dialect: NeutralText.dialect)
        parser = try BlockParser(plain, seed: KeySeed(first: 1, second: 2))
        actions = plain.rules.map(\.action)
        var breaking: [Int: RuleMoves] = [:]
        for (number, rule) in table.schema.rules.enumerated() where !rule.isAboutDrop && !rule.isAboutParts {
            breaking[number] = RuleMoves(.not(rule.condition, column: 0), judge.schema, table)
        }
        self.breaking = breaking
        scanned = table.schema.fields.indices.filter {
            DomainCompiler.isScanned(table.schema.fields[$0], table.treatment($0))
        }
    }

    /// Gives record `row` of `batch` a fault and says which; nil where none could be made, and the record is as it was.
    func spoil(_ batch: inout RecordBatch, _ row: Int) -> SyntheticFault? {
        let faults = table.faults
        for attempt in 0...FaultMaker.attempts {
            var draw = Draw(Draw.mixed(table.salt ^ 0x7370_6f69_6c, UInt64(attempt)), batch.rows[row])
            var place: FaultPlace
            if attempt == FaultMaker.attempts {
                guard let certain = faults.certain else { return nil }
                place = certain
            } else {
                let kind = faults.kinds[draw.below(faults.kinds.count)]
                place = kind[draw.below(kind.count)]
            }
            let before = batch.snapshot(row)
            if make(place, &batch, row, &draw) {
                batch.isLeftOut[row] = true
                return place.kind
            }
            batch.restore(row, before)
        }
        return nil
    }

    private func make(_ place: FaultPlace, _ batch: inout RecordBatch, _ row: Int, _ draw: inout Draw) -> Bool {
        switch place.kind {
        case .brokenForm:
            batch.isBroken[row] = true
            return true
        case .brokenRule: return breakRule(place, &batch, row, &draw)
        case .repeatedKey: return repeatKey(place, &batch, row, &draw)
        case .danglingReference: return dangle(place, &batch, row, &draw)
        default:
            guard let column = place.columns.first,
                let text = FaultText(table.columns[column], table).text(place.kind, batch.text(column, row), &draw)
            else { return false }
            batch.set(column, row, text.isEmpty ? nil : text)
            return isRejected(batch, row)
        }
    }

    /// Whether the gateway leaves the record out, and nothing but the record.
    private func isRejected(_ batch: RecordBatch, _ row: Int) -> Bool {
        var bytes: [UInt8] = []
        for column in table.schema.fields.indices {
            if column > 0 { bytes.append(UInt8(ascii: "\t")) }
            if let range = batch.range(column, row) { NeutralText.append(batch.bytes, range, to: &bytes) }
        }
        // A line without anything on it is no record.
        if bytes.isEmpty { bytes += [UInt8(ascii: "\""), UInt8(ascii: "\"")] }
        bytes.append(UInt8(ascii: "\n"))
        let parsed = parser.parse(RecordBlock(index: 0, firstLine: 1, bytes: bytes, endsAtEOF: true))
        guard parsed.rowCount == 1, parsed.rejected[0] else { return false }
        for (rule, count) in parsed.violations.counts.enumerated() where count > 0 && actions[rule] == .rejectDrop {
            return false
        }
        for column in scanned {
            guard let text = batch.text(column, row) else { continue }
            if ResidualScan.find(in: Array(text).span) != nil { return false }
        }
        return true
    }

    private func breakRule(
        _ place: FaultPlace, _ batch: inout RecordBatch, _ row: Int, _ draw: inout Draw
    ) -> Bool {
        guard let moves = breaking[place.number]?.moves, !moves.isEmpty else { return false }
        for _ in 0..<FaultMaker.steps {
            let verdict = judge.judge(batch, [row])
            var hand = MoveHand(plan, table, verdict.columns, count: 1)
            let move = moves[draw.below(moves.count)]
            guard !table.columns[move.column].isOfFile, !table.untouched.contains(move.column),
                case .own = table.places[move.column]
            else { continue }
            let before = batch[move.column, row]
            switch hand.value(move, batch, row, 0, &draw) {
            case .text(let text): batch.set(move.column, row, text)
            case .nothing: batch.set(move.column, row, nil)
            case .impossible: continue
            }
            let after = judge.judge(batch, [row])
            // Values stay good: it is the rule that is broken.
            if after.fields[0] != nil {
                batch[move.column, row] = before
            } else if after.broken[0].contains(where: {
                judge.conditions[$0].name == table.schema.rules[place.number].name
            }),
                isRejected(batch, row)
            {
                return true
            }
        }
        return false
    }

    private func repeatKey(
        _ place: FaultPlace, _ batch: inout RecordBatch, _ row: Int, _ draw: inout Draw
    ) -> Bool {
        let number = batch.rows[row]
        guard number > 0 else { return false }
        let earlier = draw.below(number)
        guard !plan.isTainted(table, earlier) else { return false }
        for column in place.columns { guard take(column, of: earlier, &batch, row) else { return false } }
        return settles(&batch, row, locked: Set(place.columns))
    }

    private func dangle(
        _ place: FaultPlace, _ batch: inout RecordBatch, _ row: Int, _ draw: inout Draw
    ) -> Bool {
        let reference = table.references[place.number]
        let target = plan.tables[reference.table]
        let stranger = target.rows + draw.below(FaultMaker.strangers)
        for (column, referenced) in zip(reference.columns, reference.referenced) {
            let values = plan.values(target, referenced, [stranger])
            guard let index = values.indices.first, index >= 0 else { return false }
            var text: [UInt8] = []
            values.domain.append(index, to: &text)
            batch.set(column, row, text)
        }
        return settles(&batch, row, locked: Set(reference.columns))
    }

    /// Gives record `row` the value that record `number` of the table has.
    private func take(_ column: Int, of number: Int, _ batch: inout RecordBatch, _ row: Int) -> Bool {
        let values = plan.values(table, column, [number])
        guard let index = values.indices.first, index >= 0 else { return false }
        var text: [UInt8] = []
        values.domain.append(index, to: &text)
        batch.set(column, row, text)
        return true
    }

    /// Whether all else in the record is good, or can be made so.
    private func settles(_ batch: inout RecordBatch, _ row: Int, locked: Set<Int>) -> Bool {
        (try? settler.settle(&batch, [row], RowSettler.Limits(locked: locked, rounds: FaultMaker.steps))) != nil
    }
}
