/// Makes hostile variants of well-formed inputs: the engine of the fuzz tests that run without a fuzzer.
///
/// The same seed gives the same variants in the same order.
package struct Mutator: Sendable {
    /// Longest variant that is made.
    package static let maximumBytes = 64 << 10

    private var generator: SeededGenerator

    /// The mutator of `seed`.
    package init(_ seed: UInt64) { generator = SeededGenerator(seed) }

    /// Numbers at which length and count fields tend to break.
    private static let edges: [UInt8] = [0x00, 0x01, 0x0a, 0x0d, 0x22, 0x2c, 0x3b, 0x7f, 0x80, 0xc3, 0xfe, 0xff]

    /// A variant of `bytes`: one to four changes.
    package mutating func mutate(_ bytes: [UInt8]) -> [UInt8] {
        var result = bytes
        for _ in 0..<Int.random(in: 1...4, using: &generator) { change(&result) }
        return Array(result.prefix(Mutator.maximumBytes))
    }

    private mutating func change(_ bytes: inout [UInt8]) {
        guard !bytes.isEmpty else {
            bytes = generator.bytes(Int.random(in: 1...32, using: &generator))
            return
        }
        let place = Int.random(in: 0..<bytes.count, using: &generator)
        let end = min(bytes.count, place + Int.random(in: 1...64, using: &generator))
        switch Int.random(in: 0..<9, using: &generator) {
        case 0: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
        case 1: bytes[place] = Mutator.edges.randomElement(using: &generator) ?? 0
        case 2: bytes[place] = UInt8.random(in: 0...255, using: &generator)
        case 3: bytes.removeSubrange(place..<end)
        case 4: bytes.insert(contentsOf: bytes[place..<end], at: place)
        case 5: bytes.insert(contentsOf: generator.bytes(end - place), at: place)
        case 6: bytes.removeSubrange(place...)
        case 7: for index in place..<min(bytes.count, place + 4) { bytes[index] = 0xff }
        default: bytes.swapAt(place, Int.random(in: 0..<bytes.count, using: &generator))
        }
    }
}

/// Runs the corpus and then `count` mutations of it (or as many as ``FuzzBudget`` allows) through `target`.
///
/// An empty corpus still yields variants, made from nothing.
package func fuzz(
    _ corpus: [[UInt8]], seed: UInt64, count: Int, name: String = #fileID, _ target: ([UInt8]) throws -> Void
) rethrows {
    for bytes in corpus { try target(bytes) }
    var mutator = Mutator(seed)
    var budget = FuzzBudget(name, rounds: count)
    while let index = budget.next() { try target(mutator.mutate(corpus.isEmpty ? [] : corpus[index % corpus.count])) }
}
