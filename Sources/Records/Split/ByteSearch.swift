internal import Glibc

/// Searches of one byte with libc's vector code.
enum ByteSearch {
    /// Whether `byte` occurs in `bytes`.
    static func contains(_ bytes: Span<UInt8>, _ byte: UInt8) -> Bool {
        unsafe bytes.withUnsafeBufferPointer { buffer in
            guard let start = buffer.baseAddress else { return false }
            return unsafe memchr(start, Int32(byte), buffer.count) != nil
        }
    }

    /// Index of the last `byte` in `bytes`.
    static func last(_ bytes: Span<UInt8>, _ byte: UInt8) -> Int? {
        unsafe bytes.withUnsafeBufferPointer { buffer in
            guard let start = buffer.baseAddress, let found = unsafe memrchr(start, Int32(byte), buffer.count)
            else { return nil }
            return unsafe UnsafeRawPointer(start).distance(to: UnsafeRawPointer(found))
        }
    }

    /// How often `byte` occurs in `bytes`.
    static func count(_ bytes: Span<UInt8>, _ byte: UInt8) -> Int {
        unsafe bytes.withUnsafeBufferPointer { buffer in
            var total = 0
            for unsafe value in unsafe buffer where value == byte { total &+= 1 }
            return total
        }
    }
}
