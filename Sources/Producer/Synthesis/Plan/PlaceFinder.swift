internal import Convention
internal import Records

/// Finds out where the fields of a file's tables stand, and which tables are inside which.
struct PlaceFinder {
    /// The tables of one file by their number in the convention; its own comes first.
    let tables: [(index: Int, table: ConventionTable)]

    /// The path of the records of a table: from the root of its document, or from its line.
    static func record(_ table: ConventionTable) -> [String] {
        switch table.format {
        case .csv: []
        case .jsonLines(let layout):
            DocumentPath.read(layout.record, record: [], isJSON: true).path.steps
        case .xml(let layout): DocumentPath.read(layout.record, record: [], isJSON: false).path.steps
        case .fixedWidth(let layout): if case .group(let name, _) = layout.rows { [name] } else { [] }
        }
    }

    /// The table whose records hold those of table `index`; nil where none does.
    func owner(of index: Int) -> Int? {
        guard let own = tables.first(where: { $0.index == index }) else { return nil }
        let record = PlaceFinder.record(own.table)
        return tables.filter { other in
            let path = PlaceFinder.record(other.table)
            return other.index != index && path.count < record.count && record.starts(with: path)
        }.max { PlaceFinder.record($0.table).count < PlaceFinder.record($1.table).count }?.index
    }

    /// Where the fields of table `index` stand.
    func places(of index: Int) -> [FieldPlace] {
        guard let own = tables.first(where: { $0.index == index }) else { return [] }
        return own.table.schema.fields.map { field in
            switch own.table.format {
            case .csv: .own(DocumentPath(steps: [field.name]))
            case .jsonLines(let layout):
                place(layout.paths[field.name] ?? DocumentPath.escaped(field.name), index, isJSON: true)
            case .xml(let layout): place(layout.paths[field.name] ?? field.name, index, isJSON: false)
            case .fixedWidth(let layout): place(field.name, index, layout)
            }
        }
    }

    private func place(_ text: String, _ index: Int, isJSON: Bool) -> FieldPlace {
        let record = tables.first { $0.index == index }.map { PlaceFinder.record($0.table) } ?? []
        let (path, isPosition) = DocumentPath.read(text, record: record, isJSON: isJSON)
        if isPosition {
            let found = tables.first { PlaceFinder.record($0.table) == path.steps }
            return found.map { .number(of: $0.index) } ?? .one
        }
        // The innermost record that holds the value, if any.
        let holder = tables.filter { path.steps.starts(with: PlaceFinder.record($0.table)) }
            .max { PlaceFinder.record($0.table).count < PlaceFinder.record($1.table).count }?.index
        return holder == index ? .own(path) : .above(table: holder, path)
    }

    private func place(_ name: String, _ index: Int, _ layout: FixedWidthLayout) -> FieldPlace {
        let file = tables[0].index
        if name == layout.lineNumber { return .number(of: file) }
        var groups: [FixedWidthLayout.Group] = []
        for version in layout.versions {
            for group in version.groups where !groups.contains(where: { $0.name == group.name }) {
                groups.append(group)
            }
        }
        let fixed = layout.versions.compactMap { $0.fields[name] }.first
        if case .group(let group, let ordinal) = layout.rows {
            if name == ordinal { return .number(of: index) }
            if groups.contains(where: { $0.name == group && $0.fields[name] != nil }) {
                return .own(DocumentPath(steps: [name]))
            }
            return .above(table: file, DocumentPath(steps: [name]))
        }
        if let fixed, fixed == layout.versionPlace { return .version }
        if let tail = groups.firstIndex(where: { $0.count == name }) { return .tail(tail) }
        if fixed != nil { return .own(DocumentPath(steps: [name])) }
        for (tail, group) in groups.enumerated() where group.columns > 0 {
            for field in group.fields.keys.sorted() where name.hasPrefix(field) {
                guard let number = Int(name.dropFirst(field.count)), (1...group.columns).contains(number) else {
                    continue
                }
                return .occurrence(tail: tail, field: field, ordinal: number - 1)
            }
        }
        return .own(DocumentPath(steps: [name]))
    }
}

extension DocumentPath {
    /// A member's name as a path of JSON lines writes it (RFC 6901 §3).
    static func escaped(_ name: String) -> String { name.replacing("~", with: "~0").replacing("/", with: "~1") }
}
