internal import Crypto
internal import Envelope
internal import Platform
internal import Support

/// The bytes of a file, hashed on the way.
///
/// The hash is the ingester's own: what the receipt names is what was opened, whatever the outer gate said.
@safe
final class FileSource: ByteSource {
    private let file: ReadAhead
    private let hash: SHA256
    private var longHash: SHA512?
    private var digests: (sha256: SHA256Digest, sha512: [UInt8]?)?
    /// Bytes read so far.
    private(set) var count: UInt64 = 0

    /// A source over `file`, from its position on.
    init(_ file: consuming FileDescriptor) throws {
        self.file = try ReadAhead(file)
        hash = try SHA256()
    }

    /// Also makes the digest that a signature beside the file is over; before the first byte is read.
    func hashAlso() throws { longHash = try SHA512() }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        let read = try unsafe file.read(into: buffer)
        let bytes = unsafe UnsafeRawBufferPointer(rebasing: buffer[..<read])
        unsafe hash.update(bytes)
        unsafe longHash?.update(bytes)
        count += UInt64(read)
        return read
    }

    /// Reads what is left and gives the hash of the whole file.
    func finish() throws -> SHA256Digest { try finishAll().sha256 }

    /// Like ``finish()``, by the hash of a signature; SHA-512 only after ``hashAlso()``.
    func finish(_ kind: SSHSignature.Hash) throws -> [UInt8] {
        let digests = try finishAll()
        return switch kind {
        case .sha256: digests.sha256.bytes
        case .sha512: digests.sha512 ?? []
        }
    }

    private func finishAll() throws -> (sha256: SHA256Digest, sha512: [UInt8]?) {
        if let digests { return digests }
        var rest = [UInt8](repeating: 0, count: 1 << 20)
        while try unsafe rest.withUnsafeMutableBytes({ buffer in try unsafe read(into: buffer) }) > 0 {}
        let made = (hash.finish(), try longHash?.finish())
        digests = made
        return made
    }
}
