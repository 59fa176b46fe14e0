/// Guesses which known name a misspelt one meant.
package enum Spelling {
    /// Longest name for which a guess is made.
    private static let limit = 64

    /// The name of `known` that is at most two edits (a third of its length) from `name`.
    package static func suggestion(for name: String, among known: [String]) -> String? {
        let text = Array(name.lowercased().utf8)
        guard text.count <= limit else { return nil }
        let ranked = known.map { ($0, distance(text, Array($0.lowercased().utf8))) }
        guard let best = ranked.min(by: { $0.1 < $1.1 }), best.1 <= max(1, min(2, best.0.utf8.count / 3)) else { return nil }
        return best.0
    }

    /// Levenshtein's distance: insertions, removals and replacements.
    private static func distance(_ a: [UInt8], _ b: [UInt8]) -> Int {
        var row = Array(0...b.count)
        for (i, left) in a.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, right) in b.enumerated() {
                let cost = left == right ? diagonal : diagonal + 1
                diagonal = row[j + 1]
                row[j + 1] = min(cost, row[j] + 1, row[j + 1] + 1)
            }
        }
        return row[b.count]
    }
}
