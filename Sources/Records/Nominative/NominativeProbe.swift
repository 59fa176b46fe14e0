internal import Identifiers
internal import Support

/// One thing that a line of a nominative layout must have; places are characters from 1, in a single-byte encoding.
enum NominativeProbe: Sendable {
    /// Something that follows the fixed part as often as a number in it says.
    struct Group: Sendable {
        let countAt: Int
        let digits: Int
        /// Characters of one occurrence.
        let length: Int
    }

    /// These characters; `#` stands for any digit.
    case mark(at: Int, [UInt8])
    /// A day that exists, `DDMMYYYY`.
    case date(at: Int)
    case digits(at: Int, count: Int)
    case oneOf(at: Int, [UInt8])
    /// The same characters at two places.
    case equal(at: Int, and: Int, count: Int)
    /// An establishment's number with its key.
    case finess(at: Int)
    /// A social-security number with its key.
    case nir(at: Int)
    /// The whole line, as its own counts give it.
    case length(fixed: Int, [Group])

    /// Whether `line` has it; a line that is too short has not.
    func holds(_ line: Span<UInt8>) -> Bool {
        switch self {
        case .mark(let place, let mark):
            guard let text = part(line, place, mark.count) else { return false }
            return mark.indices.allSatisfy { mark[$0] == UInt8(ascii: "#") ? isDigit(text[$0]) : mark[$0] == text[$0] }
        case .date(let place): return part(line, place, 8).map(isDate) ?? false
        case .digits(let place, let count): return number(line, place, count) != nil
        case .oneOf(let place, let bytes): return part(line, place, 1).map { bytes.contains($0[0]) } ?? false
        case .equal(let first, let second, let count):
            guard let one = part(line, first, count), let other = part(line, second, count) else { return false }
            return one == other
        case .finess(let place): return part(line, place, 9).map { FINESS.isValid($0.span) } ?? false
        case .nir(let place): return part(line, place, NIR.lengthWithKey).map { NIR.isValid($0.span) } ?? false
        case .length(let fixed, let groups):
            var length = fixed
            for group in groups {
                guard let count = number(line, group.countAt, group.digits) else { return false }
                length += count * group.length
            }
            return line.count == length
        }
    }

    private func part(_ line: Span<UInt8>, _ place: Int, _ count: Int) -> [UInt8]? {
        guard line.count >= place - 1 + count else { return nil }
        return (place - 1..<place - 1 + count).map { line[$0] }
    }

    private func number(_ line: Span<UInt8>, _ place: Int, _ count: Int) -> Int? {
        guard let text = part(line, place, count), text.allSatisfy(isDigit) else { return nil }
        return text.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }

    private func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    private func isDate(_ text: [UInt8]) -> Bool {
        guard text.allSatisfy(isDigit) else { return false }
        let values = text.map { Int($0 - 0x30) }
        let (day, month) = (values[0] * 10 + values[1], values[2] * 10 + values[3])
        let year = values[4...].reduce(0) { $0 * 10 + $1 }
        return (1850...2199).contains(year) && CivilDate(year: year, month: month, day: day) != nil
    }
}
