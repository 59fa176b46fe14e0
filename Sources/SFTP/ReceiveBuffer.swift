/// Bytes from the client that are not acted upon yet: written by the transport and read by the codec where they lie.
///
/// One block of memory for the whole session. Only the pages that were used take room.
@safe
final class ReceiveBuffer {
    private let memory: UnsafeMutableRawBufferPointer
    private var start = 0
    private var end = 0

    init() {
        unsafe memory = UnsafeMutableRawBufferPointer.allocate(
            byteCount: SFTPLimits.receiveBuffer + SFTPLimits.packet + 4, alignment: 16)
    }

    deinit { unsafe memory.deallocate() }

    var count: Int { end - start }

    /// The unread bytes.
    var unread: UnsafeRawBufferPointer { unsafe UnsafeRawBufferPointer(rebasing: memory[start..<end]) }

    /// Calls `fill` with all the free space and adds the number of bytes that it returns.
    func append<E: Error>(_ fill: (UnsafeMutableRawBufferPointer) throws(E) -> Int) throws(E) -> Int {
        if start > 0 {
            if start < end, let base = unsafe memory.baseAddress {
                unsafe base.copyMemory(from: base + start, byteCount: end - start)
            }
            end -= start
            start = 0
        }
        let space = unsafe UnsafeMutableRawBufferPointer(rebasing: memory[end...])
        let added = try unsafe fill(space)
        precondition(added >= 0 && added <= space.count)
        end += added
        return added
    }

    func consume(_ count: Int) {
        precondition(count <= self.count)
        start += count
    }
}
