/// Classes of ASCII bytes that identifiers are made of.
enum ASCII {
    @inline(__always)
    static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

    @inline(__always)
    static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }

    @inline(__always)
    static func isAlphanumeric(_ byte: UInt8) -> Bool { isDigit(byte) || isLetter(byte) }

    /// The value of a digit; callers have checked that it is one.
    @inline(__always)
    static func value(_ byte: UInt8) -> Int { Int(byte &- 0x30) }

    /// Whether every byte is a digit.
    static func areDigits(_ bytes: Span<UInt8>) -> Bool {
        for index in bytes.indices where !isDigit(bytes[index]) { return false }
        return true
    }
}
