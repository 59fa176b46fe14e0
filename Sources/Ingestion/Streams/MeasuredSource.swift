internal import Convention
internal import Crypto
internal import Support

/// A stream that is measured on its way: its bytes and their SHA-256.
@safe
final class MeasuredSource: ByteSource {
    private let source: any ByteSource
    private let hash: SHA256
    /// Bytes read so far.
    private(set) var count: UInt64 = 0

    /// Measures what is read of `source` from here on.
    init(_ source: any ByteSource) throws {
        self.source = source
        hash = try SHA256()
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        let read = try unsafe source.read(into: buffer)
        unsafe hash.update(UnsafeRawBufferPointer(rebasing: buffer[..<read]))
        count += UInt64(read)
        return read
    }

    /// Compares what was read with what a manifest states of the file; called once, after the last read.
    ///
    /// - Throws: ``DeliveryFault/otherBytes(table:stated:found:)``, ``DeliveryFault/otherDigest(table:)``.
    func expect(_ stated: DeliveryManifest.File) throws {
        guard UInt64(clamping: stated.bytes) == count else {
            throw DeliveryFault.otherBytes(table: stated.table, stated: stated.bytes, found: count)
        }
        guard hash.finish().description == stated.sha256 else { throw DeliveryFault.otherDigest(table: stated.table) }
    }
}
