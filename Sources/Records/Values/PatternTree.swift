/// A plain regular expression as a tree.
indirect enum PatternTree {
    case bytes(ByteClass)
    case sequence([PatternTree])
    case choice([PatternTree])
    /// `most` is nil where there is no upper bound.
    case repetition(PatternTree, least: Int, most: Int?)

    /// The classes one after the other, where the tree has only one length.
    func fixedSequence() -> [ByteClass]? {
        switch self {
        case .bytes(let set): return [set]
        case .choice: return nil
        case .repetition(let tree, let least, let most):
            guard least == most, let inner = tree.fixedSequence() else { return nil }
            return (0..<least).flatMap { _ in inner }
        case .sequence(let trees):
            var all: [ByteClass] = []
            for tree in trees {
                guard let inner = tree.fixedSequence() else { return nil }
                all += inner
            }
            return all
        }
    }
}

/// Reads the plain subset of PCRE2's syntax; gives up (nil) on anything else.
struct PatternReader {
    /// Repetitions that are unrolled; larger ones are left to PCRE2.
    private static let maximumRepeat = 64
    private static let digits = ByteClass(UInt8(ascii: "0")...UInt8(ascii: "9"))
    private static let spaces = ByteClass([9, 10, 11, 12, 13, 32])
    private static let special = Set("\\^$.[]|()?*+{}".utf8)

    private var rest: ArraySlice<UInt8>
    private var depth = 0

    private static var words: ByteClass {
        var set = digits
        set.formUnion(ByteClass(UInt8(ascii: "A")...UInt8(ascii: "Z")))
        set.formUnion(ByteClass(UInt8(ascii: "a")...UInt8(ascii: "z")))
        set.insert(UInt8(ascii: "_"))
        return set
    }

    /// The tree of `text`.
    static func read(_ text: String) -> PatternTree? {
        var bytes = Array(text.utf8)[...]
        guard bytes.allSatisfy({ $0 >= 0x20 && $0 < 0x7f }) else { return nil }
        let opens = bytes.first == UInt8(ascii: "^")
        if opens { bytes = bytes.dropFirst() }
        let closes = bytes.last == UInt8(ascii: "$") && bytes.dropLast().last != UInt8(ascii: "\\")
        if closes { bytes = bytes.dropLast() }
        var reader = PatternReader(rest: bytes)
        guard let tree = reader.choice(), reader.rest.isEmpty else { return nil }
        // `^a|b$` anchors one branch each.
        if opens || closes, case .choice = tree { return nil }
        return tree
    }

    private mutating func choice() -> PatternTree? {
        depth += 1
        defer { depth -= 1 }
        guard depth <= 20, let first = sequence() else { return nil }
        var branches = [first]
        while rest.first == UInt8(ascii: "|") {
            rest = rest.dropFirst()
            guard let next = sequence() else { return nil }
            branches.append(next)
        }
        return branches.count == 1 ? first : .choice(branches)
    }

    private mutating func sequence() -> PatternTree? {
        var parts: [PatternTree] = []
        while let byte = rest.first, byte != UInt8(ascii: "|"), byte != UInt8(ascii: ")") {
            guard let atom = atom(), let part = quantified(atom) else { return nil }
            parts.append(part)
        }
        return .sequence(parts)
    }

    private mutating func atom() -> PatternTree? {
        guard let byte = rest.popFirst() else { return nil }
        switch byte {
        case UInt8(ascii: "("): return group()
        case UInt8(ascii: "["): return bracket().map { .bytes($0) }
        case UInt8(ascii: "\\"): return escape().map { .bytes($0) }
        default: return PatternReader.special.contains(byte) ? nil : .bytes(ByteClass([byte]))
        }
    }

    private mutating func group() -> PatternTree? {
        if rest.first == UInt8(ascii: "?") {
            guard rest.dropFirst().first == UInt8(ascii: ":") else { return nil }
            rest = rest.dropFirst(2)
        } else if rest.first == UInt8(ascii: "*") {
            return nil
        }
        guard let tree = choice(), rest.popFirst() == UInt8(ascii: ")") else { return nil }
        return tree
    }

    private mutating func escape() -> ByteClass? {
        guard let byte = rest.popFirst() else { return nil }
        switch byte {
        case UInt8(ascii: "d"): return PatternReader.digits
        case UInt8(ascii: "w"): return PatternReader.words
        case UInt8(ascii: "s"): return PatternReader.spaces
        default: return PatternReader.words.contains(byte) ? nil : ByteClass([byte])
        }
    }

    private mutating func bracket() -> ByteClass? {
        var set = ByteClass()
        guard rest.first != UInt8(ascii: "^"), rest.first != UInt8(ascii: "]") else { return nil }
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "]"): return set
            case UInt8(ascii: "["): return nil
            case UInt8(ascii: "\\"):
                // A range from or to an escape is rare: PCRE2.
                guard let escaped = escape(), rest.first != UInt8(ascii: "-") else { return nil }
                set.formUnion(escaped)
            default:
                guard rest.first == UInt8(ascii: "-"), let end = rest.dropFirst().first, end != UInt8(ascii: "]") else {
                    set.insert(byte)
                    continue
                }
                guard end >= byte, end != UInt8(ascii: "\\"), end != UInt8(ascii: "[") else { return nil }
                rest = rest.dropFirst(2)
                set.formUnion(ByteClass(byte...end))
            }
        }
        return nil
    }

    private mutating func quantified(_ atom: PatternTree) -> PatternTree? {
        guard let byte = rest.first else { return atom }
        var least = 0
        var most: Int?
        switch byte {
        case UInt8(ascii: "?"): most = 1
        case UInt8(ascii: "*"): break
        case UInt8(ascii: "+"): least = 1
        case UInt8(ascii: "{"):
            guard let bounds = bounds() else { return nil }
            (least, most) = bounds
        default: return atom
        }
        rest = rest.dropFirst()
        // Lazy or not, the language is the same; possessive changes it.
        if rest.first == UInt8(ascii: "?") { rest = rest.dropFirst() }
        let doubled = rest.first.map { "?*+{".utf8.contains($0) } ?? false
        return doubled ? nil : .repetition(atom, least: least, most: most)
    }

    /// Reads `{n}`, `{n,}` or `{n,m}` and stops at the closing brace.
    private mutating func bounds() -> (Int, Int?)? {
        guard let close = rest.firstIndex(of: UInt8(ascii: "}")) else { return nil }
        let inner = rest[(rest.startIndex + 1)..<close]
        rest = rest[close...]
        let parts = inner.split(separator: UInt8(ascii: ","), maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = parts.first.flatMap(PatternReader.number) else { return nil }
        guard parts.count == 2 else { return (first, first) }
        if parts[1].isEmpty { return (first, nil) }
        guard let second = PatternReader.number(parts[1]), second >= first else { return nil }
        return (first, second)
    }

    private static func number(_ text: ArraySlice<UInt8>) -> Int? {
        guard !text.isEmpty, text.count <= 2, text.allSatisfy(digits.contains),
            let value = Int(String(decoding: text, as: UTF8.self)), value <= maximumRepeat
        else { return nil }
        return value
    }
}
