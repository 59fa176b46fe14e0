/// Makes texts that match a simple pattern: literals, classes, groups, alternatives and counts of PCRE2's syntax.
///
/// Look-around, back references and anchors inside the pattern are beyond it; such a pattern has no sampler.
struct PatternSampler {
    private indirect enum Node {
        case oneOf([UInt8])
        case sequence([Node])
        case choice([Node])
        case times(Node, ClosedRange<Int>)
    }

    /// Repetitions without an upper bound end after this many more than their lower one.
    private static let longestOpenRepetition = 3
    /// Longest pattern and deepest group that are read.
    private static let longestPattern = 1000
    private static let deepestGroup = 16

    private let root: Node

    /// The sampler of `pattern`, or nil where it is beyond a sampler.
    init?(_ pattern: String) {
        var text = Array(pattern.utf8)[...]
        guard text.count <= PatternSampler.longestPattern else { return nil }
        if text.first == UInt8(ascii: "^") { text = text.dropFirst() }
        if text.last == UInt8(ascii: "$") { text = text.dropLast() }
        var reader = PatternReader(rest: text)
        guard let root = PatternSampler.choice(&reader, depth: 0), reader.rest.isEmpty else { return nil }
        self.root = root
    }

    /// Appends a text that matches.
    func append(to bytes: inout [UInt8], _ draw: inout Draw) { PatternSampler.append(root, to: &bytes, &draw) }

    /// The shortest and the longest text.
    var lengths: ClosedRange<Int> { PatternSampler.lengths(root) }

    private static func lengths(_ node: Node) -> ClosedRange<Int> {
        switch node {
        case .oneOf: return 1...1
        case .sequence(let nodes):
            let ranges = nodes.map(lengths)
            return ranges.reduce(0) { $0 + $1.lowerBound }...ranges.reduce(0) { $0 + $1.upperBound }
        case .choice(let nodes):
            let ranges = nodes.map(lengths)
            return (ranges.map(\.lowerBound).min() ?? 0)...(ranges.map(\.upperBound).max() ?? 0)
        case .times(let node, let range):
            let once = lengths(node)
            return once.lowerBound * range.lowerBound...once.upperBound * range.upperBound
        }
    }

    private static func append(_ node: Node, to bytes: inout [UInt8], _ draw: inout Draw) {
        switch node {
        case .oneOf(let set): bytes.append(set[draw.below(set.count)])
        case .sequence(let nodes): for node in nodes { append(node, to: &bytes, &draw) }
        case .choice(let nodes): append(nodes[draw.below(nodes.count)], to: &bytes, &draw)
        case .times(let node, let range):
            for _ in 0..<(range.lowerBound + draw.below(range.count)) { append(node, to: &bytes, &draw) }
        }
    }

    private static func choice(_ reader: inout PatternReader, depth: Int) -> Node? {
        guard depth < deepestGroup else { return nil }
        var branches: [Node] = []
        repeat {
            var nodes: [Node] = []
            while let byte = reader.rest.first, byte != UInt8(ascii: "|"), byte != UInt8(ascii: ")") {
                guard let atom = atom(&reader, depth: depth) else { return nil }
                guard let range = reader.repetition(longestOpenRepetition) else { return nil }
                nodes.append(range == 1...1 ? atom : .times(atom, range))
            }
            branches.append(.sequence(nodes))
        } while reader.take("|")
        return branches.count == 1 ? branches[0] : .choice(branches)
    }

    private static func atom(_ reader: inout PatternReader, depth: Int) -> Node? {
        if reader.take("(") {
            if reader.take("?"), !reader.take(":") { return nil }
            guard let node = choice(&reader, depth: depth + 1), reader.take(")") else { return nil }
            return node
        }
        guard let set = reader.set(), !set.isEmpty else { return nil }
        return .oneOf(set)
    }
}

/// Reads the small parts of a pattern.
struct PatternReader {
    var rest: ArraySlice<UInt8>

    private static let digits = Array("0123456789".utf8)
    private static let printable = Array(UInt8(ascii: "A")...UInt8(ascii: "Z")) + digits
    /// Most repetitions that a count may ask for.
    private static let mostRepetitions = 4096

    mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard rest.first == UInt8(ascii: character) else { return false }
        rest = rest.dropFirst()
        return true
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
        case UInt8(ascii: "S"): return PatternReader.printable
        case UInt8(ascii: "w"): return PatternReader.printable + [UInt8(ascii: "_")]
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            return nil
        default: return [byte]
        }
    }

    private mutating func bracket() -> [UInt8]? {
        guard rest.first != UInt8(ascii: "^") else { return nil }
        var members: [UInt8] = []
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "]") { return members }
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
        if take("?") { return 0...1 }
        if take("*") { return 0...open }
        if take("+") { return 1...(1 + open) }
        guard take("{") else { return 1...1 }
        guard let low = number() else { return nil }
        var high = low
        if take(",") { high = number() ?? low + open }
        guard take("}"), low <= high, high <= PatternReader.mostRepetitions else { return nil }
        return low...high
    }

    private mutating func number() -> Int? {
        let text = rest.prefix { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
        rest = rest.dropFirst(text.count)
        return Int(String(decoding: text, as: UTF8.self))
    }
}
