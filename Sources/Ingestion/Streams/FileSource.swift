internal import Crypto
internal import Platform
internal import Support

/// The bytes of a file, hashed on the way.
///
/// The hash is the ingester's own: what the receipt names is what was opened, whatever the outer gate said.
@safe
final class FileSource: ByteSource {
    private let file: FileDescriptor
    private let hash: SHA256
    /// Bytes read so far.
    private(set) var count: UInt64 = 0

    /// A source over `file`, from its position on.
    init(_ file: consuming FileDescriptor) throws {
        self.file = file
        hash = try SHA256()
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        let read = try unsafe file.read(into: buffer)
        unsafe hash.update(UnsafeRawBufferPointer(rebasing: buffer[..<read]))
        count += UInt64(read)
        return read
    }

    /// Reads what is left and gives the hash of the whole file.
    func finish() throws -> SHA256Digest {
        var rest = [UInt8](repeating: 0, count: 1 << 20)
        while try unsafe rest.withUnsafeMutableBytes({ buffer in try unsafe read(into: buffer) }) > 0 {}
        return hash.finish()
    }
}
