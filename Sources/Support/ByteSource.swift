/// A stream of bytes that is pulled: the only way in which formats below the roles see a file or a socket.
package protocol ByteSource: AnyObject {
    /// Fills the start of `buffer` with the next bytes and says how many; 0 is the end.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int
}

/// A stream over bytes in memory.
@safe
package final class MemorySource: ByteSource {
    private let bytes: [UInt8]
    private var position = 0

    /// A stream of `bytes`.
    package init(_ bytes: [UInt8]) { self.bytes = bytes }

    package func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        let count = min(buffer.count, bytes.count - position)
        unsafe bytes.withUnsafeBytes { raw in
            unsafe buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: raw[position..<(position + count)]))
        }
        position += count
        return count
    }
}
