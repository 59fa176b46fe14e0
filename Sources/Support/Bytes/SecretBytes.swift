internal import Glibc

/// Key material: the one type that secrets live in.
///
/// The bytes sit in memory of their own that is locked, left out of core dumps and zeroed when the last reference goes.
/// They are reached only inside ``withUnsafeBytes(_:)`` and print as nothing.
@safe
package final class SecretBytes: @unchecked Sendable, CustomStringConvertible, CustomReflectable {
    // Sendable: the buffer is written by `init` only, before the object is shared, and read-only afterwards.
    private let buffer: UnsafeMutableRawBufferPointer

    /// Number of secret bytes.
    package var count: Int { unsafe buffer.count }

    /// Memory of `count` bytes that `fill` writes; on a thrown error the memory is zeroed and freed.
    package init<E: Error>(count: Int, filling fill: (UnsafeMutableRawBufferPointer) throws(E) -> Void) throws(E) {
        let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: count, alignment: 16)
        unsafe memory.initializeMemory(as: UInt8.self, repeating: 0)
        if let base = memory.baseAddress, count > 0 {
            // Best effort: the limit on locked memory may be small; core dumps are switched off for the whole process too.
            _ = unsafe mlock(base, count)
            _ = unsafe madvise(base, count, MADV_DONTDUMP)
        }
        unsafe buffer = unsafe memory
        try unsafe fill(memory)
    }

    /// A copy of `bytes`; zero the source with ``zero(_:)`` where it is yours.
    package convenience init(copying bytes: Span<UInt8>) {
        unsafe self.init(count: bytes.count) { memory in
            for index in bytes.indices { unsafe memory[index] = bytes[index] }
        }
    }

    deinit {
        if let base = unsafe buffer.baseAddress { unsafe explicit_bzero(base, buffer.count) }
        unsafe buffer.deallocate()
    }

    /// Calls `body` with the secret bytes, which must not leave it.
    package func withUnsafeBytes<R, E: Error>(_ body: (UnsafeRawBufferPointer) throws(E) -> R) throws(E) -> R {
        try unsafe body(UnsafeRawBufferPointer(buffer))
    }

    /// Overwrites an array that held secret bytes for a moment.
    package static func zero(_ bytes: inout [UInt8]) {
        unsafe bytes.withUnsafeMutableBytes { raw in
            if let base = raw.baseAddress { unsafe explicit_bzero(base, raw.count) }
        }
    }

    package var description: String { "" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
