/// A keyed 128-bit hash of the values of a key; its last bit is always set.
package struct KeyHash: Sendable, Hashable, Comparable {
    package let high: UInt64
    package let low: UInt64

    /// What a record has that lacks a value of a key which missing values leave alone.
    package static let none = KeyHash(high: 0, low: 0)

    /// A hash that was written down.
    package init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// The order of the numbers.
    package static func < (a: KeyHash, b: KeyHash) -> Bool { (a.high, a.low) < (b.high, b.low) }
}

/// The random key under which one drop's primary keys are hashed: no producer can aim at collisions.
package struct KeySeed: Sendable {
    let first: UInt64
    let second: UInt64

    /// A new seed from the system's generator (`getrandom`).
    package static func random() -> KeySeed {
        var generator = SystemRandomNumberGenerator()
        return KeySeed(first: generator.next(), second: generator.next())
    }

    /// A given seed, for tests.
    package init(first: UInt64, second: UInt64) {
        self.first = first
        self.second = second
    }
}
