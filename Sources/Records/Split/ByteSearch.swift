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

    /// Index of the last `byte` in `bytes`; close to the end in all but hostile files.
    static func last(_ bytes: Span<UInt8>, _ byte: UInt8) -> Int? {
        var index = bytes.count - 1
        while index >= 0, bytes[index] != byte { index -= 1 }
        return index < 0 ? nil : index
    }

    /// How often `byte` occurs in `bytes`.
    static func count(_ bytes: Span<UInt8>, _ byte: UInt8) -> Int {
        unsafe bytes.withUnsafeBufferPointer { buffer in
            var total = 0
            for index in 0..<buffer.count where unsafe buffer[index] == byte { total &+= 1 }
            return total
        }
    }
}
