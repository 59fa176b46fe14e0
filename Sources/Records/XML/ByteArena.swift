/// Bytes that grow at the end; most values are copied in one step.
struct ByteArena {
    /// Bytes copied at a time.
    private static let step = 16

    private var bytes: [UInt8] = []
    /// Bytes in use.
    private(set) var count = 0

    mutating func removeAll() { count = 0 }

    /// Appends `length` bytes of another arena from `start`.
    @inline(__always)
    mutating func append(_ source: borrowing ByteArena, _ start: Int, _ length: Int) {
        append(source.bytes.span, start, length)
    }

    /// Appends the first `length` bytes of `source`.
    mutating func append(_ source: [UInt8], _ length: Int) { append(source.span, 0, length) }

    /// Appends `length` bytes of `source` from `start`.
    @inline(__always)
    mutating func append(_ source: Span<UInt8>, _ start: Int, _ length: Int) {
        precondition(start >= 0 && length >= 0 && start <= source.count - length)
        ensure(length + ByteArena.step)
        let place = count
        unsafe bytes.withUnsafeMutableBytes { out in
            unsafe source.withUnsafeBytes { input in
                guard let target = out.baseAddress, let origin = input.baseAddress else { return }
                if length <= ByteArena.step, start + ByteArena.step <= input.count {
                    let value = unsafe origin.loadUnaligned(fromByteOffset: start, as: SIMD16<UInt8>.self)
                    unsafe target.storeBytes(of: value, toByteOffset: place, as: SIMD16<UInt8>.self)
                } else {
                    unsafe (target + place).copyMemory(from: origin + start, byteCount: length)
                }
            }
        }
        count = place + length
    }

    @inline(__always)
    mutating func append(_ byte: UInt8) {
        ensure(1)
        bytes[count] = byte
        count += 1
    }

    /// Appends a number from 0, in decimal digits.
    mutating func append(number: Int) {
        var length = 1
        var rest = number / 10
        while rest > 0 {
            length += 1
            rest /= 10
        }
        ensure(length)
        var place = count + length
        rest = number
        while place > count {
            place -= 1
            bytes[place] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        }
        count += length
    }

    /// The bytes, which are gone from here.
    mutating func take() -> [UInt8] {
        var taken: [UInt8] = []
        swap(&taken, &bytes)
        taken.removeLast(taken.count - count)
        count = 0
        return taken
    }

    @inline(__always)
    private mutating func ensure(_ more: Int) {
        if count + more > bytes.count { grow(more) }
    }

    @inline(never)
    private mutating func grow(_ more: Int) {
        bytes += [UInt8](repeating: 0, count: Swift.max(more, bytes.count, 4096))
    }
}
