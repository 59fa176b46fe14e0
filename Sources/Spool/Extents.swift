/// Which bytes of a file have been written: so that a file with a hole is never handed over.
struct Extents {
    /// Most separate pieces ahead of the first hole; clients keep a few dozen writes in flight.
    static let maximumPieces = 1024

    /// Everything before this offset has been written.
    private(set) var contiguous: UInt64
    /// What was written behind the first hole: in order, apart from each other.
    private var pieces: [Range<UInt64>] = []

    /// Whether there is no hole before the last byte written.
    var isWhole: Bool { pieces.isEmpty }

    /// Everything before `contiguous` is there.
    init(contiguous: UInt64) { self.contiguous = contiguous }

    /// Notes `range` as written; false where there are too many pieces to remember.
    mutating func add(_ range: Range<UInt64>) -> Bool {
        guard !range.isEmpty else { return true }
        if range.lowerBound <= contiguous {
            contiguous = max(contiguous, range.upperBound)
        } else if !insert(range) {
            return false
        }
        let reached = pieces.prefix { $0.lowerBound <= contiguous }
        if let last = reached.last { contiguous = max(contiguous, last.upperBound) }
        pieces.removeFirst(reached.count)
        return true
    }

    /// Puts `range` in its place and melts it with the pieces that it touches.
    private mutating func insert(_ range: Range<UInt64>) -> Bool {
        let start = pieces.firstIndex { $0.upperBound >= range.lowerBound } ?? pieces.endIndex
        let end = pieces[start...].firstIndex { $0.lowerBound > range.upperBound } ?? pieces.endIndex
        guard start < end || pieces.count < Extents.maximumPieces else { return false }
        let touched = pieces[start..<end]
        let lower = min(range.lowerBound, touched.first?.lowerBound ?? range.lowerBound)
        let upper = max(range.upperBound, touched.last?.upperBound ?? range.upperBound)
        pieces.replaceSubrange(start..<end, with: CollectionOfOne(lower..<upper))
        return true
    }

    /// The file was cut at `size`.
    mutating func cut(at size: UInt64) {
        contiguous = min(contiguous, size)
        pieces = pieces.compactMap { $0.lowerBound >= size ? nil : $0.lowerBound..<min($0.upperBound, size) }
    }
}
