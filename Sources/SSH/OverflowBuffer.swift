/// Room for a read that asks for a whole window: what the caller's buffer does not hold waits here for the next call.
///
/// As large as the largest window, but only the pages that were used take memory, and a read finds a packet or two.
@safe
final class OverflowBuffer {
    private let memory: UnsafeMutableRawBufferPointer
    private var range = 0..<0

    init() { unsafe memory = .allocate(byteCount: ReceiveWindow.largest, alignment: 16) }

    deinit { unsafe memory.deallocate() }

    /// Lets `read` fill the first `size` bytes; it says how many it wrote, or a negative number.
    func fill(_ size: Int, _ read: (UnsafeMutableRawBufferPointer) -> Int32) -> Int32 {
        precondition(size <= ReceiveWindow.largest)
        let room = unsafe UnsafeMutableRawBufferPointer(rebasing: memory[..<size])
        let count = unsafe read(room)
        range = 0..<min(max(0, Int(count)), size)
        return count
    }

    /// Moves what waits here into `buffer`, as much as it holds; nil where nothing waits.
    func take(into buffer: UnsafeMutableRawBufferPointer) -> Int? {
        guard !range.isEmpty, buffer.count > 0 else { return nil }
        let count = min(range.count, buffer.count)
        unsafe buffer.copyMemory(
            from: UnsafeRawBufferPointer(rebasing: memory[range.lowerBound..<(range.lowerBound + count)]))
        range = (range.lowerBound + count)..<range.upperBound
        return count
    }
}
