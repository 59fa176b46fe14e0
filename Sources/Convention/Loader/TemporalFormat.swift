/// A date or datetime format in strptime words.
enum TemporalFormat {
    /// Formats of a field that names none, and Frictionless' own word for them.
    static let date = "%Y-%m-%d"
    static let datetime = "%Y-%m-%dT%H:%M:%SZ"

    /// Whether `format` names year, month and day once each and, for a datetime, the hour; nothing twice and nothing else.
    static func isValid(_ format: String, datetime: Bool) -> Bool {
        var seen: Set<Character> = []
        var rest = format[...]
        while let character = rest.popFirst() {
            guard character == "%" else {
                // A digit or letter beside a number could not be told from it; `T` and `Z` are of ISO 8601. A zone ends the text.
                guard character.isASCII, !seen.contains("z"),
                    "TZ".contains(character) || !(character.isLetter || character.isNumber)
                else { return false }
                continue
            }
            guard let word = rest.popFirst(), !seen.contains("z"), "YmdHMSz".contains(word), seen.insert(word).inserted
            else { return false }
        }
        guard seen.isSuperset(of: ["Y", "m", "d"]) else { return false }
        let time = seen.subtracting(["Y", "m", "d"])
        guard datetime else { return time.isEmpty }
        return time.contains("H") && (!time.contains("S") || time.contains("M"))
            && (!time.contains("z") || time.contains("M"))
    }
}
