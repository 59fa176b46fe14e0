internal import Glibc
internal import Support

/// A stream with a view of what comes next: headers are looked at here, big reads go past it.
///
/// What it held is wiped when it goes.
@safe
final class InputBuffer: ByteSource {
    /// Bytes held at most, and so the longest piece that can be looked at.
    static let capacity = 128 << 10

    /// Bytes given on.
    private(set) var consumed: UInt64 = 0
    /// Bytes taken from the underlying stream.
    private(set) var taken: UInt64 = 0

    private let source: any ByteSource
    private let memory: UnsafeMutableRawBufferPointer
    private var start = 0
    private var end = 0
    private var isEnded = false

    init(_ source: any ByteSource) {
        self.source = source
        unsafe memory = .allocate(byteCount: InputBuffer.capacity, alignment: 64)
    }

    deinit {
        if let base = unsafe memory.baseAddress { unsafe explicit_bzero(base, memory.count) }
        unsafe memory.deallocate()
    }

    /// What is held; empty only where ``refill()`` was not called or found nothing.
    var available: UnsafeRawBufferPointer { unsafe UnsafeRawBufferPointer(rebasing: memory[start..<end]) }

    /// Gives on `count` bytes of ``available``.
    func consume(_ count: Int) {
        start += count
        consumed += UInt64(count)
    }

    /// Adds bytes behind those held; false at the end of the stream, and where there is no room.
    func refill() throws -> Bool {
        guard !isEnded else { return false }
        if start > 0 {
            let held = end - start
            if let base = unsafe memory.baseAddress {
                unsafe base.copyMemory(from: base.advanced(by: start), byteCount: held)
            }
            (start, end) = (0, held)
        }
        guard unsafe end < memory.count else { return false }
        let count = try unsafe source.read(into: UnsafeMutableRawBufferPointer(rebasing: memory[end...]))
        isEnded = count == 0
        end += count
        taken += UInt64(count)
        return count > 0
    }

    /// Whether nothing follows.
    func isAtEnd() throws -> Bool { start == end ? !(try refill()) : false }

    /// The next `count` bytes, fewer at the end, which stay to be read.
    func peek(_ count: Int) throws -> [UInt8] {
        while end - start < count, try refill() {}
        return unsafe Array(memory[start..<min(end, start + count)])
    }

    /// The next `count` bytes, no more than ``capacity``.
    ///
    /// - Throws: ``ContainerFault/truncated(bytes:)`` where the stream ends before.
    func take(_ count: Int) throws -> [UInt8] {
        let bytes = try peek(count)
        guard bytes.count == count else { throw ContainerFault.truncated(bytes: consumed + UInt64(bytes.count)) }
        consume(count)
        return bytes
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        guard start == end else {
            let count = min(buffer.count, end - start)
            unsafe buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: memory[start..<(start + count)]))
            consume(count)
            return count
        }
        guard !isEnded, buffer.count > 0 else { return 0 }
        let count = try unsafe source.read(into: buffer)
        isEnded = count == 0
        taken += UInt64(count)
        consumed += UInt64(count)
        return count
    }
}
