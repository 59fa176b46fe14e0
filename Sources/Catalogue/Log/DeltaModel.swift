package import Parquet
package import Support

/// A data file of a table (Delta protocol, "Add File").
package struct DeltaFile: Sendable {
    /// Path below the table, decoded.
    package var path: String
    /// Number of bytes.
    package var size: Int64
    package var modified: Timestamp
    /// Rows, bounds and nulls as JSON text.
    package var statistics: String?
    /// What Écluse notes beside the file, such as the window it covers.
    package var tags: [String: String] = [:]
    /// Number of rows, where known.
    package var rows: Int64?

    /// A data file at `path`.
    package init(
        path: String, size: Int64, modified: Timestamp, statistics: String? = nil, tags: [String: String] = [:],
        rows: Int64? = nil
    ) {
        self.path = path
        self.size = size
        self.modified = modified
        self.statistics = statistics
        self.tags = tags
        self.rows = rows
    }
}

/// What a table is (Delta protocol, "Change Metadata").
package struct DeltaMetadata: Sendable, Equatable {
    package var id: String
    package var name: String?
    package var description: String?
    /// The columns as Delta writes them.
    package var schemaString: String
    package var configuration: [String: String] = [:]
    package var created: Timestamp?

    /// The metadata of a table of `schema`.
    package init(
        id: String, name: String? = nil, description: String? = nil, schema: ParquetSchema,
        configuration: [String: String] = [:], created: Timestamp? = nil
    ) throws(CatalogueFault) {
        self.init(
            id: id, name: name, description: description, schemaString: try DeltaSchema.string(schema),
            configuration: configuration, created: created)
    }

    init(
        id: String, name: String?, description: String?, schemaString: String, configuration: [String: String],
        created: Timestamp?
    ) {
        self.id = id
        self.name = name
        self.description = description
        self.schemaString = schemaString
        self.configuration = configuration
        self.created = created
    }
}

extension DeltaMetadata {
    /// The metadata with a schema that takes files of `schema` too; nil where it does already.
    func widened(by schema: ParquetSchema?) throws(CatalogueFault) -> DeltaMetadata? {
        guard let schema, let text = try DeltaSchema.widened(schemaString, by: schema) else { return nil }
        var metadata = self
        metadata.schemaString = text
        return metadata
    }
}

/// How far an application has come (Delta protocol, "Transaction Identifiers").
package struct DeltaTransaction: Sendable, Equatable {
    package let appID: String
    package let version: Int64

    /// Step `version` of `appID`.
    package init(appID: String, version: Int64) {
        self.appID = appID
        self.version = version
    }
}

/// Which files a commit takes out of the table; decided anew against the table as it is at each attempt.
package enum DeltaRemoval: Sendable {
    /// None: rows are appended.
    case nothing
    /// The named files, all of which must still be there.
    case files([String])
    /// The named files, decided upon by looking at version `at`: on top of another version there may be others that should go.
    case decided([String], at: Int64)
    /// Those whose tag `name` has this value: a window is replaced.
    case tagged(name: String, value: String)
    /// All: the table is replaced.
    case everything
}

/// A change of a table, made whole or not at all.
package struct DeltaCommit: Sendable {
    package var adds: [DeltaFile]
    package var removal: DeltaRemoval
    /// Makes the commit idempotent: a table that has this step or a later one is left alone.
    package var transaction: DeltaTransaction?
    /// The new metadata, where the schema changes.
    package var metadata: DeltaMetadata?
    /// Columns that the table must have for the added files: those that it lacks are added to it.
    package var schema: ParquetSchema?
    /// What is noted with the commit.
    package var info: [(name: String, value: JSONValue)]

    /// A change that adds `adds`.
    package init(
        adds: [DeltaFile], removal: DeltaRemoval = .nothing, transaction: DeltaTransaction? = nil,
        metadata: DeltaMetadata? = nil, schema: ParquetSchema? = nil, info: [(name: String, value: JSONValue)] = []
    ) {
        self.adds = adds
        self.removal = removal
        self.transaction = transaction
        self.metadata = metadata
        self.schema = schema
        self.info = info
    }
}

/// What became of a commit: the version of the table that holds it.
package enum DeltaOutcome: Sendable, Equatable {
    case committed(version: Int64)
    /// The transaction had been applied before, by this version.
    case alreadyApplied(version: Int64)

    /// The version of the table that holds the change.
    package var version: Int64 {
        switch self {
        case .committed(let version), .alreadyApplied(let version): version
        }
    }
}

/// A transaction found in a table.
package struct CommittedTransaction: Sendable {
    /// The application's step.
    package let version: Int64
    /// The version of the table that holds it.
    package let tableVersion: Int64
    /// What was noted with the commit.
    package let info: JSONValue?
}
