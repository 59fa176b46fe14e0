/// What ``XMLWalker`` looks at for every element, laid flat.
///
/// A node owns no list of its own: its lists are ranges of ``lists``, so that taking a node out counts no references.
struct XMLTree {
    /// An element with a certain path; the lists are those of ``XMLPlan/Node``.
    struct Node {
        var table = -1
        var isIgnored = false
        var texts = 0..<0
        /// Name and slot, one behind the other.
        var attributes = 0..<0
        var ignoredAttributes = 0..<0
        var positions = 0..<0
        var presences = 0..<0
        var clears = 0..<0
        var unrepeatable = 0..<0
        var renews = 0..<0
        var counted = 0..<0
        var settles = false
        /// Nothing happens but that its text fills slots.
        let isPlain: Bool
    }

    /// What a table takes from the document.
    struct Table {
        /// Part of ``XMLTree/fields``.
        let fields: Range<Int>
        /// Slots, in ``XMLTree/lists``.
        let required: Range<Int>
        /// Slots of borrowed values, in ``XMLTree/lists``.
        let borrowed: Range<Int>
    }

    private(set) var nodes: [Node] = []
    private(set) var lists: [Int] = []
    private(set) var tables: [Table] = []
    private(set) var fields: [XMLPlan.Field] = []
    /// Index of the root's name.
    let root: Int
    /// By node and name, the child; -1 where there is none.
    private var children: [Int] = []
    private let nameCount: Int
    /// By slot, the innermost element around the value and the record that takes it.
    private let homes: [Int]

    init(_ plan: XMLPlan) {
        nameCount = plan.names.count
        homes = plan.slots.map(\.home)
        root = plan.names.firstIndex(of: plan.nodes[0].path[0]) ?? -1
        for node in plan.nodes {
            nodes.append(
                Node(
                    table: node.table, isIgnored: node.isIgnored, texts: add(node.texts),
                    attributes: add(node.attributes.flatMap { [$0.name, $0.slot] }),
                    ignoredAttributes: add(node.ignoredAttributes), positions: add(node.positions),
                    presences: add(node.presences), clears: add(node.clears),
                    unrepeatable: add(node.unrepeatable), renews: add(node.renews), counted: add(node.counted),
                    settles: node.settles, isPlain: XMLTree.isPlain(node)))
            children += node.children
        }
        for table in plan.tables {
            let first = fields.count
            fields += table.fields
            tables.append(
                Table(
                    fields: first..<fields.count, required: add(table.required),
                    borrowed: add(table.fields.filter(\.isBorrowed).map(\.slot))))
        }
    }

    private static func isPlain(_ node: XMLPlan.Node) -> Bool {
        node.table < 0 && !node.isIgnored && !node.settles && !node.texts.isEmpty && node.attributes.isEmpty
            && [node.positions, node.presences, node.clears, node.unrepeatable, node.renews, node.counted]
                .allSatisfy(\.isEmpty)
    }

    private mutating func add(_ list: [Int]) -> Range<Int> {
        lists += list
        return (lists.count - list.count)..<lists.count
    }

    /// The child of `node` that has the name; -1 where there is none.
    @inline(__always)
    func child(_ node: Int, _ name: Int) -> Int { children[node * nameCount + name] }

    /// Whether no other value for the slot can come once `node` ends.
    @inline(__always)
    func settles(_ node: Int, _ slot: Int) -> Bool { homes[slot] == node }
}
