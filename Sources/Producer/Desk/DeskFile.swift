internal import Crypto
internal import Glibc
internal import Platform
internal import Support

/// A file of the producer, read from its start to its end.
package final class DeskFile: ByteSource {
    private let file: ReadAhead

    /// Opens the file at `path`.
    package init(_ path: String) throws { file = try ReadAhead(FileDescriptor.open(path, .read)) }

    package func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int { try unsafe file.read(into: buffer) }

    /// The first `count` bytes of the file at `path`, or all of it.
    static func start(of path: String, _ count: Int) throws -> [UInt8] {
        let file = try FileDescriptor.open(path, .read)
        var bytes = [UInt8](repeating: 0, count: count)
        var filled = 0
        while filled < count {
            let read = try unsafe bytes.withUnsafeMutableBytes { raw in
                try unsafe file.read(into: UnsafeMutableRawBufferPointer(rebasing: raw[filled...]))
            }
            if read == 0 { break }
            filled += read
        }
        return Array(bytes[..<filled])
    }

    /// Size and time of change of the file at `path`.
    static func status(_ path: String) throws -> (size: UInt64, modified: Timestamp) {
        let status = try FileDescriptor.open(path, .read).status()
        guard status.kind == .file else { throw SystemError("open", number: EISDIR) }
        return (status.size, status.modified)
    }

    /// The digest of the file at `path`.
    static func digest(_ path: String) throws -> SHA256Digest {
        let file = try DeskFile(path)
        let hash = try SHA256()
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        while true {
            let count = try unsafe buffer.withUnsafeMutableBytes { raw in
                let count = try unsafe file.read(into: raw)
                unsafe hash.update(UnsafeRawBufferPointer(rebasing: raw[..<count]))
                return count
            }
            if count == 0 { return hash.finish() }
        }
    }
}

/// A stream that writes down what is read from it.
@safe
final class TeeSource: ByteSource {
    private let source: any ByteSource
    private let note: (UnsafeRawBufferPointer) throws -> Void

    /// `source`, every byte of which `note` sees once.
    init(_ source: any ByteSource, _ note: @escaping (UnsafeRawBufferPointer) throws -> Void) {
        self.source = source
        unsafe self.note = unsafe note
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        let count = try unsafe source.read(into: buffer)
        try unsafe note(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        return count
    }

    /// Reads what is left.
    func drain() throws {
        var rest = [UInt8](repeating: 0, count: 256 << 10)
        defer { SecretBytes.zero(&rest) }
        while try unsafe rest.withUnsafeMutableBytes({ try unsafe read(into: $0) }) > 0 {}
    }
}
