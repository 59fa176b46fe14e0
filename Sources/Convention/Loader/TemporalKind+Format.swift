internal import Records

extension TemporalKind {
    /// Whether `format` has the words that the kind needs, each once and none that it does not allow, with punctuation between.
    func takes(_ format: String) -> Bool {
        var seen: Set<Character> = []
        var rest = format[...]
        while let character = rest.popFirst() {
            guard character == "%" else {
                // A digit or letter beside a number could not be told from it; `T` and `Z` are of ISO 8601. A fraction or a
                // zone ends the text.
                guard character.isASCII, seen.isDisjoint(with: ["f", "z"]),
                    "TZ".contains(character) || !(character.isLetter || character.isNumber)
                else { return false }
                continue
            }
            guard let word = rest.popFirst(), allowed.contains(word), !seen.contains("z"),
                word == "z" || !seen.contains("f"), seen.insert(word).inserted
            else { return false }
        }
        // Seconds make no sense without minutes, nor a fraction without seconds, nor a zone without minutes.
        let implied: [(Character, Character)] = [("S", "M"), ("f", "S"), ("z", "M")]
        return seen.isSuperset(of: needed) && implied.allSatisfy { !seen.contains($0) || seen.contains($1) }
    }
}
