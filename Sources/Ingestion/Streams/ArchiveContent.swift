internal import Containers
internal import Convention
internal import Patterns

/// A drop that is an archive: one file for each of its tables that is no part of another's, in any order, and nothing else.
final class ArchiveContent: DropContent {
    /// A table that has a file of its own in the archive.
    private struct Place {
        /// Which of the drop's tables, from 0.
        let table: Int
        let name: String
        let pattern: Pattern
        let example: String
        var isRead = false
    }

    private let archive: any ArchiveReader
    private var places: [Place]

    /// The files of `archive` for `tables`.
    init(_ archive: any ArchiveReader, _ tables: [ConventionTable]) throws {
        self.archive = archive
        places = try tables.enumerated().compactMap { index, table in
            try table.entry.map { entry in
                Place(table: index, name: table.name, pattern: try Pattern(entry.pattern), example: entry.example)
            }
        }
    }

    func next() throws -> DropFile? {
        guard let entry = try archive.next() else {
            let missing = places.filter { !$0.isRead }
            guard missing.isEmpty else { throw DropFault.missingEntries(tables: missing.map(\.name)) }
            return nil
        }
        guard let found = places.firstIndex(where: { $0.pattern.matches(entry.name) }) else {
            throw DropFault.unknownEntry(entry: entry.number, expected: places.map(\.example))
        }
        guard !places[found].isRead else {
            throw DropFault.repeatedEntry(entry: entry.number, table: places[found].name)
        }
        places[found].isRead = true
        return DropFile(table: places[found].table, bytes: entry.content)
    }
}
