/// A part of a pattern, with the number of texts that it matches.
final class PatternNode: Sendable {
    enum Kind {
        case oneOf([UInt8])
        case sequence([PatternNode])
        case choice([PatternNode])
        case times(PatternNode, ClosedRange<Int>)
    }

    /// More texts than anybody counts.
    static let many = 1 << 50

    let kind: Kind
    /// How many texts there are, at most ``many``.
    let count: Int
    /// The shortest and the longest text, in bytes.
    let lengths: ClosedRange<Int>

    init(_ kind: Kind) {
        self.kind = kind
        switch kind {
        case .oneOf(let set):
            count = set.count
            lengths = 1...1
        case .sequence(let nodes):
            count = nodes.reduce(1) { PatternNode.product($0, $1.count) }
            let ranges = nodes.map(\.lengths)
            lengths = ranges.reduce(0) { $0 + $1.lowerBound }...ranges.reduce(0) { $0 + $1.upperBound }
        case .choice(let nodes):
            count = nodes.reduce(0) { min(PatternNode.many, $0 + $1.count) }
            let ranges = nodes.map(\.lengths)
            lengths = (ranges.map(\.lowerBound).min() ?? 0)...(ranges.map(\.upperBound).max() ?? 0)
        case .times(let node, let range):
            count = range.reduce(0) { min(PatternNode.many, $0 + PatternNode.power(node.count, $1)) }
            lengths = node.lengths.lowerBound * range.lowerBound...node.lengths.upperBound * range.upperBound
        }
    }

    private static func product(_ a: Int, _ b: Int) -> Int {
        let (product, isOver) = a.multipliedReportingOverflow(by: b)
        return isOver ? many : min(many, product)
    }

    private static func power(_ base: Int, _ exponent: Int) -> Int {
        var power = 1
        for _ in 0..<exponent where power < many && base > 1 { power = product(power, base) }
        return base == 0 && exponent > 0 ? 0 : power
    }

    /// Appends a text that matches.
    func append(to bytes: inout [UInt8], _ draw: inout Draw) {
        switch kind {
        case .oneOf(let set): bytes.append(set[draw.below(set.count)])
        case .sequence(let nodes): for node in nodes { node.append(to: &bytes, &draw) }
        case .choice(let nodes): nodes[draw.below(nodes.count)].append(to: &bytes, &draw)
        case .times(let node, let range):
            for _ in 0..<(range.lowerBound + draw.below(range.count)) { node.append(to: &bytes, &draw) }
        }
    }

    /// Appends the text number `index`, which is below ``count``: another for each number as long as the pattern is not
    /// ambiguous.
    func append(_ index: Int, to bytes: inout [UInt8]) {
        switch kind {
        case .oneOf(let set): bytes.append(set[index % max(1, set.count)])
        case .sequence(let nodes):
            // The last part changes first, as in a counter.
            var rest = index
            var digits = [Int](repeating: 0, count: nodes.count)
            for place in nodes.indices.reversed() {
                (rest, digits[place]) = rest.quotientAndRemainder(dividingBy: max(1, nodes[place].count))
            }
            for (node, digit) in zip(nodes, digits) { node.append(digit, to: &bytes) }
        case .choice(let nodes):
            var rest = index
            for node in nodes {
                if rest < node.count { return node.append(rest, to: &bytes) }
                rest -= node.count
            }
        case .times(let node, let range):
            var rest = index
            for times in range {
                let count = PatternNode.power(node.count, times)
                guard rest >= count else {
                    return PatternNode(.sequence(Array(repeating: node, count: times))).append(rest, to: &bytes)
                }
                rest -= count
            }
        }
    }
}
