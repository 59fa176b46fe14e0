/// Some records of a table by their number from 0: one bit each.
struct RecordMarks: Sendable, Equatable {
    private var words: [UInt64] = []

    /// Marks a record; false where it was marked.
    @discardableResult mutating func mark(_ record: UInt64) -> Bool {
        let word = Int(record / 64)
        if word >= words.count { words += [UInt64](repeating: 0, count: max(word + 1 - words.count, words.count / 4)) }
        let bit = UInt64(1) << (record % 64)
        if words[word] & bit != 0 { return false }
        words[word] |= bit
        return true
    }

    /// Whether a record is marked.
    subscript(record: UInt64) -> Bool {
        let word = Int(record / 64)
        return word < words.count && words[word] >> (record % 64) & 1 == 1
    }
}
