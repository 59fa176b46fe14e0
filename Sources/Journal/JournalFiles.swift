internal import Glibc
internal import Platform
internal import Support

/// Names and bytes below `journal/<role>/`.
///
/// - `YYYY-MM-DD.jsonl`: the lines of a UTC day;
/// - `YYYY-MM-DD.seal`: the signature over its end;
/// - `head`: lock of the chain, and the number and hash of its last line, which shows lines cut off the end.
enum JournalFiles {
    static let head = "head"
    /// Rights of every file here: the monitor reads them, in the group of the directory.
    static let permissions: UInt32 = 0o640
    private static let lineSuffix = ".jsonl"
    private static let sealSuffix = ".seal"

    static func lines(_ day: CivilDate) -> String { day.description + lineSuffix }
    static func seal(_ day: CivilDate) -> String { day.description + sealSuffix }

    /// Days that have lines, in order.
    static func days(_ directory: borrowing Directory) throws -> [CivilDate] { try days(directory, lineSuffix) }
    /// Days that have a seal, in order.
    static func sealedDays(_ directory: borrowing Directory) throws -> [CivilDate] { try days(directory, sealSuffix) }

    private static func days(_ directory: borrowing Directory, _ suffix: String) throws -> [CivilDate] {
        try directory.names().compactMap { name in
            name.hasSuffix(suffix) ? CivilDate(iso8601: String(name.dropLast(suffix.count))) : nil
        }.sorted()
    }

    /// Up to `count` bytes of `file` from `offset`; fewer at its end.
    static func read(_ file: borrowing FileDescriptor, at offset: UInt64, count: Int) throws -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var done = 0
        while done < count {
            let start = done
            let raw = file.raw
            let got = unsafe bytes.withUnsafeMutableBytes { buffer in
                unsafe pread(
                    raw, buffer.baseAddress.map { unsafe $0 + start }, count - start, off_t(offset) + off_t(start))
            }
            if got < 0 && errno == EINTR { continue }
            guard got >= 0 else { throw SystemError("pread", "journal") }
            if got == 0 { break }
            done += got
        }
        bytes.removeLast(count - done)
        return bytes
    }
}

/// The number and hash of the last line of a chain.
struct ChainHead: Sendable, Equatable {
    var sequence: Int64
    var hash: String

    /// A chain without lines.
    static let origin = ChainHead(sequence: 0, hash: LineFormat.origin)

    /// The text in the file `head`.
    var text: [UInt8] { Array("\(sequence) \(hash)\n".utf8) }

    /// Longest text of a head, with room to spare.
    static let maximumLength = 128

    init(sequence: Int64, hash: String) {
        self.sequence = sequence
        self.hash = hash
    }

    /// Reads the text of the file `head`; nil where there is none, as after a power cut.
    init?(_ text: [UInt8]) {
        let parts = text.split(separator: UInt8(ascii: " "))
        guard parts.count == 2, let sequence = Int64(String(decoding: parts[0], as: UTF8.self)), sequence >= 0,
            parts[1].count == 65, parts[1].last == UInt8(ascii: "\n")
        else { return nil }
        self.init(sequence: sequence, hash: String(decoding: parts[1].dropLast(), as: UTF8.self))
    }
}
