/// The values that the tables of a file of JSON lines know, as a tree.
///
/// A *slot* is a place for one value. What a thread looks at for every value holds no reference, so that threads do not count
/// references on the same place.
final class JSONTree: Sendable, Equatable {
    /// What a value must be.
    enum Kind: Sendable {
        /// Not known yet.
        case open
        case object
        /// Each element is a record of a table.
        case list
        case scalar
        case ignored
    }

    /// A value with a certain path.
    struct Node {
        var kind = Kind.open
        /// Slot of a scalar.
        var slot = -1
        /// Node of a list's elements.
        var element = -1
        /// Table whose record it is; -1 for none.
        var table = -1
    }

    /// Where the value of a field comes from.
    enum Source: Equatable {
        /// A slot of the record of table `owner`, which is the field's own or one around it.
        case slot(Int, owner: Int)
        /// The number of the record of a list.
        case number(list: Int)
        /// The number of the line.
        case line
    }

    /// What a table takes from a line.
    struct Table {
        var fields: [Source] = []
        /// Values that its record must have.
        var required: [Int] = []
    }

    /// A value of the record of table `owner` that stands in the rows of table `table` inside it.
    struct Loan {
        let owner: Int
        let table: Int
        let slot: Int
    }

    /// A step of a path: into a member, or into the elements of a list.
    private enum Step: Hashable {
        case member(String)
        case element
    }

    let names: NameTable
    let nodes: [Node]
    /// Node of each member: `names.count` a node; -1 where it has no such member.
    let children: [Int32]
    let tables: [Table]
    /// Table whose record holds each slot.
    let owners: [Int]

    let loans: [Loan]

    static func == (a: JSONTree, b: JSONTree) -> Bool { a === b }

    /// The tree of the tables of one file; the first is that of the lines.
    init(_ plans: [RecordPlan]) throws(RecordsFault) {
        var builder = try Builder(plans)
        for index in plans.indices { try builder.addFields(index) }
        for index in plans.indices { try builder.addOthers(index) }
        nodes = builder.nodes.map { node in
            var node = node
            if node.kind == .open { node.kind = .object }
            return node
        }
        names = NameTable(builder.names)
        var children = [Int32](repeating: -1, count: nodes.count * builder.names.count)
        for (path, node) in builder.index {
            guard case .member(let name) = path.last, let parent = builder.index[path.dropLast()],
                let number = builder.names.firstIndex(of: name)
            else { continue }
            children[parent * builder.names.count + number] = Int32(node)
        }
        self.children = children
        tables = builder.tables
        loans = builder.tables.enumerated().flatMap { table, entry in
            entry.fields.compactMap { field in
                guard case .slot(let slot, let owner) = field, owner != table else { return nil }
                return Loan(owner: owner, table: table, slot: slot)
            }
        }
        owners = builder.owners
    }

    /// What grows while a tree is made.
    private struct Builder {
        let plans: [RecordPlan]
        var layouts: [JSONLayout] = []
        /// Names from the line to the list of each table.
        var records: [[String]] = []
        var names: [String] = []
        var nodes: [Node] = []
        var index: [ArraySlice<Step>: Int] = [:]
        var tables: [Table] = []
        var owners: [Int] = []

        init(_ plans: [RecordPlan]) throws(RecordsFault) {
            self.plans = plans
            for plan in plans {
                guard case .jsonLines(let layout) = plan.format else { throw JSONPath.fault("record") }
                let path = layout.record.isEmpty ? nil : try JSONPath(layout.record)
                guard path?.kind != .position, path?.isFromLine != true else { throw JSONPath.fault(layout.record) }
                layouts.append(layout)
                records.append(path?.steps ?? [])
            }
            guard records.first == [], Set(records).count == records.count else { throw JSONPath.fault("record") }
            for table in records.indices {
                let node = try node(expanded(records[table]))
                nodes[node].table = table
                tables.append(Table())
            }
        }

        /// The path with a step into the elements after each list.
        func expanded(_ names: [String]) -> ArraySlice<Step> {
            var path: [Step] = []
            for (depth, name) in names.enumerated() {
                path.append(.member(name))
                if records.contains(Array(names[...depth])) { path.append(.element) }
            }
            return path[...]
        }

        /// The node of `path`, made where it is not there yet, with all those above it.
        mutating func node(_ path: ArraySlice<Step>) throws(RecordsFault) -> Int {
            if let known = index[path] { return known }
            var parent = -1
            if let last = path.last {
                parent = try node(path.dropLast())
                try become(parent, last == .element ? .list : .object, path)
                if case .member(let name) = last, !names.contains(name) { names.append(name) }
            }
            index[path] = nodes.count
            if path.last == .element { nodes[parent].element = nodes.count }
            nodes.append(Node())
            return nodes.count - 1
        }

        /// Says what a value must be; it cannot be two things.
        mutating func become(_ node: Int, _ kind: Kind, _ path: ArraySlice<Step>) throws(RecordsFault) {
            if nodes[node].kind == .open { nodes[node].kind = kind }
            guard nodes[node].kind == kind else {
                let names = path.compactMap { if case .member(let name) = $0 { name } else { nil } }
                throw JSONPath.fault(names.joined(separator: "/"))
            }
        }

        /// The names of `path` from the line on.
        func names(_ path: JSONPath, _ table: Int) -> [String] { (path.isFromLine ? [] : records[table]) + path.steps }

        /// The table whose record holds `path`: that of `table` or of a record around it.
        func owner(_ path: ArraySlice<Step>, _ table: Int, _ text: String) throws(RecordsFault) -> Int {
            let record = expanded(records[table])
            for end in path.indices where path[end] == .element {
                guard record.starts(with: path[...end]) else { throw JSONPath.fault(text) }
            }
            let holders = records.indices.filter { path.starts(with: expanded(records[$0])) }
            return holders.max { records[$0].count < records[$1].count } ?? 0
        }

        mutating func addFields(_ table: Int) throws(RecordsFault) {
            for field in plans[table].schema.fields {
                let path = try layouts[table].path(of: field)
                let text = layouts[table].paths[field.name] ?? field.name
                let place = expanded(names(path, table))
                let owner = try owner(place, table, text)
                if path.kind == .position {
                    guard place == expanded(records[owner]) else { throw JSONPath.fault(text) }
                    let list = owner == 0 ? nil : index[place.dropLast()]
                    tables[table].fields.append(list.map { .number(list: $0) } ?? .line)
                    continue
                }
                let node = try node(place)
                try become(node, .scalar, place)
                if nodes[node].slot < 0 {
                    nodes[node].slot = owners.count
                    owners.append(owner)
                }
                tables[table].fields.append(.slot(nodes[node].slot, owner: owner))
            }
        }

        /// What is known and not read, and what must be there.
        mutating func addOthers(_ table: Int) throws(RecordsFault) {
            for text in layouts[table].ignored {
                let place = try member(text, table)
                let node = try node(place)
                try become(node, .ignored, place)
            }
            for text in layouts[table].required {
                let place = try member(text, table)
                guard try owner(place, table, text) == table else { throw JSONPath.fault(text) }
                let node = try node(place)
                if nodes[node].kind == .open { nodes[node].kind = .ignored }
                tables[table].required.append(node)
            }
        }

        /// The member that `text` leads to, which may be a list.
        private func member(_ text: String, _ table: Int) throws(RecordsFault) -> ArraySlice<Step> {
            let path = try JSONPath(text)
            guard path.kind == .value, !path.steps.isEmpty else { throw JSONPath.fault(text) }
            let place = expanded(names(path, table))
            return place.last == .element ? place.dropLast() : place
        }
    }
}
