internal import Records

/// The values that a column may have, in an order: each has a number.
enum ValueDomain {
    case texts(TextPool)
    case numbers(NumberDomain)
    /// Moments `step` seconds apart.
    case moments(MomentFormat, first: Int, count: Int, step: Int)
    case pattern(PatternSampler)
    /// The same in the order of a counter: no two are the same.
    case counted(PatternSampler)
    case checked(CheckedNumbers)
    /// Hexadecimal digits, for level-1 pseudonyms.
    case pseudonyms(seed: UInt64, length: Int)
    case forms(TextFormat)

    /// How many different values there are, or may be.
    var count: Int {
        switch self {
        case .texts(let pool): pool.count
        case .numbers(let numbers): numbers.count
        case .moments(_, _, let count, _): count
        case .pattern(let sampler), .counted(let sampler): sampler.root.count
        case .checked(let numbers): numbers.count
        case .pseudonyms(_, let length): length >= 12 ? PatternNode.many : 1 << (4 * length)
        case .forms: PatternNode.many
        }
    }

    /// Appends value number `index`, which is below ``count``.
    func append(_ index: Int, to bytes: inout [UInt8]) {
        switch self {
        case .texts(let pool): pool.append(index, to: &bytes)
        case .numbers(let numbers): numbers.append(value: numbers.first + index, to: &bytes)
        case .moments(let format, let first, _, let step): format.append(second: first + index * step, to: &bytes)
        case .pattern(let sampler):
            var draw = Draw(ValueDomain.patternSeed, index)
            sampler.append(to: &bytes, &draw)
        case .counted(let sampler): sampler.append(index, to: &bytes)
        case .checked(let numbers): numbers.append(index, to: &bytes)
        case .pseudonyms(let seed, let length): ValueDomain.appendDigits(seed, index, length, to: &bytes)
        case .forms(let form): ValueDomain.append(form, index, to: &bytes)
        }
    }

    private static let patternSeed: UInt64 = 0x7061_7474_6572_6e
    private static let hexadecimal = Array("0123456789abcdef".utf8)

    private static func appendDigits(_ seed: UInt64, _ index: Int, _ length: Int, to bytes: inout [UInt8]) {
        var own = Draw(seed, index)
        var word: UInt64 = 0
        for place in 0..<length {
            if place % 16 == 0 { word = own.next() }
            bytes.append(hexadecimal[Int(word & 15)])
            word >>= 4
        }
    }

    /// Texts of a form that are nobody's (RFC 2606 keeps the domain for examples).
    private static func append(_ form: TextFormat, _ index: Int, to bytes: inout [UInt8]) {
        switch form {
        case .email:
            bytes += Array("personne".utf8)
            NumberDomain.append(UInt(index), 1, to: &bytes)
            bytes += Array("@example.org".utf8)
        case .uri:
            bytes += Array("https://example.org/".utf8)
            NumberDomain.append(UInt(index), 1, to: &bytes)
        case .uuid:
            var digits: [UInt8] = []
            appendDigits(0x75_75_69_64, index, 32, to: &digits)
            digits[12] = UInt8(ascii: "4")
            digits[16] = UInt8(ascii: "a")
            for (place, digit) in digits.enumerated() {
                if [8, 12, 16, 20].contains(place) { bytes.append(UInt8(ascii: "-")) }
                bytes.append(digit)
            }
        case .binary: appendDigits(0x62_36_34, index, 24, to: &bytes)
        }
    }
}
