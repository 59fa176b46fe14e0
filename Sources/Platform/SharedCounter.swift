internal import CLinux
internal import Glibc

/// A 64-bit number in a file that several processes change at once without waiting for each other.
@safe
package final class SharedCounter: @unchecked Sendable {
    private let memory: UnsafeMutableRawPointer
    private var cell: UnsafeMutablePointer<UInt64> { unsafe memory.assumingMemoryBound(to: UInt64.self) }

    /// The number in `file`, which is open for reading and writing; a file that is too short becomes 0.
    package init(_ file: borrowing FileDescriptor) throws(SystemError) {
        let size = MemoryLayout<UInt64>.size
        if try file.status().size < UInt64(size) { try file.truncate(to: UInt64(size)) }
        let mapped = unsafe mmap(nil, size, PROT_READ | PROT_WRITE, MAP_SHARED, file.raw, 0)
        guard let mapped = unsafe mapped, unsafe mapped != MAP_FAILED else { throw SystemError("mmap") }
        unsafe memory = unsafe mapped
    }

    deinit { unsafe munmap(memory, MemoryLayout<UInt64>.size) }

    /// Replaces the number by what `change` makes of it, and says the new one; `change` is asked again where another
    /// process was faster.
    package func update(_ change: (UInt64) -> UInt64) -> UInt64 {
        var old = unsafe ecluse_load(cell)
        while true {
            let new = change(old)
            if unsafe ecluse_exchange(cell, &old, new) != 0 { return new }
        }
    }
}
