internal import Glibc

/// Searches of one byte with libc's vector code.
enum ByteSearch {
    /// Bytes counted at a time.
    private static let step = 16

    /// Whether `byte` occurs in `bytes`.
    static func contains(_ bytes: Span<UInt8>, _ byte: UInt8) -> Bool {
        unsafe bytes.withUnsafeBufferPointer { buffer in
            guard let start = buffer.baseAddress else { return false }
            return unsafe memchr(start, Int32(byte), buffer.count) != nil
        }
    }

    /// Index of the first `byte` in `bytes` from `start`.
    static func first(_ bytes: Span<UInt8>, _ byte: UInt8, from start: Int) -> Int? {
        guard start < bytes.count else { return nil }
        return unsafe bytes.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return nil }
            guard let found = unsafe memchr(base + start, Int32(byte), buffer.count - start) else { return nil }
            return unsafe UnsafeRawPointer(found) - UnsafeRawPointer(base)
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
        unsafe bytes.withUnsafeBytes { buffer in
            let wanted = SIMD16<UInt8>(repeating: byte)
            var total = 0
            var index = 0
            while index + step <= buffer.count {
                // A lane holds a byte: it is emptied before it can run over.
                let end = min(buffer.count - step, index + (Int(UInt8.max) - 1) * step)
                var lanes = SIMD16<UInt8>()
                while index <= end {
                    let part = unsafe buffer.loadUnaligned(fromByteOffset: index, as: SIMD16<UInt8>.self)
                    // Where the byte is the one wanted, the mask is -1.
                    lanes &-= unsafe unsafeBitCast(part .== wanted, to: SIMD16<UInt8>.self)
                    index += step
                }
                for lane in lanes.indices { total &+= Int(lanes[lane]) }
            }
            while index < buffer.count {
                if unsafe buffer[index] == byte { total &+= 1 }
                index += 1
            }
            return total
        }
    }
}
