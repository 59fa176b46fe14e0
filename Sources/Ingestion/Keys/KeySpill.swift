internal import Platform
internal import Records

/// A key that could not be judged on the way: its hash, which record of the table it is of, and that record's line.
struct SpilledKey: Sendable, Comparable {
    let hash: KeyHash
    let record: UInt64
    let line: UInt64

    static func < (a: SpilledKey, b: SpilledKey) -> Bool { a.hash == b.hash ? a.record < b.record : a.hash < b.hash }
}

/// Keys on the disk, parted by their hashes so that each part can be judged in memory by itself.
///
/// What is written are hashes under a key that is made for the drop and never leaves the process; the file has no name. So
/// nothing on the disk says anything about a value, and a crash leaves nothing behind.
struct KeySpill {
    /// Parts: of a thousand million keys each takes 125 MiB.
    static let partCount = 256
    /// Keys of a part that wait in memory; all parts together wait in 4 MiB.
    private static let waitingCount = 512

    private let directory: String
    private var file: SpillFile?
    private var waiting = [[SpilledKey]](repeating: [], count: partCount)
    /// Where the runs of each part stand.
    private var runs = [[(offset: UInt64, count: Int)]](repeating: [], count: partCount)
    private var end: UInt64 = 0
    /// Keys in all.
    private(set) var count: UInt64 = 0

    /// A spill in the file system of `directory`; nothing is made there before it is needed.
    init(directory: String) { self.directory = directory }

    /// Which part a key is in.
    static func part(_ hash: KeyHash) -> Int { Int(hash.high >> 56) }

    /// Adds a key.
    mutating func append(_ key: SpilledKey) throws {
        let part = KeySpill.part(key.hash)
        waiting[part].append(key)
        count += 1
        if waiting[part].count == KeySpill.waitingCount { try write(part) }
    }

    /// The keys of a part, in order.
    func keys(ofPart part: Int) throws -> [SpilledKey] {
        var keys = waiting[part]
        for run in runs[part] {
            if let file { keys += try file.read(run.count, at: run.offset) }
        }
        return keys.sorted()
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
