package import Treatment

/// What becomes of one column of a table of the catalogue when a newer version of a convention writes to it.
///
/// A column that is new is added, with no value in the rows of before; one that goes stays, with no value in the rows to come. A
/// column of another type cannot be written to the same table: no reader has one that is both.
package struct ColumnChange: Sendable, Equatable {
    /// Name of the column.
    package let column: String
    package let kind: ConventionChange.Kind
    package let effect: TableEffect

    /// What differs between the columns `old` and `new`, in the order of the new ones, those that go last.
    package static func changes(from old: [OutputColumn], to new: [OutputColumn]) -> [ColumnChange] {
        var changes: [ColumnChange] = []
        for column in new {
            // Some readers of the catalogue know no case.
            guard let before = old.first(where: { $0.name.lowercased() == column.name.lowercased() }) else {
                changes.append(ColumnChange(column: column.name, kind: .added, effect: .added))
                continue
            }
            if before.type != column.type || before.name != column.name {
                changes.append(ColumnChange(column: column.name, kind: .changed, effect: .type))
            } else if before.isPseudonym != column.isPseudonym {
                changes.append(ColumnChange(column: column.name, kind: .changed, effect: .values))
            } else if !before.nullable, column.nullable {
                changes.append(ColumnChange(column: column.name, kind: .changed, effect: .wider))
            }
        }
        for column in old where !new.contains(where: { $0.name.lowercased() == column.name.lowercased() }) {
            changes.append(ColumnChange(column: column.name, kind: .removed, effect: .removed))
        }
        return changes
    }
}
