/// A keyed 128-bit hash of a record's primary key.
package struct KeyHash: Sendable, Hashable {
    let high: UInt64
    let low: UInt64
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
