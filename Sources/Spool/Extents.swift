/// Which bytes of a file have been written: so that a file with a hole is never handed over.
struct Extents {
    /// Most separate pieces ahead of the first hole; clients keep a few dozen writes in flight.
    static let maximumPieces = 1024

    /// Everything before this offset has been written.
    private(set) var contiguous: UInt64
    private var pieces: [Range<UInt64>] = []

    /// Whether there is no hole before the last byte written.
    var isWhole: Bool { pieces.isEmpty }

    /// Everything before `contiguous` is there.
    init(contiguous: UInt64) { self.contiguous = contiguous }

    /// Notes `range` as written; false where there are too many pieces to remember.
    mutating func add(_ range: Range<UInt64>) -> Bool {
        if pieces.isEmpty, range.lowerBound <= contiguous {
            contiguous = max(contiguous, range.upperBound)
            return true
        }
        guard pieces.count < Extents.maximumPieces else { return false }
        pieces.append(range)
        pieces.sort { $0.lowerBound < $1.lowerBound }
        while let first = pieces.first, first.lowerBound <= contiguous {
            contiguous = max(contiguous, first.upperBound)
            pieces.removeFirst()
        }
        return true
    }

    /// The file was cut at `size`.
    mutating func cut(at size: UInt64) {
        contiguous = min(contiguous, size)
        pieces = pieces.compactMap { $0.lowerBound >= size ? nil : $0.lowerBound..<min($0.upperBound, size) }
    }
}
