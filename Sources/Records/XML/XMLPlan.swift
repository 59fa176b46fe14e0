internal import Support

/// The elements that the tables of a document know, as a tree, with what each gives.
///
/// A *slot* is a place for one value: the text of an element, an attribute, the number of an element, or that it was there.
struct XMLPlan {
    /// An element with a certain path.
    struct Node {
        let path: [String]
        let parent: Int
        /// Child for each known name; -1 where there is none.
        var children: [Int]
        /// Table whose record the element is; -1 for none.
        var table = -1
        /// Slots that its text fills.
        var texts: [Int] = []
        /// Slots that its attributes fill, by name.
        var attributes: [(name: Int, slot: Int)] = []
        /// Attributes that are known and not read.
        var ignoredAttributes: [Int] = []
        /// Slots that its number fills.
        var positions: [Int] = []
        /// Slots that are filled because it is there.
        var presences: [Int] = []
        var isIgnored = false
        /// Slots that are empty again when the element begins.
        var clears: [Int] = []
        /// Slots among them that nothing may have filled by then: the record would have two values.
        var unrepeatable: [Int] = []
        /// The element is the innermost one around both a value and nested records that take it, for some slot.
        var settles = false
        /// Slots whose value no record has gone without yet when the element begins.
        var renews: [Int] = []
        /// Children whose numbers begin anew when the element begins.
        var counted: [Int] = []

        /// Whether it or an element in it is a record.
        func holdsRecord(of nodes: [Node]) -> Bool {
            nodes.contains { $0.table >= 0 && $0.path.starts(with: path) }
        }
    }

    /// A place for one value.
    struct Slot {
        /// What fills it.
        enum Kind {
            case text, attribute, number, presence
        }

        /// The element that gives the value.
        let node: Int
        /// The record that takes it.
        let record: Int
        let kind: Kind
        /// The innermost element around both.
        var home = 0
    }

    /// A field of a table.
    struct Field {
        let slot: Int
        /// The record is inside the one that has the value, which may still come.
        let isDeferred: Bool
        /// The value lies outside of the record and of those around it, so it must come before.
        let isBorrowed: Bool
    }

    /// What a table takes from the document.
    struct Table {
        let node: Int
        let fields: [Field]
        let required: [Int]
    }

    private(set) var names: [String] = []
    private(set) var nodes: [Node] = []
    private(set) var slots: [Slot] = []
    private(set) var tables: [Table] = []
    private var nameIndex: [String: Int] = [:]

    /// The plan of the tables of one document; all have the format XML.
    init(_ plans: [RecordPlan]) throws(RecordsFault) {
        var layouts: [(layout: XMLLayout, record: [String])] = []
        for plan in plans {
            guard case .xml(let layout) = plan.format, let record = XMLPath("/" + layout.record, record: []),
                record.kind == .element
            else { throw RecordsFault("schema.invalid-layout", ["name": "record"]) }
            layouts.append((layout, record.elements))
        }
        guard Set(layouts.map(\.record)).count == plans.count, Set(layouts.map { $0.record[0] }).count == 1 else {
            throw RecordsFault("schema.invalid-layout", ["name": "record"])
        }
        for (table, entry) in layouts.enumerated() { nodes[node(entry.record)].table = table }
        var found: [(fields: [Int], required: [Int])] = []
        for (plan, entry) in zip(plans, layouts) {
            var fields: [Int] = []
            for field in plan.schema.fields {
                fields.append(try slot(entry.layout.paths[field.name] ?? "", entry.record))
            }
            for path in entry.layout.ignored { try ignore(path, entry.record) }
            var required: [Int] = []
            for path in entry.layout.required { required.append(try presence(path, entry.record)) }
            found.append((fields, required))
        }
        // What is not read makes no records.
        if let node = nodes.first(where: { $0.isIgnored && $0.holdsRecord(of: nodes) }) {
            throw RecordsFault("schema.invalid-layout", ["name": node.path.joined(separator: "/")])
        }
        finish()
        for (table, entry) in layouts.enumerated() {
            tables.append(
                Table(
                    node: node(entry.record),
                    fields: found[table].fields.map { slot in
                        Field(slot: slot, isDeferred: isDeferred(slot), isBorrowed: isBorrowed(slot))
                    },
                    required: found[table].required))
        }
        renew()
    }

    /// A value may come again where the element around both it and the records that borrow it begins again.
    private mutating func renew() {
        for slot in slots.indices {
            let borrowers = tables.filter { $0.fields.contains { $0.slot == slot && $0.isBorrowed } }
            if borrowers.isEmpty { continue }
            for node in nodes.indices
            where isInside(slots[slot].node, node) && borrowers.allSatisfy({ isInside($0.node, node) }) {
                nodes[node].renews.append(slot)
            }
        }
    }

    /// The node of `path`, made where it is not there yet.
    private mutating func node(_ path: [String]) -> Int {
        var current = -1
        for (depth, name) in path.enumerated() {
            let index = self.name(name)
            if current == -1 {
                if nodes.isEmpty { nodes.append(Node(path: [name], parent: -1, children: [])) }
                current = 0
                continue
            }
            while nodes[current].children.count <= index { nodes[current].children.append(-1) }
            if nodes[current].children[index] < 0 {
                nodes[current].children[index] = nodes.count
                nodes.append(Node(path: Array(path.prefix(depth + 1)), parent: current, children: []))
            }
            current = nodes[current].children[index]
        }
        return current
    }

    private mutating func name(_ name: String) -> Int {
        if let index = nameIndex[name] { return index }
        nameIndex[name] = names.count
        names.append(name)
        return names.count - 1
    }

    private func path(_ text: String, _ record: [String]) throws(RecordsFault) -> XMLPath {
        guard let path = XMLPath(text, record: record), path.elements[0] == record[0] else {
            throw RecordsFault("schema.invalid-layout", ["name": text])
        }
        return path
    }

    private mutating func slot(_ text: String, _ record: [String]) throws(RecordsFault) -> Int {
        let path = try path(text, record)
        let node = node(path.elements)
        let slot = slots.count
        let kind: Slot.Kind
        switch path.kind {
        case .element:
            kind = .text
            nodes[node].texts.append(slot)
        case .attribute(let name):
            kind = .attribute
            nodes[node].attributes.append((self.name(name), slot))
        case .position:
            kind = .number
            nodes[node].positions.append(slot)
        }
        slots.append(Slot(node: node, record: self.node(record), kind: kind))
        return slot
    }

    private mutating func ignore(_ text: String, _ record: [String]) throws(RecordsFault) {
        let path = try path(text, record)
        let node = node(path.elements)
        if case .attribute(let name) = path.kind {
            nodes[node].ignoredAttributes.append(self.name(name))
        } else {
            nodes[node].isIgnored = true
        }
    }

    private mutating func presence(_ text: String, _ record: [String]) throws(RecordsFault) -> Int {
        let path = try path(text, record)
        let node = node(path.elements)
        guard path.kind == .element else { throw RecordsFault("schema.invalid-layout", ["name": text]) }
        nodes[node].presences.append(slots.count)
        slots.append(Slot(node: node, record: self.node(record), kind: .presence))
        return slots.count - 1
    }

    /// Whether `node` is `outer` or in it.
    private func isInside(_ node: Int, _ outer: Int) -> Bool { nodes[node].path.starts(with: nodes[outer].path) }

    private mutating func finish() {
        for slot in slots.indices {
            slots[slot].home = common(slots[slot].node, slots[slot].record)
            if isDeferred(slot) { nodes[slots[slot].home].settles = true }
            for node in nodes.indices where isInside(slots[slot].node, node) { begin(node, slot) }
        }
        for node in nodes.indices {
            while nodes[node].children.count < names.count { nodes[node].children.append(-1) }
        }
    }

    /// What happens to a slot where `node`, which its value stands in, begins.
    private mutating func begin(_ node: Int, _ slot: Int) {
        let own = slots[slot].node
        let home = slots[slot].home
        switch slots[slot].kind {
        // An element that a record must have may be in any of the lists that repeat.
        case .presence where !isInside(home, node): return
        case .number where node == own:
            let parent = nodes[own].parent
            if parent >= 0, !nodes[parent].counted.contains(own) { nodes[parent].counted.append(own) }
            return
        // Its second text is found by the walker, which has to look at the slot anyway.
        case .text where node == own && nodes[own].table < 0: return
        default: break
        }
        nodes[node].clears.append(slot)
        if node != home, isInside(node, home), !isBorrowed(slot) { nodes[node].unrepeatable.append(slot) }
    }

    /// The innermost element around both.
    private func common(_ first: Int, _ second: Int) -> Int {
        var node = first
        while !isInside(second, node) { node = nodes[node].parent }
        return node
    }

    private func isInRecord(_ node: Int) -> Bool {
        nodes.indices.contains { nodes[$0].table >= 0 && isInside(node, $0) }
    }

    /// The record that takes the value is inside one that has it, which may still come.
    private func isDeferred(_ slot: Int) -> Bool {
        slots[slot].home != slots[slot].record && isInRecord(slots[slot].home)
    }

    /// The value lies outside of the record and of those around it.
    func isBorrowed(_ slot: Int) -> Bool {
        slots[slot].home != slots[slot].record && !isInRecord(slots[slot].home)
    }
}
