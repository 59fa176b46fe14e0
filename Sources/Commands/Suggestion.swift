/// The known word that a mistyped one was probably meant to be.
enum Suggestion {
    /// More changes than this and the words have nothing to do with each other.
    private static let furthest = 2
    /// Longer words are not compared: nobody mistypes that much.
    private static let longestWord = 64

    /// The nearest of `known` words to `word`, or nil where none is near.
    static func nearest(to word: String, among known: [String]) -> String? {
        guard word.unicodeScalars.count <= longestWord else { return nil }
        let near = known.map { (distance: distance(word, $0), word: $0) }.filter { $0.distance <= furthest }
        return near.min { ($0.distance, $0.word) < ($1.distance, $1.word) }?.word
    }

    /// Insertions, removals, replacements and swaps of neighbours that lead from `a` to `b`.
    static func distance(_ a: String, _ b: String) -> Int {
        let (a, b) = (Array(a.unicodeScalars), Array(b.unicodeScalars))
        var beforeLast: [Int] = []
        var last = Array(0...b.count)
        for row in 0..<a.count {
            var current = [row + 1]
            for column in 0..<b.count {
                let cost = a[row] == b[column] ? 0 : 1
                var best = min(last[column + 1] + 1, current[column] + 1, last[column] + cost)
                if row > 0, column > 0, a[row] == b[column - 1], a[row - 1] == b[column] {
                    best = min(best, beforeLast[column - 1] + 1)
                }
                current.append(best)
            }
            beforeLast = last
            last = current
        }
        return last[b.count]
    }
}
