internal import Convention
internal import Records
internal import Support
internal import Treatment

/// All tables of a convention on their way to made-up records that belong together.
///
/// The value of a column in a record follows from the number of the record alone. So a foreign key needs no memory: it names the
/// record of another table by its number, and has the values that this record has.
final class SynthesisPlan {
    let convention: Convention
    let options: SyntheticDrop.Options
    private(set) var tables: [TablePlan] = []

    /// The plan of `convention`; throws where the convention asks for what cannot be made.
    init(_ convention: Convention, _ options: SyntheticDrop.Options) throws {
        self.convention = convention
        self.options = options
        for (index, table) in convention.tables.enumerated() {
            let file = convention.tables.firstIndex { $0.name == table.partOf } ?? index
            let finder = finder(ofFile: file)
            tables.append(
                TablePlan(
                    table, index: index, file: file, owner: finder.owner(of: index),
                    salt: Draw.mixed(options.seed, SynthesisPlan.hash(table.name))))
        }
        for table in tables { table.places = finder(ofFile: table.file).places(of: table.index) }
        try PlanCompiler(plan: self).compile()
    }

    private func finder(ofFile file: Int) -> PlaceFinder {
        let members = convention.tables.indices.filter { index in
            index == file || convention.tables[index].partOf == convention.tables[file].name
        }
        return PlaceFinder(tables: ([file] + members.filter { $0 != file }).map { ($0, convention.tables[$0]) })
    }

    /// A number that follows from a name (FNV-1a).
    static func hash(_ name: String) -> UInt64 {
        name.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    }

    /// The number of the table called `name`.
    func index(of name: String) -> Int? { tables.firstIndex { $0.table.name == name } }

    /// Tables whose rows come out of the file of table `file`, that one first.
    func members(ofFile file: Int) -> [TablePlan] {
        [tables[file]] + tables.filter { $0.file == file && $0.index != file }
    }

    /// Whether both tables come in one drop, so that references between them are judged.
    func areTogether(_ a: Int, _ b: Int) -> Bool {
        let (first, second) = (tables[tables[a].file], tables[tables[b].file])
        if first === second { return true }
        return first.table.entry != nil && second.table.entry != nil
    }

    /// How many groups of tail `tail` the line `row` has.
    func tailCount(_ table: TablePlan, _ tail: Int, _ row: Int) -> Int {
        let tail = table.tails[tail]
        return (tail.table.flatMap { tables[$0].counts } ?? tail.counts).count(row)
    }

    // MARK: what follows from the number of a record

    /// The record that record `row` of `table` is in, of the table of the file; its own number there.
    func topRow(_ table: TablePlan, _ row: Int) -> Int {
        var (table, row) = (table, row)
        while let owner = table.owner, let counts = table.counts {
            row = counts.place(row).owner
            table = tables[owner]
        }
        return row
    }

    /// The person that a record is about.
    func person(_ table: TablePlan, _ row: Int) -> Int {
        let top = tables[table.file]
        let own = topRow(table, row)
        if let digit = top.personDigit { return own / digit.divisor % digit.radix }
        var draw = Draw(top.salt ^ 0x7065_7273_6f6e, own)
        // A population that is absent altogether would never end the search.
        for _ in 0..<1000 {
            let person = draw.below(options.population)
            if !options.absent.contains(person) { return person }
        }
        return options.population
    }

    /// When the events of a record begin, in seconds, and how long it is from each to the next.
    func moments(_ table: TablePlan, _ row: Int) -> (start: Int, step: Int) {
        var draw = Draw(tables[table.file].salt ^ 0x6d6f_6d65_6e74, topRow(table, row))
        let start = Int(options.day.days) * MomentFormat.secondsOfDay + 60 * draw.below(1440)
        return (start, 60 * (5 + draw.below(236)))
    }

    /// Whether record `row` of `table` will not be there for others to refer to: it gets a fault, or hangs on one that does.
    func isTainted(_ table: TablePlan, _ row: Int) -> Bool {
        if hasFault(table, row) || hangs(table, row) { return true }
        guard let owner = table.owner, let counts = table.counts else { return false }
        return isTainted(tables[owner], counts.place(row).owner)
    }

    /// Whether record `row` of `table` gets a fault of its own.
    func hasFault(_ table: TablePlan, _ row: Int) -> Bool {
        guard table.faults.rate > 0 else { return false }
        var draw = Draw(table.salt ^ 0x6661_756c_74, row)
        return draw.happens(table.faults.rate)
    }

    /// Whether record `row` of `table` must refer to one that nobody may refer to: its key leaves it no other.
    func hangs(_ table: TablePlan, _ row: Int) -> Bool {
        for reference in table.references where reference.isJudged {
            guard let digit = reference.digit else { continue }
            let target = row / digit.divisor % digit.radix
            if isFaulty(tables[reference.table], target) { return true }
        }
        return false
    }

    /// Whether record `row` of `table`, or one around it, gets a fault.
    private func isFaulty(_ table: TablePlan, _ row: Int) -> Bool {
        if hasFault(table, row) { return true }
        guard let owner = table.owner, let counts = table.counts else { return false }
        return isFaulty(tables[owner], counts.place(row).owner)
    }

    /// The record that the foreign key `reference` of record `row` names; nil where it names none.
    func target(_ reference: ReferencePlan, _ row: Int) -> Int? {
        if let digit = reference.digit { return row / digit.divisor % digit.radix }
        let target = tables[reference.table]
        guard target.rows > 0 else { return nil }
        var draw = Draw(reference.salt, row)
        if reference.missingShare > 0, draw.below(65_536) < Int(reference.missingShare) { return nil }
        for _ in 0..<64 {
            let candidate = draw.below(target.rows)
            if !isTainted(target, candidate) { return candidate }
        }
        return (0..<target.rows).first { !isTainted(target, $0) }
    }
}
