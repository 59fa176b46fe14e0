internal import Crypto
internal import Platform
package import Support
internal import Synchronization

/// Appends to a role's chain.
///
/// Several processes and threads may: a lock on the file `head` makes them take turns.
///
/// A line is acknowledged after `fsync`. Bytes of a line that a crash left unfinished are cut on the next append, and a
/// `journal.recovered` event says so.
package final class JournalWriter: Sendable {
    /// What this process knows of the newest file; good as long as its size and the directory stay as they are.
    private struct Tail: Sendable {
        var day: CivilDate
        var size: UInt64
        var head: ChainHead
        var directoryModified: Timestamp
    }

    private let role: JournalRole
    private let clock: any Clock
    private let directory: Directory
    private let tail = Mutex<Tail?>(nil)

    /// A writer for `role` below the journal directory at `path`, which must exist.
    package init(directory path: String, role: JournalRole, clock: any Clock = SystemClock()) throws {
        let journal = try Directory(path)
        try journal.make(role.rawValue)
        try journal.sync()
        directory = try journal.directory(role.rawValue)
        self.role = role
        self.clock = clock
    }

    /// Appends one event.
    package func append(_ event: JournalEvent) throws { try append([event]) }

    /// Appends `events` in one write and one `fsync`.
    package func append(_ events: [JournalEvent]) throws {
        guard !events.isEmpty else { return }
        try tail.withLock { tail in
            do { tail = try write(events, after: tail) } catch {
                tail = nil
                throw error
            }
        }
        CrashPoint.reached(.journalAppended)
    }

    private func write(_ events: [JournalEvent], after known: Tail?) throws -> Tail {
        // Opened for each turn: a lock taken on an inherited descriptor would be shared with the parent process.
        let headFile = try directory.open(
            JournalFiles.head, [.readWrite, .create], permissions: JournalFiles.permissions)
        try headFile.lock()
        let now = clock.now()
        var found = try resume(known, headFile)
        let day = try self.day(now, newest: found.tail?.day)
        let file = try directory.open(
            JournalFiles.lines(day), [.write, .create, .append], permissions: JournalFiles.permissions)
        let size = try file.status().size
        var lines: [UInt8] = []
        for event in found.notices + events {
            let line = LineFormat.line(
                event, role: role, sequence: found.head.sequence + 1, time: now, previous: found.head.hash)
            found.head = ChainHead(sequence: found.head.sequence + 1, hash: try SHA256.hash(line).description)
            lines += line
        }
        do {
            try file.write(lines)
            try file.sync()
            if size == 0 { try directory.sync() }
        } catch {
            // What was not acknowledged is taken back, or the next turn cuts it.
            try? file.truncate(to: size)
            throw error
        }
        try writeHead(found.head, headFile)
        return Tail(
            day: day, size: size + UInt64(lines.count), head: found.head,
            directoryModified: try directory.descriptor.status().modified)
    }

    /// Not synced: after a power cut it may say less than the lines, never more.
    private func writeHead(_ head: ChainHead, _ file: borrowing FileDescriptor) throws {
        let text = head.text
        try file.truncate(to: 0)
        try unsafe text.withUnsafeBytes { raw in try unsafe file.write(raw, at: 0) }
    }

    /// The day to write to: the clock's, but never before the newest file nor in a sealed one.
    private func day(_ now: Timestamp, newest: CivilDate?) throws -> CivilDate {
        let day = max(now.date, newest ?? now.date)
        return try directory.status(JournalFiles.seal(day)) == nil ? day : CivilDate(days: day.days + 1)
    }

    private struct Found {
        var tail: Tail?
        var head: ChainHead
        var notices: [JournalEvent] = []
    }

    /// Where the chain stands, mended where a crash left an unfinished line.
    private func resume(_ known: Tail?, _ headFile: borrowing FileDescriptor) throws -> Found {
        let modified = try directory.descriptor.status().modified
        if let known, known.directoryModified == modified,
            try directory.status(JournalFiles.lines(known.day))?.size == known.size
        {
            return Found(tail: known, head: known.head)
        }
        var found = Found(tail: nil, head: .origin)
        for day in try JournalFiles.days(directory).reversed() {
            let end = try mend(day)
            if end.cut > 0 { found.notices.append(JournalEvent("journal.recovered", [("bytes", .count(end.cut))])) }
            guard let head = end.head else { continue }
            found.head = head
            found.tail = Tail(day: day, size: end.size, head: head, directoryModified: modified)
            break
        }
        let noted = ChainHead(try JournalFiles.read(headFile, at: 0, count: ChainHead.maximumLength))
        if let noted, noted.sequence > found.head.sequence {
            found.notices.append(JournalEvent("journal.lines-missing", [("expected", .count(noted.sequence))]))
        }
        return found
    }

    /// Cuts what follows the last line end of a day's file and reads its last line; nil where no line is left.
    private func mend(_ day: CivilDate) throws -> (head: ChainHead?, size: UInt64, cut: UInt64) {
        let file = try directory.open(JournalFiles.lines(day), [.readWrite])
        let size = try file.status().size
        // A torn append may have left a whole group of unfinished bytes, but only its last line lacks an end.
        let window = min(size, UInt64(LineFormat.maximumLength) * 2)
        let bytes = try JournalFiles.read(file, at: size - window, count: Int(window))
        guard let end = bytes.lastIndex(of: UInt8(ascii: "\n")) else {
            guard window == size else { throw JournalFault.damaged(file: JournalFiles.lines(day)) }
            try file.truncate(to: 0)
            try file.sync()
            return (nil, 0, size)
        }
        let cut = UInt64(bytes.count - end - 1)
        if cut > 0 {
            try file.truncate(to: size - cut)
            try file.sync()
        }
        let start = bytes[..<end].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        guard let line = JournalLine(Array(bytes[start..<end])) else {
            throw JournalFault.damaged(file: JournalFiles.lines(day))
        }
        return (ChainHead(sequence: line.sequence, hash: try JournalLine.hash(line.bytes)), size - cut, cut)
    }
}
