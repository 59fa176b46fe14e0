internal import Support

/// A piece of plaintext on its way from one thread to another, overwritten when the last who holds it lets go.
final class PlainChunk: @unchecked Sendable {
    // Sendable: the bytes are written by `init` only, and by `deinit` when nobody else is there.
    private var memory: [UInt8]

    /// Number of bytes.
    var count: Int { memory.count }

    /// Takes the bytes out of `memory`, whose storage nobody else may hold: another holder would keep them.
    init(taking memory: inout [UInt8]) {
        self.memory = []
        swap(&self.memory, &memory)
    }

    deinit { SecretBytes.zero(&memory) }

    /// Copies what is there from `start` on into `buffer`; says how many bytes.
    func copy(from start: Int, into buffer: UnsafeMutableRawBufferPointer) -> Int {
        let count = min(buffer.count, memory.count - start)
        unsafe memory.withUnsafeBytes { raw in
            unsafe buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: raw[start..<(start + count)]))
        }
        return count
    }
}
