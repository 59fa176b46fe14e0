/// Which rows of a table go when a drop comes in, in the commit that adds the drop's own.
///
/// Rows belong together where they have the same values in the fields ``same``, as they stand in the catalogue; no value is a
/// value like others. The records of one table of the drop state which groups are replaced, whole or for some days.
package struct Replacement: Sendable, Equatable {
    /// Which rows of a group go.
    package enum Extent: Sendable, Equatable {
        /// All of them.
        case everything
        /// Those whose `field` lies in the days from the least to the greatest value of the same field that ``statedBy`` has.
        case spanned(field: String)
        /// Those whose `field` lies in the days `from` to `to`, both included, of a record of ``statedBy``.
        case stated(field: String, from: String, to: String)

        /// The field of the table that a window is about; nil where all rows of a group go.
        package var field: String? {
            switch self {
            case .everything: nil
            case .spanned(let field), .stated(let field, _, _): field
            }
        }

        /// The fields of the stating table that hold the first and last day.
        package var bounds: [String] {
            switch self {
            case .everything: []
            case .spanned(let field): [field]
            case .stated(_, let from, let to): [from, to]
            }
        }
    }

    /// Fields of the table, and of ``statedBy`` under the same names.
    package var same: [String]
    package var extent: Extent
    /// Table of the drop whose records state what is replaced; often the table itself.
    package var statedBy: String

    /// Rows with equal `same` in a record of `statedBy`, to `extent`.
    package init(same: [String], extent: Extent, statedBy: String) {
        self.same = same
        self.extent = extent
        self.statedBy = statedBy
    }
}
