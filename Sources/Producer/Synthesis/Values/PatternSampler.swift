/// Makes texts that match a simple pattern: literals, classes, groups, alternatives and counts of PCRE2's syntax.
///
/// What a look-around asks for is left to who judges the texts. Back references are beyond it; such a pattern has no sampler.
struct PatternSampler {
    /// Repetitions without an upper bound end after this many more than their lower one.
    private static let longestOpenRepetition = 3
    /// Longest pattern and deepest group that are read.
    private static let longestPattern = 4096
    private static let deepestGroup = 16

    let root: PatternNode

    /// The sampler of `pattern`, or nil where it is beyond a sampler.
    init?(_ pattern: String) {
        let text = Array(pattern.utf8)[...]
        guard text.count <= PatternSampler.longestPattern else { return nil }
        var reader = PatternReader(rest: text)
        guard let root = PatternSampler.choice(&reader, depth: 0), reader.rest.isEmpty, root.count > 0 else {
            return nil
        }
        self.root = root
    }

    /// Appends a text that matches.
    func append(to bytes: inout [UInt8], _ draw: inout Draw) { root.append(to: &bytes, &draw) }

    /// Appends the text number `index`.
    func append(_ index: Int, to bytes: inout [UInt8]) { root.append(index, to: &bytes) }

    /// The shortest and the longest text.
    var lengths: ClosedRange<Int> { root.lengths }

    private static func choice(_ reader: inout PatternReader, depth: Int) -> PatternNode? {
        guard depth < deepestGroup else { return nil }
        var branches: [PatternNode] = []
        repeat {
            var nodes: [PatternNode] = []
            while let byte = reader.rest.first, byte != UInt8(ascii: "|"), byte != UInt8(ascii: ")") {
                if reader.take("^") || reader.take("$") { continue }
                guard let atom = atom(&reader, depth: depth) else { return nil }
                guard let range = reader.repetition(longestOpenRepetition) else { return nil }
                nodes.append(range == 1...1 ? atom : PatternNode(.times(atom, range)))
            }
            branches.append(nodes.count == 1 ? nodes[0] : PatternNode(.sequence(nodes)))
        } while reader.take("|")
        return branches.count == 1 ? branches[0] : PatternNode(.choice(branches))
    }

    private static func atom(_ reader: inout PatternReader, depth: Int) -> PatternNode? {
        if reader.take("(") {
            guard let group = reader.group() else { return nil }
            guard let node = choice(&reader, depth: depth + 1), reader.take(")") else { return nil }
            return group == .lookAround ? PatternNode(.sequence([])) : node
        }
        guard let set = reader.set(), !set.isEmpty else { return nil }
        return PatternNode(.oneOf(set))
    }
}

/// Reads the small parts of a pattern.
struct PatternReader {
    var rest: ArraySlice<UInt8>

    private static let digits = Array("0123456789".utf8)
    private static let letters = Array(UInt8(ascii: "A")...UInt8(ascii: "Z"))
    private static let printable = letters + digits
    /// What a negated class may be: visible ASCII but what files are made of.
    private static let visible = printable + Array(UInt8(ascii: "a")...UInt8(ascii: "z")) + Array("-._/+".utf8)
    /// Most repetitions that a count may ask for.
    private static let mostRepetitions = 4096

    mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard rest.first == UInt8(ascii: character) else { return false }
        rest = rest.dropFirst()
        return true
    }

    /// What a parenthesis opens.
    enum Group { case plain, lookAround }

    /// Reads what stands behind an opening parenthesis; nil where it is beyond a sampler.
    mutating func group() -> Group? {
        guard take("?") else { return .plain }
        if take(":") { return .plain }
        if take("=") || take("!") { return .lookAround }
        _ = take("P")
        guard take("<") else { return nil }
        if take("=") || take("!") { return .lookAround }
        while let byte = rest.popFirst() { if byte == UInt8(ascii: ">") { return .plain } }
        return nil
    }

    /// The bytes that one character of the text may be: a class, an escape, a dot or a literal.
    mutating func set() -> [UInt8]? {
        guard let byte = rest.popFirst() else { return nil }
        switch byte {
        case UInt8(ascii: "."): return PatternReader.printable
        case UInt8(ascii: "\\"): return escape()
        case UInt8(ascii: "["): return bracket()
        case UInt8(ascii: "^"), UInt8(ascii: "$"), UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "?"): return nil
        default: return byte < 0x80 ? [byte] : nil
        }
    }

    private mutating func escape() -> [UInt8]? {
        guard let byte = rest.popFirst() else { return nil }
        switch byte {
        case UInt8(ascii: "d"): return PatternReader.digits
        case UInt8(ascii: "S"), UInt8(ascii: "N"): return PatternReader.printable
        case UInt8(ascii: "D"): return PatternReader.letters
        case UInt8(ascii: "s"): return [UInt8(ascii: " ")]
        case UInt8(ascii: "w"): return PatternReader.printable + [UInt8(ascii: "_")]
        case UInt8(ascii: "p"): return property()
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            return nil
        default: return [byte]
        }
    }

    /// Letters or digits of a Unicode property: `\p{L}`, `\p{Lu}`, `\p{N}`.
    private mutating func property() -> [UInt8]? {
        guard take("{"), let kind = rest.popFirst() else { return nil }
        while let byte = rest.popFirst(), byte != UInt8(ascii: "}") {}
        switch kind {
        case UInt8(ascii: "L"): return PatternReader.letters
        case UInt8(ascii: "N"): return PatternReader.digits
        default: return nil
        }
    }

    private mutating func bracket() -> [UInt8]? {
        let isNegated = take("^")
        var members: [UInt8] = []
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "]"), !members.isEmpty {
                return isNegated ? PatternReader.visible.filter { !members.contains($0) } : members
            }
            if byte == UInt8(ascii: "\\") {
                guard let more = escape() else { return nil }
                members += more
            } else if rest.first == UInt8(ascii: "-"), let last = rest.dropFirst().first, last != UInt8(ascii: "]") {
                guard last >= byte, last < 0x80 else { return nil }
                members += Array(byte...last)
                rest = rest.dropFirst(2)
            } else {
                guard byte < 0x80 else { return nil }
                members.append(byte)
            }
        }
        return nil
    }

    /// The count after an atom; once where there is none, nil where it is malformed.
    mutating func repetition(_ open: Int) -> ClosedRange<Int>? {
        var range = 1...1
        if take("?") {
            range = 0...1
        } else if take("*") {
            range = 0...open
        } else if take("+") {
            range = 1...(1 + open)
        } else if take("{") {
            guard let low = number() else { return nil }
            var high = low
            if take(",") { high = number() ?? low + open }
            guard take("}"), low <= high, high <= PatternReader.mostRepetitions else { return nil }
            range = low...high
        } else {
            return range
        }
        // Lazy or possessive: other ways to the same texts.
        if !take("?") { _ = take("+") }
        return range
    }

    private mutating func number() -> Int? {
        let text = rest.prefix { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
        rest = rest.dropFirst(text.count)
        return Int(String(decoding: text, as: UTF8.self))
    }
}
