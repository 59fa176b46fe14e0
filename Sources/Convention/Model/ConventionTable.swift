package import Containers
package import Records
package import Treatment

/// A table of the convention.
package struct ConventionTable: Sendable, Equatable {
    /// How a drop changes the table.
    package enum LoadMode: String, Sendable, CaseIterable {
        /// Its rows are added.
        case append
        /// They take the place of the rows of some days, or of a whole group; ``ConventionTable/replaces`` says of which.
        case replaceWindow, cumulativeReplace
        /// They take the place of all rows.
        case snapshot

        /// Whether ``ConventionTable/replaces`` says which rows go.
        package var replacesSome: Bool { self == .replaceWindow || self == .cumulativeReplace }
    }

    package var name: String
    package var title: String
    /// File name pattern (PCRE2, whole name, envelope suffix included) of drops for this table: that of the archive where it
    /// comes in one.
    package var namePattern: String
    /// A name that fits the pattern, for people.
    package var nameExample: String
    /// How the file is written.
    package var format: TableFormat
    /// Table whose file gives the rows of this one too; nil where the table has a file of its own.
    package var partOf: String?
    package var schema: TableSchema
    /// One treatment a field, in the order of `schema.fields`.
    package var treatments: [FieldTreatment]
    /// Column name in the catalogue of each field, in the order of `schema.fields`; nil where it is the field's own name.
    package var outputNames: [String?]
    /// What each field means, in the producer's language, in the order of `schema.fields`.
    package var descriptions: [String]
    package var loadMode: LoadMode
    /// Which rows a drop replaces; nil where it replaces none, or all.
    package var replaces: Replacement?
    /// Fields, as indices, by whose columns the rows of a row group are sorted.
    package var sortedBy: [Int]
    /// How its files are compressed inside their envelope; not for a table that comes in the archive.
    package var compression: FileCompression = .none
    /// How its file in the archive is called; nil for a table with drops of its own.
    package var entry: EntryName?

    /// Names of a table's files in the archive.
    package struct EntryName: Sendable, Equatable {
        /// Pattern of the name (PCRE2, whole name, folders with `/`).
        package var pattern: String
        /// A name that fits it, for people.
        package var example: String

        /// Names that fit `pattern`.
        package init(pattern: String, example: String) {
            self.pattern = pattern
            self.example = example
        }
    }

    /// A table; texts for people are empty unless given.
    package init(
        name: String, title: String = "", namePattern: String, nameExample: String, format: TableFormat,
        partOf: String? = nil, schema: TableSchema,
        treatments: [FieldTreatment], outputNames: [String?], descriptions: [String] = [], loadMode: LoadMode = .append,
        sortedBy: [Int] = []
    ) {
        self.name = name
        self.title = title
        self.namePattern = namePattern
        self.nameExample = nameExample
        self.format = format
        self.partOf = partOf
        self.schema = schema
        self.treatments = treatments
        self.outputNames = outputNames
        self.descriptions = descriptions
        self.loadMode = loadMode
        self.sortedBy = sortedBy
    }

    /// The dialect of a CSV file; for other formats the one in which people would look at the rows.
    package var dialect: CSVDialect {
        if case .csv(let dialect) = format { dialect } else { CSVDialect(encoding: format.encoding) }
    }

    /// Column name in the catalogue of the field at `index`.
    package func outputName(at index: Int) -> String { outputNames[index] ?? schema.fields[index].name }
}

extension FieldTreatment {
    /// The pseudonym domain that the treatment uses.
    package var domain: String? {
        switch self {
        case .pseudonym(let domain, _), .rekey(let domain): domain
        default: nil
        }
    }

    /// Whether the catalogue has no column for the field.
    package var leavesNoColumn: Bool { self == .drop || self == .forbid }
}
