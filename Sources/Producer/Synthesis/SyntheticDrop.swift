package import Convention
package import Records
package import Support
package import Treatment

/// A drop of made-up records, as a producer of a convention would send it: the same bytes for the same options.
///
/// Everything comes from the table's schema and treatments; no base is known here. Persons come from a population, so that
/// the next day's drop speaks of the same ones and an opposition can name one of them.
package struct SyntheticDrop: Sendable {
    /// What is made.
    package struct Options: Sendable {
        /// Decides everything but the persons.
        package var seed: UInt64 = 1
        package var rows: Int
        /// The day that the records speak of.
        package var day: CivilDate
        /// How many persons there are, and the seed that decides who they are.
        package var population = 50_000
        package var populationSeed: UInt64 = 1
        /// Share of the rows with a fault of each kind.
        package var faults: [SyntheticFault: Double] = [:]
        /// Row, from 0, in which a forbidden column is filled.
        package var nominativeRow: Int?
        /// Persons, by number, of whom there are no rows.
        package var absent: Set<Int> = []
        /// Whether the summary says how many rows each person has.
        package var countsPersons = false

        /// `rows` good records of `day`.
        package init(rows: Int, day: CivilDate) {
            self.rows = rows
            self.day = day
        }
    }

    /// What was made.
    package struct Summary: Sendable, Equatable {
        package var rows = 0
        package var bytes = 0
        /// Rows with a fault of each kind.
        package var faults: [SyntheticFault: Int] = [:]
        /// Rows of each person by number, where ``Options/countsPersons`` asked for them.
        package var persons: [Int: Int] = [:]
    }

    /// Bytes that are handed over at a time, about.
    static let blockBytes = 256 << 10

    let schema: TableSchema
    let dialect: CSVDialect
    let options: Options
    let columns: [ColumnPlan]

    /// The drop of a table of a convention.
    ///
    /// `personField` is the field that holds the person, as the convention's `person.fields` says.
    package init(table: ConventionTable, personField: String?, options: Options) {
        self.init(
            schema: table.schema, dialect: table.dialect, treatments: table.treatments, personField: personField,
            options: options)
    }

    /// The drop of a schema, with one treatment a field.
    package init(
        schema: TableSchema, dialect: CSVDialect, treatments: [FieldTreatment], personField: String?, options: Options
    ) {
        self.schema = schema
        self.dialect = dialect
        self.options = options
        var compiler = ColumnCompiler(
            schema, dialect, treatments, personField: personField, seed: options.populationSeed)
        columns = compiler.plans()
    }

    /// The level-1 pseudonym of a person by number, as it stands in the drop; nil where no column holds one.
    package func pseudonym(of person: Int) -> String? {
        for column in columns {
            if case .person(let length) = column.maker {
                var text: [UInt8] = []
                RowMaker.appendPseudonym(person, options.populationSeed, length, to: &text)
                return String(decoding: text, as: UTF8.self)
            }
        }
        return nil
    }

    /// Makes the drop and hands it over block by block.
    @discardableResult
    package func write(to sink: ([UInt8]) throws -> Void) rethrows -> Summary {
        var summary = Summary()
        var maker = RowMaker(self)
        var block = dialect.hasHeader ? CSVText.line(schema.fields.map(\.name), dialect) : []
        block.reserveCapacity(SyntheticDrop.blockBytes + 4096)
        for row in 0..<options.rows {
            if let fault = maker.append(row, to: &block) { summary.faults[fault, default: 0] += 1 }
            if block.count >= SyntheticDrop.blockBytes {
                summary.bytes += block.count
                try sink(block)
                block.removeAll(keepingCapacity: true)
            }
        }
        summary.rows = options.rows
        summary.persons = maker.persons
        summary.bytes += block.count
        try sink(block)
        return summary
    }
}

/// A fault that is put into a row on purpose.
package enum SyntheticFault: String, Sendable, CaseIterable {
    /// A code that its list does not hold.
    case badCode = "bad-code"
    /// A required value left out.
    case missingValue = "missing-value"
    /// An event before the one that it follows.
    case dateOrder = "date-order"
    /// Letters where a number or a date belongs.
    case wrongType = "wrong-type"
}
