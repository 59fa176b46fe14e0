internal import Platform
package import Support

/// Seals a finished day: a signature over its last line's number and hash, and with them over the whole chain so far.
package enum JournalSealer {
    /// Longest signature that is read, in bytes.
    static let maximumSignature = 16 << 10

    /// Makes the signature (SSHSIG) of a message.
    package typealias Signer = (_ message: [UInt8]) throws -> [UInt8]

    /// What is signed: `ecluse-journal <role> <day> <number> <hash>` and a line end.
    static func message(_ role: JournalRole, _ day: CivilDate, _ head: ChainHead) -> [UInt8] {
        Array("ecluse-journal \(role.rawValue) \(day) \(head.sequence) \(head.hash)\n".utf8)
    }

    /// Days of `role` before `today` that have lines and no seal.
    package static func unsealedDays(_ path: String, role: JournalRole, before today: CivilDate) throws -> [CivilDate] {
        let journal = try Directory(path)
        guard try journal.status(role.rawValue) != nil else { return [] }
        let directory = try journal.directory(role.rawValue)
        let sealed = Set(try JournalFiles.sealedDays(directory))
        return try JournalFiles.days(directory).filter { $0 < today && !sealed.contains($0) }
    }

    /// Seals `day` of `role`, which must be over at `now`; a sealed day stays as it is.
    package static func seal(_ path: String, role: JournalRole, day: CivilDate, now: Timestamp, sign: Signer) throws {
        let journal = try Directory(path)
        let directory = try journal.directory(role.rawValue)
        let lock = try directory.open(
            JournalFiles.head, [.readWrite, .create], permissions: JournalFiles.permissions)
        try lock.lock()
        guard try directory.status(JournalFiles.seal(day)) == nil else { return }
        let name = JournalFiles.lines(day)
        guard day < now.date, try directory.status(name) != nil else {
            throw JournalFault.notSealable(day: day.description)
        }
        var reader = LineReader(try directory.open(name, .read))
        var last: [UInt8]?
        while let item = try reader.next() {
            guard case .line(let bytes) = item else { throw JournalFault.damaged(file: name) }
            last = bytes
        }
        guard let line = last.flatMap(JournalLine.init) else { throw JournalFault.damaged(file: name) }
        let head = ChainHead(sequence: line.sequence, hash: try JournalLine.hash(line.bytes))
        try directory.writeDurably(
            JournalFiles.seal(day), try sign(message(role, day, head)), permissions: JournalFiles.permissions)
    }
}
