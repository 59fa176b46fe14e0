internal import Glibc

/// A stream with a view of what comes next: headers, lines and marks are looked at here, big reads go past it.
///
/// What it held is wiped when it goes: it may be plaintext.
@safe
package final class LookaheadSource: ByteSource {
    /// What a request for a line brought.
    package enum Line { case line([UInt8]), ended, tooLong }

    /// Bytes held where nothing else is asked for.
    package static let usualCapacity = 32 << 10

    /// Bytes given on.
    package private(set) var consumed: UInt64 = 0
    /// Bytes taken from the underlying stream.
    package private(set) var taken: UInt64 = 0

    private let source: any ByteSource
    private let memory: UnsafeMutableRawBufferPointer
    private var start = 0
    private var end = 0
    private var isEnded = false

    /// A view of `source` that holds at most `capacity` bytes: the longest piece or line that can be looked at.
    package init(_ source: any ByteSource, capacity: Int = usualCapacity) {
        self.source = source
        unsafe memory = .allocate(byteCount: capacity, alignment: 64)
    }

    deinit {
        if let base = unsafe memory.baseAddress { unsafe explicit_bzero(base, memory.count) }
        unsafe memory.deallocate()
    }

    /// What is held; empty only where ``refill()`` was not called or found nothing.
    package var available: UnsafeRawBufferPointer { unsafe UnsafeRawBufferPointer(rebasing: memory[start..<end]) }

    /// Gives on `count` bytes of ``available``.
    package func consume(_ count: Int) {
        precondition(count >= 0 && count <= end - start)
        start += count
        consumed += UInt64(count)
    }

    /// Adds bytes behind those held; false at the end of the stream, and where there is no room.
    package func refill() throws -> Bool {
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
    package func isAtEnd() throws -> Bool { start == end ? !(try refill()) : false }

    /// The next `count` bytes, which stay to be read; fewer at the end, and where they pass the capacity.
    package func peek(_ count: Int) throws -> [UInt8] {
        while end - start < count, try refill() {}
        return unsafe Array(memory[start..<min(end, start + count)])
    }

    /// Takes the next line without its line feed; one longer than `limit` is not taken.
    package func line(limit: Int) throws -> Line {
        precondition(unsafe limit < memory.count)
        var scanned = 0
        while true {
            while start + scanned < end {
                if unsafe memory[start + scanned] == UInt8(ascii: "\n") {
                    let line = unsafe Array(memory[start..<(start + scanned)])
                    consume(scanned + 1)
                    return .line(line)
                }
                scanned += 1
                if scanned > limit { return .tooLong }
            }
            guard try refill() else { return .ended }
        }
    }

    /// Takes what is left before the end where it is no longer than `limit`, or else as much.
    package func rest(limit: Int) throws -> [UInt8] {
        let rest = try peek(limit)
        consume(rest.count)
        return rest
    }

    package func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
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

    /// Fills all of `buffer`, or less where the stream ends.
    package func fill(_ buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        var filled = 0
        while filled < buffer.count {
            let count = try unsafe read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[filled...]))
            if count == 0 { break }
            filled += count
        }
        return filled
    }
}
