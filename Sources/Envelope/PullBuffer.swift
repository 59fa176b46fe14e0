internal import Glibc
internal import Support

/// A stream with a view of what comes next: lines and prefixes are looked at here, big reads go past it.
@safe
final class PullBuffer: ByteSource {
    /// What a request for a line brought.
    enum Line { case line([UInt8]), ended, tooLong }

    /// Bytes held at most, and so the longest prefix or line that can be looked at.
    static let capacity = 32 << 10

    /// Bytes taken from the underlying stream and given on.
    private(set) var consumed: UInt64 = 0

    private let source: any ByteSource
    private let memory: UnsafeMutableRawBufferPointer
    private var start = 0
    private var end = 0
    private var ended = false

    init(_ source: any ByteSource) {
        self.source = source
        unsafe memory = .allocate(byteCount: PullBuffer.capacity, alignment: 16)
    }

    deinit {
        // What passes may be plaintext.
        if let base = unsafe memory.baseAddress { unsafe explicit_bzero(base, memory.count) }
        unsafe memory.deallocate()
    }

    /// The next `count` bytes, fewer at the end, which stay to be read.
    func peek(_ count: Int) throws -> [UInt8] {
        precondition(count <= PullBuffer.capacity)
        while end - start < count, try pull() {}
        return unsafe Array(memory[start..<min(end, start + count)])
    }

    /// Takes the next line without its line feed; one longer than `limit` is not taken.
    func line(limit: Int) throws -> Line {
        precondition(limit < PullBuffer.capacity)
        var scanned = 0
        while true {
            while start + scanned < end {
                if unsafe memory[start + scanned] == UInt8(ascii: "\n") {
                    let line = unsafe Array(memory[start..<(start + scanned)])
                    advance(scanned + 1)
                    return .line(line)
                }
                scanned += 1
                if scanned > limit { return .tooLong }
            }
            guard try pull() else { return .ended }
        }
    }

    /// Takes what is left before the end where it is no longer than `limit`.
    func rest(limit: Int) throws -> [UInt8] {
        let rest = try peek(limit)
        advance(rest.count)
        return rest
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        let count: Int
        if start < end {
            count = min(buffer.count, end - start)
            unsafe buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: memory[start..<(start + count)]))
            start += count
        } else {
            guard !ended, buffer.count > 0 else { return 0 }
            count = try unsafe source.read(into: buffer)
            ended = count == 0
        }
        consumed += UInt64(count)
        return count
    }

    /// Fills all of `buffer`, or less where the stream ends.
    func fill(_ buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        var filled = 0
        while filled < buffer.count {
            let count = try unsafe read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[filled...]))
            if count == 0 { break }
            filled += count
        }
        return filled
    }

    private func advance(_ count: Int) {
        start += count
        consumed += UInt64(count)
    }

    /// Adds bytes behind those held; false at the end of the stream.
    private func pull() throws -> Bool {
        guard !ended else { return false }
        if start > 0 {
            let held = end - start
            if let base = unsafe memory.baseAddress {
                unsafe base.copyMemory(from: base.advanced(by: start), byteCount: held)
            }
            (start, end) = (0, held)
        }
        let count = try unsafe source.read(into: UnsafeMutableRawBufferPointer(rebasing: memory[end...]))
        ended = count == 0
        end += count
        return count > 0
    }
}
