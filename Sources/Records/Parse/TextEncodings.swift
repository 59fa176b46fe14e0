/// Checks and conversion of a block's characters.
enum TextEncodings {
    /// Whether every byte is below 0x80.
    static func isASCII(_ bytes: Span<UInt8>) -> Bool {
        let words = bytes.count / 8
        var all: UInt64 = 0
        var index = 0
        while index < words {
            let end = min(words, index + 512)
            while index < end {
                // Bounds are checked by the call; every bit pattern is a UInt64.
                all |= unsafe bytes.bytes.unsafeLoadUnaligned(fromByteOffset: index * 8, as: UInt64.self)
                index += 1
            }
            // Most blocks with an accent have one early.
            if all & 0x8080_8080_8080_8080 != 0 { return false }
        }
        for index in (words * 8)..<bytes.count { all |= UInt64(bytes[index]) }
        return all & 0x8080_8080_8080_8080 == 0
    }

    /// Whether the bytes are well-formed UTF-8 (Unicode, table 3-7).
    ///
    /// Producers' files are ASCII but for a letter here and there: eight bytes at a time are passed over, and only the letters
    /// are looked at (the standard library's own check looks at every byte once there is one).
    static func isUTF8(_ bytes: Span<UInt8>) -> Bool {
        unsafe bytes.withUnsafeBytes { unsafe isUTF8($0) }
    }

    private static func isUTF8(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var index = 0
        let wordEnd = bytes.count - 8
        while index < bytes.count {
            if index <= wordEnd {
                let word = unsafe UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self))
                let high = word & 0x8080_8080_8080_8080
                if high == 0 {
                    index += 8
                    continue
                }
                index += high.trailingZeroBitCount / 8
            } else if unsafe bytes[index] < 0x80 {
                index += 1
                continue
            }
            let length = unsafe scalarLength(bytes, index)
            if length == 0 { return false }
            index += length
        }
        return true
    }

    /// Bytes of the well-formed scalar beyond ASCII that begins at `index`; 0 where there is none.
    @inline(__always)
    private static func scalarLength(_ bytes: UnsafeRawBufferPointer, _ index: Int) -> Int {
        let left = bytes.count - index
        let first = unsafe bytes[index]
        guard left >= 2, first >= 0xC2, first <= 0xF4 else { return 0 }
        let second = unsafe bytes[index + 1]
        if first < 0xE0 { return isContinuation(second) ? 2 : 0 }
        // The second byte's range is narrower after some first bytes: no overlong forms, no surrogates, nothing past U+10FFFF.
        let least: UInt8 = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80
        let most: UInt8 = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF
        guard left >= 3, second >= least, second <= most, unsafe isContinuation(bytes[index + 2]) else { return 0 }
        if first < 0xF0 { return 3 }
        guard left >= 4, unsafe isContinuation(bytes[index + 3]) else { return 0 }
        return 4
    }

    @inline(__always)
    private static func isContinuation(_ byte: UInt8) -> Bool { byte & 0xC0 == 0x80 }

    /// Whether UTF-8 text holds a control character U+0080 to U+009F.
    static func holdsC1(_ bytes: Span<UInt8>) -> Bool {
        for index in bytes.indices.dropLast() where bytes[index] == 0xC2 && bytes[index + 1] < 0xA0 { return true }
        return false
    }
}

/// A single-byte encoding as UTF-8, character by character.
struct CharacterTable: Sendable {
    /// UTF-8 of each byte, lowest byte first, and its length in the highest byte.
    private let words: [UInt32]

    /// The table of `encoding`; nil for UTF-8.
    init?(_ encoding: TextEncoding) {
        guard let codePoints = encoding.codePoints else { return nil }
        words = codePoints.map { point in
            let bytes = Array(String(Unicode.Scalar(point) ?? "?").utf8)
            let word = bytes.enumerated().reduce(UInt32(0)) { $0 | UInt32($1.element) << (8 * UInt32($1.offset)) }
            return word | UInt32(bytes.count) << 24
        }
    }

    /// `bytes` as UTF-8, and whether a control character U+0080 to U+009F is among them.
    func utf8(_ bytes: Span<UInt8>) -> (text: [UInt8], holdsC1: Bool) {
        var holdsC1 = false
        let words = words.span
        let text = unsafe [UInt8](unsafeUninitializedCapacity: bytes.count * 3) { out, count in
            var used = 0
            var index = 0
            while index < bytes.count {
                index = unsafe CharacterTable.copyASCII(bytes, from: index, to: out, &used)
                if index == bytes.count { break }
                let byte = bytes[index]
                index += 1
                var word = words[Int(byte)]
                if word & 0xFFFF < 0xA0C2, word & 0xFF == 0xC2 { holdsC1 = true }
                for _ in 0..<(word >> 24) {
                    unsafe out[used] = UInt8(truncatingIfNeeded: word)
                    used += 1
                    word >>= 8
                }
            }
            count = used
        }
        return (text, holdsC1)
    }

    /// Copies what is ASCII from `start` on, eight bytes at a time; returns where that ends.
    @inline(__always)
    private static func copyASCII(
        _ bytes: Span<UInt8>, from start: Int, to out: UnsafeMutableBufferPointer<UInt8>, _ used: inout Int
    ) -> Int {
        var index = start
        while index + 8 <= bytes.count {
            let word = unsafe bytes.bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self)
            // What is written too much is written over: a byte gives at least one.
            unsafe UnsafeMutableRawBufferPointer(out).storeBytes(of: word, toByteOffset: used, as: UInt64.self)
            let high = word & 0x8080_8080_8080_8080
            let count = high == 0 ? 8 : high.trailingZeroBitCount / 8
            index += count
            used += count
            if count < 8 { return index }
        }
        while index < bytes.count, bytes[index] < 0x80 {
            unsafe out[used] = bytes[index]
            index += 1
            used += 1
        }
        return index
    }
}
