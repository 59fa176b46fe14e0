/// Numbers that look random and are the same for the same seed (wyrand).
struct Draw {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    /// The draws of the `index`-th thing of a family.
    init(_ seed: UInt64, _ index: Int) { state = Draw.mixed(seed, UInt64(truncatingIfNeeded: index)) }

    /// A seed made of two.
    static func mixed(_ seed: UInt64, _ number: UInt64) -> UInt64 {
        var draw = Draw(seed ^ (number &* 0x9e37_79b9_7f4a_7c15))
        return draw.next()
    }

    mutating func next() -> UInt64 {
        state &+= 0xa076_1d64_78bd_642f
        let product = state.multipliedFullWidth(by: state ^ 0xe703_7ed1_a0b4_28db)
        return product.high ^ product.low
    }

    /// A number from 0 to `limit - 1`; 0 where the limit is below 2.
    mutating func below(_ limit: Int) -> Int {
        limit < 2 ? 0 : Int(truncatingIfNeeded: next().multipliedFullWidth(by: UInt64(limit)).high)
    }

    /// A number from 0 to `limit - 1`, low ones far more often than high ones: half of the draws are in the first quarter.
    mutating func skewed(_ limit: Int) -> Int {
        guard limit > 1 else { return 0 }
        let word = next() >> 32
        return Int((word &* word).multipliedFullWidth(by: UInt64(limit)).high)
    }

    /// Whether an event of probability `rate` happens.
    mutating func happens(_ rate: Double) -> Bool { Double(next() >> 11) * 0x1p-53 < rate }
}
