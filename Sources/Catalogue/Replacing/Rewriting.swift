internal import Columns
package import Parquet
internal import Platform
package import Support

/// What replacing rows comes to: whole files go, and others are written anew without the rows that go.
package struct Rewriting: Sendable {
    /// The version of the table that was looked at: a commit on top of another one must be planned again.
    package var basis: Int64
    /// Files that go, those that are written anew among them.
    package var removed: [String] = []
    /// The new files, durable under their final names; rows and their order are those of the old ones.
    package var added: [DeltaFile] = []
    /// Rows that go.
    package var rows: Int64 = 0

    /// Nothing yet, of the table at version `basis`.
    package init(basis: Int64) { self.basis = basis }

    /// What the commit removes.
    package var removal: DeltaRemoval { .decided(removed, at: basis) }
}

extension DeltaTable {
    /// Finds the rows that `replaced` says, in the table as it is, and writes files that hold others too anew, as files of drop
    /// `dropID` from `number` on.
    ///
    /// Files of which the log's bounds tell that no row goes, or every row, are not opened. Of others the columns that are
    /// compared are read, and of those that are written anew all, a column of a row group at a time. A new file has the columns,
    /// Bloom filters and order of rows of the old one, and its tags. Nothing is committed.
    ///
    /// - Throws: ``CatalogueFault/columnType(name:)`` where a file has a column of another type than `schema`;
    ///   `ParquetFault` for a file that is damaged or that Écluse has not written.
    package func rewriting(
        without replaced: ReplacedRows, schema: ParquetSchema, dropID: String, from number: Int, now: Timestamp
    ) throws -> Rewriting {
        let snapshot = try snapshot()
        var result = Rewriting(basis: snapshot.version)
        var search = try RowSearch(replaced, schema: schema)
        var next = number
        for file in snapshot.files {
            let log = LogBounds(file)
            let match = search.match { log.bounds($0) }
            if match == .no { continue }
            if match == .every, let rows = file.rows {
                result.removed.append(file.path)
                result.rows += rows
                continue
            }
            let old = try OldFile(self, file, &search)
            guard old.replacedRows > 0 else { continue }
            result.removed.append(file.path)
            result.rows += Int64(old.replacedRows)
            if old.replacedRows == old.rows { continue }
            let writer = try DataFileWriter(table: self, dropID: dropID, number: next, schema: old.parquet.schema)
            try old.copy(to: writer, &search)
            result.added.append(try writer.finish(tags: file.tags, now: now))
            next += 1
        }
        return result
    }
}

/// A data file from which rows go.
private struct OldFile {
    let parquet: ParquetFile
    /// Rows of the file, and how many of them go.
    let rows: Int
    let replacedRows: Int
    /// For each row group whether its rows go.
    private let matches: [BoundsMatch]
    /// Places in the file of the columns that are compared; nil where the file is older than the column.
    private let same: [Int?]
    private let day: Int?

    /// Opens `file` of `table` and counts the rows that `search` finds.
    init(_ table: DeltaTable, _ file: DeltaFile, _ search: inout RowSearch) throws {
        let parquet = try ParquetFile(PositionedFile(Directory(table.path), file.path))
        self.parquet = parquet
        func place(_ column: ParquetColumn) throws(CatalogueFault) -> Int? {
            guard let place = parquet.schema.columns.firstIndex(where: { $0.name == column.name }) else { return nil }
            guard parquet.schema.columns[place].type == column.type else { throw .columnType(name: column.name) }
            return place
        }
        same = try search.columns.map(place)
        day = try search.day.flatMap(place)
        var matches: [BoundsMatch] = []
        var (count, replaced) = (0, 0)
        for group in parquet.footer.rowGroups.indices {
            let rows = parquet.rows(group: group)
            var match = search.match { column in
                parquet.schema.columns.firstIndex { $0.name == column.name }
                    .map { ColumnBounds(parquet.statistics(group: group, column: $0), rows: rows) } ?? .absent
            }
            var found = match == .every ? rows : 0
            if match == .maybe {
                found = try OldFile.marks(parquet, same, day, group, &search).count { $0 }
                if found == 0 || found == rows { match = found == 0 ? .no : .every }
            }
            matches.append(match)
            count += rows
            replaced += found
        }
        self.matches = matches
        rows = count
        replacedRows = replaced
    }

    /// Marks the rows of row group `group` that go.
    private static func marks(
        _ parquet: ParquetFile, _ same: [Int?], _ day: Int?, _ group: Int, _ search: inout RowSearch
    ) throws -> [Bool] {
        func column(_ place: Int?) throws -> Column? {
            try place.map { place in
                let parts = try parquet.read(group: group, column: place)
                return parts.count == 1
                    ? parts[0] : Column(joining: parts.map { ColumnPart($0, RowSelection(all: $0.count)) })
            }
        }
        return search.marks(try same.map(column), try column(day), rows: parquet.rows(group: group))
    }

    /// Writes the rows that stay to `writer`, a row group for a row group, so that their order stays too.
    func copy(to writer: DataFileWriter, _ search: inout RowSearch) throws {
        for group in matches.indices where matches[group] != .every {
            let rows = parquet.rows(group: group)
            let marks =
                matches[group] == .no
                ? [Bool](repeating: false, count: rows) : try OldFile.marks(parquet, same, day, group, &search)
            var chunks: [EncodedChunk] = []
            for (index, column) in parquet.schema.columns.enumerated() {
                chunks.append(try ColumnEncoder.encode(parts(group, index, without: marks), as: column))
            }
            try writer.append(rowGroup: chunks, rows: marks.count { !$0 })
        }
    }

    /// The rows of a column that `marks` does not mark.
    private func parts(_ group: Int, _ column: Int, without marks: [Bool]) throws -> [ColumnPart] {
        var row = 0
        return try parquet.read(group: group, column: column).map { part in
            defer { row += part.count }
            return ColumnPart(part, RowSelection(leavingOut: Array(marks[row..<(row + part.count)])))
        }
    }
}

/// A file of a table, read at any place.
private final class PositionedFile: ParquetInput {
    let size: Int
    private let file: FileDescriptor

    init(_ directory: borrowing Directory, _ name: String) throws {
        file = try directory.open(name, .read)
        size = Int(clamping: try file.status().size)
    }

    func read(_ range: Range<Int>) throws -> [UInt8] { try file.read(range) }
}
