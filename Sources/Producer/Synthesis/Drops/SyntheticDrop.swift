internal import Containers
package import Convention
internal import Records
package import Support

/// A drop of made-up records, as a producer of a convention would send it: the same bytes for the same options.
///
/// Everything comes from the convention's schemas and treatments; no base is known here. Persons come from a population, so that
/// the next day's drop speaks of the same ones and an opposition can name one of them. Records of all tables of a convention
/// belong together, in one drop or in several: foreign keys find what they name.
///
/// Rules, and values that are not certain, are judged by the engine that judges producers: a good record is taken, one with a fault is
/// left out alone. Memory does not depend on the number of records.
package struct SyntheticDrop {
    /// What is made.
    package struct Options: Sendable {
        /// Decides everything but the persons.
        package var seed: UInt64 = 1
        /// Records of each file's own table.
        package var rows: Int
        /// The day that the records speak of.
        package var day: CivilDate
        /// How many persons there are, and the seed that decides who they are.
        package var population = 50_000
        package var populationSeed: UInt64 = 1
        /// Share of the records, 0...1, that get a fault.
        package var faults = 0.0
        /// The faults that they get.
        package var faultKinds = Set(SyntheticFault.allCases)
        /// Record of the drop's first table, from 0, in which a forbidden column is filled.
        package var nominativeRow: Int?
        /// Persons, by number, of whom there are no rows.
        package var absent: Set<Int> = []
        /// Whether the summary says how many records each person has.
        package var countsPersons = false

        /// `rows` good records of `day`.
        package init(rows: Int, day: CivilDate) {
            self.rows = rows
            self.day = day
        }
    }

    /// What was made of one table, and what the gateway will make of it.
    package struct TableSummary: Sendable, Equatable {
        /// Records, good and bad.
        package var rows = 0
        /// Records with a fault of each kind.
        package var faults: [SyntheticFault: Int] = [:]
        /// Records that the gateway rejects.
        package var rejected = 0
        /// Records that it leaves out as duplicates.
        package var duplicate = 0
        /// Among the rejected ones, those that have no fault but are part of a record that is left out.
        package var partsLeftOut = 0
        /// Among the rejected ones, those that have no fault but must refer to a record that is left out.
        package var hanging = 0

        /// Nothing yet.
        package init() {}

        /// Records that reach the catalogue.
        package var kept: Int { rows - rejected - duplicate }
    }

    /// What was made.
    package struct Summary: Sendable, Equatable {
        /// The drop's tables in the order of the convention.
        package var tables: [(name: String, summary: TableSummary)] = []
        /// Bytes of the drop, compressed where the convention says so.
        package var bytes = 0
        /// Rows of each person by number, where ``Options/countsPersons`` asked for them.
        package var persons: [Int: Int] = [:]

        /// Whether both say the same of the same tables.
        package static func == (a: Summary, b: Summary) -> Bool {
            a.bytes == b.bytes && a.persons == b.persons
                && a.tables.elementsEqual(b.tables) { $0.name == $1.name && $0.summary == $1.summary }
        }
    }

    /// Bytes that are handed over at a time, about.
    static let blockBytes = 256 << 10

    let plan: SynthesisPlan
    /// Tables whose files the drop has: one, or those of the archive.
    let files: [Int]

    /// Name of the sealed file, as the convention wants it, with the day of the options.
    package var name: String {
        let table = plan.tables[files[0]].table
        return DropName(pattern: table.namePattern, example: table.nameExample).name(plan.options.day)
    }

    /// Names of the tables that the drop has files for.
    package var tableNames: [String] { files.map { plan.tables[$0].table.name } }

    /// All drops that a producer of `convention` sends: one a file, or one with all tables of the archive.
    ///
    /// Throws ``SynthesisFault`` where the convention asks for what cannot be made.
    package static func all(of convention: Convention, _ options: Options) throws -> [SyntheticDrop] {
        let plan = try SynthesisPlan(SyntheticDrop.known(convention), options)
        let files = plan.tables.filter { $0.file == $0.index }
        let entries = files.filter { $0.table.entry != nil }.map(\.index)
        let single = files.filter { $0.table.entry == nil }.map { SyntheticDrop(plan: plan, files: [$0.index]) }
        return (entries.isEmpty ? [] : [SyntheticDrop(plan: plan, files: entries)]) + single
    }

    /// The convention with patterns in the place of nomenclatures that nobody has looked up.
    private static func known(_ convention: Convention) throws -> Convention {
        let isOpen = convention.tables.contains { table in
            table.schema.references.contains { table.schema.nomenclatures[$0.name] == nil }
        }
        return isOpen
            ? try convention.judging(by: NomenclatureLibrary(), on: convention.validFrom).convention : convention
    }

    /// The drop with the file of table `name`; the convention's first where it is nil.
    package static func one(of convention: Convention, table name: String?, _ options: Options) throws -> SyntheticDrop
    {
        let drops = try all(of: convention, options)
        guard let name else {
            let first = convention.tables.first?.name ?? ""
            guard let drop = drops.first(where: { $0.tableNames.contains(first) }) ?? drops.first else {
                throw SynthesisFault.unknownTable(first)
            }
            return drop
        }
        guard let drop = drops.first(where: { $0.tableNames.contains(name) }) else {
            throw SynthesisFault.unknownTable(name)
        }
        return drop
    }

    /// The level-1 pseudonym of a person by number, as it stands in the drop; nil where no column holds one.
    package func pseudonym(of person: Int) -> String? {
        for file in files {
            for column in plan.tables[file].columns where column.source == .person {
                var text: [UInt8] = []
                column.domain.append(plan.index(ofPerson: person, column.domain), to: &text)
                return String(decoding: text, as: UTF8.self)
            }
        }
        return nil
    }

    /// Makes the drop and hands it over block by block.
    @discardableResult
    package func write(to sink: ([UInt8]) throws -> Void) throws -> Summary {
        var summary = Summary()
        let packer = DropPacker(self)
        try packer.write { bytes in
            summary.bytes += bytes.count
            try sink(bytes)
        }
        for file in packer.files {
            for table in plan.members(ofFile: file.index) {
                summary.tables.append((table.table.name, file.summary[table.index] ?? TableSummary()))
            }
            summary.persons.merge(file.persons) { $0 + $1 }
        }
        return summary
    }
}
