/// A deterministic automaton made from a tree (Thompson's construction, then subsets).
struct StateTable {
    /// States allowed, so that one fits in a byte.
    private static let maximumStates = 250
    /// Nodes of the nondeterministic automaton allowed.
    private static let maximumNodes = 2000

    private struct Node {
        var set: ByteClass?
        var next: [Int] = []
    }

    /// Next state for state × 256 + byte; state 0 refuses for good, state 1 is the start.
    private(set) var next = [UInt8](repeating: 0, count: 512)
    private(set) var accepting = [false, false]
    private var nodes: [Node] = []

    init?(_ tree: PatternTree) {
        let end = add(Node())
        guard let start = build(tree, to: end) else { return nil }
        guard determine(from: closure([start]), end: end) else { return nil }
    }

    private mutating func add(_ node: Node) -> Int {
        nodes.append(node)
        return nodes.count - 1
    }

    /// Nodes that read `tree` and go on to `end`; returns the first.
    private mutating func build(_ tree: PatternTree, to end: Int) -> Int? {
        guard nodes.count < StateTable.maximumNodes else { return nil }
        switch tree {
        case .bytes(let set): return add(Node(set: set, next: [end]))
        case .sequence(let trees):
            var target = end
            for tree in trees.reversed() {
                guard let first = build(tree, to: target) else { return nil }
                target = first
            }
            return target
        case .choice(let trees):
            var starts: [Int] = []
            for tree in trees {
                guard let first = build(tree, to: end) else { return nil }
                starts.append(first)
            }
            return add(Node(next: starts))
        case .repetition(let tree, let least, let most):
            return build(tree, least, most, to: end)
        }
    }

    private mutating func build(_ tree: PatternTree, _ least: Int, _ most: Int?, to end: Int) -> Int? {
        var target = end
        if let most {
            for _ in least..<most {
                guard let first = build(tree, to: target) else { return nil }
                target = add(Node(next: [first, end]))
            }
        } else {
            let loop = add(Node(next: [end]))
            guard let first = build(tree, to: loop) else { return nil }
            nodes[loop].next.append(first)
            target = loop
        }
        for _ in 0..<least {
            guard let first = build(tree, to: target) else { return nil }
            target = first
        }
        return target
    }

    private func closure(_ starts: [Int]) -> [Int] {
        var seen = Set<Int>()
        var work = starts
        while let node = work.popLast() {
            guard seen.insert(node).inserted else { continue }
            if nodes[node].set == nil { work += nodes[node].next }
        }
        return seen.sorted()
    }

    private mutating func determine(from start: [Int], end: Int) -> Bool {
        var known = [start: 1]
        var work = [start]
        accepting[1] = start.contains(end)
        while let subset = work.popLast() {
            guard let state = known[subset] else { return false }
            for byte in 0..<128 {
                let reached = subset.filter { nodes[$0].set?.contains(UInt8(byte)) ?? false }.flatMap { nodes[$0].next }
                if reached.isEmpty { continue }
                let target = closure(reached)
                if known[target] == nil {
                    guard accepting.count < StateTable.maximumStates else { return false }
                    known[target] = accepting.count
                    accepting.append(target.contains(end))
                    next += [UInt8](repeating: 0, count: 256)
                    work.append(target)
                }
                next[state << 8 | byte] = UInt8(known[target] ?? 0)
            }
        }
        return true
    }
}
