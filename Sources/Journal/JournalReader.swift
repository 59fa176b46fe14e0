internal import Platform
internal import Support

/// Reads the newest lines of all roles, and then what is added.
package final class JournalReader {
    /// Bytes of a day's file that are looked at for its last lines.
    static let window: UInt64 = 4 << 20
    /// Most lines that ``tail(_:)`` gives.
    package static let maximumTail = 10_000

    private let path: String
    private let roles: [JournalRole]
    /// Where the reading of each role goes on: day and offset.
    private var places: [JournalRole: (day: CivilDate, offset: UInt64)] = [:]

    /// A reader of the journal directory at `path`.
    package init(_ path: String, roles: [JournalRole] = JournalRole.allCases) {
        self.path = path
        self.roles = roles
    }

    /// The last `count` lines of all roles together, in order of time; ``poll()`` goes on after them.
    package func tail(_ count: Int) throws -> [JournalLine] {
        let count = max(0, min(count, Self.maximumTail))
        let journal = try Directory(path)
        var lines: [JournalLine] = []
        for role in roles where try journal.status(role.rawValue)?.kind == .directory {
            let directory = try journal.directory(role.rawValue)
            lines += try tail(count, of: role, in: directory)
        }
        return Array(Self.ordered(lines).suffix(count))
    }

    /// Lines added since the last call, in order of time; it does not wait.
    package func poll() throws -> [JournalLine] {
        let journal = try Directory(path)
        var lines: [JournalLine] = []
        for role in roles where try journal.status(role.rawValue)?.kind == .directory {
            let directory = try journal.directory(role.rawValue)
            let place = places[role]
            for day in try JournalFiles.days(directory) where place.map({ day >= $0.day }) ?? true {
                let offset = place?.day == day ? place?.offset ?? 0 : 0
                lines += try read(role, day, from: offset, in: directory)
            }
        }
        return Self.ordered(lines)
    }

    private func tail(_ count: Int, of role: JournalRole, in directory: borrowing Directory) throws -> [JournalLine] {
        var lines: [JournalLine] = []
        for day in try JournalFiles.days(directory).reversed() where lines.count < count || places[role] == nil {
            let size = try directory.status(JournalFiles.lines(day))?.size ?? 0
            let newest = places[role]
            let read = try read(role, day, from: size - min(size, Self.window), in: directory)
            if let newest { places[role] = newest }
            lines = read + lines
        }
        return lines.suffix(count)
    }

    /// Lines of a day from `offset`, which may lie within a line: what is no line is passed over, an unfinished one is left.
    private func read(_ role: JournalRole, _ day: CivilDate, from offset: UInt64, in directory: borrowing Directory)
        throws
        -> [JournalLine]
    {
        var reader = LineReader(try directory.open(JournalFiles.lines(day), .read), from: offset)
        var lines: [JournalLine] = []
        while let item = try reader.next(), item != .unfinished {
            if case .line(let bytes) = item, let line = JournalLine(bytes) { lines.append(line) }
        }
        places[role] = (day, reader.position)
        return lines
    }

    private static func ordered(_ lines: [JournalLine]) -> [JournalLine] {
        lines.sorted { ($0.time, $0.role.rawValue, $0.sequence) < ($1.time, $1.role.rawValue, $1.sequence) }
    }
}
