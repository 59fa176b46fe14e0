/// Code of a French department as the official geographic code writes it: `01`...`95`, `2A`, `2B`, `971`...; `99` is abroad.
package struct Department: Hashable, Sendable, CustomStringConvertible {
    /// The characters, the first in the highest byte used.
    private let packed: UInt32

    /// The code in two or three characters.
    init(_ first: UInt8, _ second: UInt8, _ third: UInt8? = nil) {
        let two = UInt32(first) << 8 | UInt32(second)
        packed = third.map { two << 8 | UInt32($0) } ?? two
    }

    /// Not in France.
    package static let abroad = Department(UInt8(ascii: "9"), UInt8(ascii: "9"))

    /// Number of characters: 2 or 3.
    package var count: Int { packed > 0xFFFF ? 3 : 2 }

    /// Character `index`.
    package subscript(index: Int) -> UInt8 {
        UInt8(truncatingIfNeeded: packed >> UInt32((count - 1 - index) * 8))
    }

    /// The code as text.
    package var description: String { String(decoding: (0..<count).map { self[$0] }, as: UTF8.self) }
}
