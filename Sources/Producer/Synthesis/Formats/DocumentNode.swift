internal import Convention
internal import Records

/// A member of a JSON object, or an XML element, in the records of a table: what stands in it.
final class DocumentNode {
    let name: String
    /// Column of its value, of the table whose records it is in.
    var column: Int?
    var attributes: [(name: String, column: Int)] = []
    var children: [DocumentNode] = []
    /// Table whose records it repeats for.
    var table: Int?
    /// It is written also if it is empty.
    var isRequired = false

    init(_ name: String) { self.name = name }

    /// The node at `path` below this one, made where it is not there yet.
    func node(_ path: some Sequence<String>) -> DocumentNode {
        var current = self
        for name in path {
            if let known = current.children.first(where: { $0.name == name }) {
                current = known
            } else {
                let new = DocumentNode(name)
                current.children.append(new)
                current = new
            }
        }
        return current
    }

    /// What the records of `table` hold.
    convenience init(records table: TablePlan, of plan: SynthesisPlan) {
        let record = PlaceFinder.record(table.table)
        self.init(record.last ?? "")
        for (column, place) in table.places.enumerated() {
            if case .own(let path) = place { add(path, record, column) }
        }
        for (number, path) in table.shared.enumerated() {
            let column = table.schema.fields.count + number
            if !table.columns[column].isOfFile { add(path, record, column) }
        }
        for other in plan.members(ofFile: table.file) where other.owner == table.index {
            let path = PlaceFinder.record(other.table).dropFirst(record.count)
            node(path).table = other.index
        }
        for text in table.requiredPaths {
            let isJSON = if case .jsonLines = table.table.format { true } else { false }
            let (path, _) = DocumentPath.read(text, record: record, isJSON: isJSON)
            if path.steps.starts(with: record) { node(path.steps.dropFirst(record.count)).isRequired = true }
        }
    }

    private func add(_ path: DocumentPath, _ record: [String], _ column: Int) {
        let target = node(path.steps.dropFirst(record.count))
        if let attribute = path.attribute {
            if !target.attributes.contains(where: { $0.name == attribute }) {
                target.attributes.append((attribute, column))
            }
        } else if target.column == nil {
            target.column = column
        }
    }
}

extension TablePlan {
    /// Paths of what each record must have.
    var requiredPaths: [String] {
        switch table.format {
        case .xml(let layout): layout.required
        case .jsonLines(let layout): layout.required
        case .csv, .fixedWidth: []
        }
    }
}
