internal import Platform
package import Records

/// A key that could not be judged on the way: its hash, which record of the table it is of, and that record's line.
package struct SpilledKey: Sendable, Equatable {
    package let hash: KeyHash
    package let record: UInt64
    package let line: UInt64

    /// The key of a record.
    package init(hash: KeyHash, record: UInt64, line: UInt64) {
        self.hash = hash
        self.record = record
        self.line = line
    }
}

/// Keys on the disk, parted by their hashes so that what differs in a part can be held in memory by itself.
///
/// A part is read back piece by piece in the order in which its keys came: however often one key is repeated, memory has it once.
///
/// What is written are hashes under a key that is made for the drop and never leaves the process; the file has no name. So
/// nothing on the disk says anything about a value, and a crash leaves nothing behind.
package struct KeySpill {
    /// Parts: of a thousand million different keys each has some four million, 63 to 78 MiB.
    package static let partCount = 256
    /// Most keys of a part that are in memory at once, waiting or read back; all parts together wait in 4 MiB.
    package static let pieceCount = 512

    private let directory: String
    private var file: SpillFile?
    private var waiting = [[SpilledKey]](repeating: [], count: partCount)
    /// Where the runs of each part stand.
    private var runs = [[(offset: UInt64, count: Int)]](repeating: [], count: partCount)
    private var end: UInt64 = 0
    /// Keys in all.
    package private(set) var count: UInt64 = 0

    /// A spill in the file system of `directory`; nothing is made there before it is needed.
    package init(directory: String) { self.directory = directory }

    /// Which part a key is in.
    package static func part(_ hash: KeyHash) -> Int { Int(hash.high >> 56) }

    /// Adds a key.
    package mutating func append(_ key: SpilledKey) throws {
        let part = KeySpill.part(key.hash)
        waiting[part].append(key)
        count += 1
        if waiting[part].count == KeySpill.pieceCount { try write(part) }
    }

    /// Gives the keys of a part to `body`, in the order in which they came, at most ``pieceCount`` at once.
    package func read(part: Int, _ body: ([SpilledKey]) throws -> Void) throws {
        for run in runs[part] {
            if let file { try body(file.read(run.count, at: run.offset)) }
        }
        if !waiting[part].isEmpty { try body(waiting[part]) }
    }

    private mutating func write(_ part: Int) throws {
        let file = try self.file ?? SpillFile(directory)
        self.file = file
        let keys = waiting[part]
        try file.write(keys, at: end)
        runs[part].append((end, keys.count))
        end += UInt64(keys.count * SpillFile.stride)
        waiting[part].removeAll(keepingCapacity: true)
    }
}

/// A file of spilled keys: four words each.
private final class SpillFile {
    static let stride = 32
    private let file: FileDescriptor

    init(_ directory: String) throws { file = try FileDescriptor.temporary(in: directory) }

    func write(_ keys: [SpilledKey], at offset: UInt64) throws {
        let words = keys.flatMap { [$0.hash.high, $0.hash.low, $0.record, $0.line] }
        try unsafe words.withUnsafeBytes { try unsafe file.write($0, at: offset) }
    }

    func read(_ count: Int, at offset: UInt64) throws -> [SpilledKey] {
        var words = [UInt64](repeating: 0, count: count * 4)
        try unsafe words.withUnsafeMutableBytes { buffer in
            var done = 0
            while done < buffer.count {
                let rest = unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[done...])
                let count = try unsafe file.read(into: rest, at: offset + UInt64(done))
                guard count > 0 else { throw SystemFault.keysUnsettled }
                done += count
            }
        }
        return (0..<count).map { index in
            SpilledKey(
                hash: KeyHash(high: words[index * 4], low: words[index * 4 + 1]), record: words[index * 4 + 2],
                line: words[index * 4 + 3])
        }
    }
}
