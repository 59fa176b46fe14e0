/// Guesses which known name a misspelt one meant.
package enum Spelling {
    /// Longest name for which a guess is made.
    private static let limit = 64

    /// The name of `known` that is at most two edits (a third of its length) from `name`.
    package static func suggestion(for name: String, among known: [String]) -> String? {
        let text = Array(name.lowercased().utf8)
        guard text.count <= limit else { return nil }
        let ranked = known.map { ($0, distance(text, Array($0.lowercased().utf8))) }
        guard let best = ranked.min(by: { $0.1 < $1.1 }), best.1 <= max(1, min(2, best.0.utf8.count / 3)) else {
            return nil
        }
        return best.0
    }

    /// Edits from `a` to `b`: insertions, removals, replacements and swaps of neighbours (optimal string alignment).
    private static func distance(_ a: [UInt8], _ b: [UInt8]) -> Int {
        var older: [Int] = []
        var previous = Array(0...b.count)
        for i in a.indices {
            var row = [i + 1]
            for j in b.indices {
                var least = min(previous[j + 1] + 1, row[j] + 1, previous[j] + (a[i] == b[j] ? 0 : 1))
                if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { least = min(least, older[j - 1] + 1) }
                row.append(least)
            }
            older = previous
            previous = row
        }
        return previous[b.count]
    }
}
