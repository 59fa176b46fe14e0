/// Eight ASCII digits in a word, the first one lowest, read at once.
enum EightDigits {
    /// Whether all eight bytes are digits.
    @inline(__always)
    static func areDigits(_ word: UInt64) -> Bool {
        // The high half of each byte is 3, and stays so when 6 is added.
        let halves = (word & 0xF0F0_F0F0_F0F0_F0F0) ^ 0x3030_3030_3030_3030
        let raised = ((word &+ 0x0606_0606_0606_0606) & 0xF0F0_F0F0_F0F0_F0F0) ^ 0x3030_3030_3030_3030
        return halves | raised == 0
    }

    /// The number that eight digits are: pairs, then fours, then all.
    @inline(__always)
    static func value(_ word: UInt64) -> UInt64 {
        var value = word & 0x0F0F_0F0F_0F0F_0F0F
        value = (value &* (10 << 8 | 1)) >> 8 & 0x00FF_00FF_00FF_00FF
        value = (value &* (100 << 16 | 1)) >> 16 & 0x0000_FFFF_0000_FFFF
        return (value &* (10_000 << 32 | 1)) >> 32
    }
}
