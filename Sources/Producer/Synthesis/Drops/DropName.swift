internal import Patterns
internal import Support

/// The name of a file of a day: the convention's example with another date.
struct DropName {
    let pattern: String
    let example: String

    /// The example with `day` where it has a day, a month or a year, if that fits the pattern; else the example.
    func name(_ day: CivilDate) -> String {
        guard let compiled = try? Pattern(pattern) else { return example }
        let bytes = Array(example.utf8)
        let digits = Array(day.description.utf8.filter { $0 != UInt8(ascii: "-") })
        // A period that the pattern names has its digits alone; elsewhere a time may follow a day.
        for length in lengths {
            for start in bytes.indices where isDate(bytes, start, length) {
                var name = bytes
                name.replaceSubrange(start..<(start + length), with: digits.prefix(length))
                let text = String(decoding: name, as: UTF8.self)
                if compiled.matches(text) { return text }
            }
        }
        return example
    }

    /// Digits of a day, a month and a year; those of the pattern's named period first.
    private var lengths: [Int] {
        guard let group = pattern.range(of: "(?<period>") else { return [8, 6, 4] }
        let rest = pattern[group...]
        let known = [8, 6, 4].filter { rest.hasPrefix("\\d{\($0)}") }
        return known.isEmpty ? [8, 6, 4] : known
    }

    /// Whether a date of so many digits begins at `start`, where digits begin.
    private func isDate(_ bytes: [UInt8], _ start: Int, _ length: Int) -> Bool {
        func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }
        guard start + length <= bytes.count, start == 0 || !isDigit(bytes[start - 1]) else { return false }
        let text = bytes[start..<(start + length)]
        guard text.allSatisfy(isDigit), let number = Int(String(decoding: text, as: UTF8.self)) else { return false }
        switch length {
        case 8: return CivilDate(year: number / 10_000, month: number / 100 % 100, day: number % 100) != nil
        case 6: return (1900...2199).contains(number / 100) && (1...12).contains(number % 100)
        default:
            // Four digits are a year where they stand alone.
            let end = start + length
            return (1900...2199).contains(number) && (end == bytes.count || !isDigit(bytes[end]))
        }
    }
}

extension String {
    /// Where the text behind the first `part` begins.
    fileprivate func range(of part: String) -> Index? {
        var place = startIndex
        while place < endIndex {
            if self[place...].hasPrefix(part) { return index(place, offsetBy: part.count) }
            place = index(after: place)
        }
        return nil
    }
}
