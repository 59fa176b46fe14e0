internal import Treatment

/// A column that two versions would give different types or spellings, which one table cannot have.
///
/// A table keeps the columns of every version that ever wrote to it, each with one type for ever: data files are not written anew
/// for a new version. ``ColumnChange`` says what else may happen to a column.
package struct ColumnConflict: Sendable, Equatable {
    /// A version of a convention.
    package struct Version: Sendable, Equatable, CustomStringConvertible {
        package let convention: String
        package let version: Int

        package var description: String { "\(convention) \(version)" }
    }

    /// Base and table: `sidep/test`.
    package let table: String
    package let column: String
    package let earlier: Version
    package let later: Version
    /// What the earlier version makes of the column, and the later one: name and type.
    package let before: String
    package let after: String
}

extension ConventionLibrary {
    /// The first column on which two versions that write to one table disagree.
    ///
    /// All versions are compared with each other: an earlier one judges drops of its periods, also after a later one came.
    package func columnConflict() -> ColumnConflict? {
        for (index, later) in conventions.enumerated() {
            for earlier in conventions[..<index] where earlier.card.base == later.card.base {
                if let conflict = ColumnConflict(earlier, later) { return conflict }
            }
        }
        return nil
    }
}

extension ColumnConflict {
    fileprivate init?(_ earlier: Convention, _ later: Convention) {
        for table in later.tables {
            // What a treatment would refuse is left to the checks of each version.
            guard let old = try? earlier.table(named: table.name)?.catalogueColumns(),
                let new = try? table.catalogueColumns()
            else { continue }
            for change in ColumnChange.changes(from: old, to: new) where change.effect == .type {
                func words(_ columns: [OutputColumn]) -> String {
                    let column = columns.first { $0.name.lowercased() == change.column.lowercased() }
                    return column.map { "\($0.name): \($0.type.name)" } ?? ""
                }
                self.init(
                    table: later.card.base + "/" + table.name, column: change.column,
                    earlier: Version(convention: earlier.id, version: earlier.version),
                    later: Version(convention: later.id, version: later.version), before: words(old), after: words(new))
                return
            }
        }
        return nil
    }
}

extension TreatedColumnType {
    /// The type in words of the catalogue, such as `long` or `decimal(5,1)`.
    fileprivate var name: String {
        switch self {
        case .string: "string"
        case .int32: "integer"
        case .int64: "long"
        case .double: "double"
        case .boolean: "boolean"
        case .decimal(let precision, let scale): "decimal(\(precision),\(scale))"
        case .date: "date"
        case .timestamp: "timestamp"
        }
    }
}
