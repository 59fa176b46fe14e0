internal import Exclusion
internal import Support

/// What became of the rows of one table: `read = kept + rejected + excluded + duplicate`.
package struct TableOutcome: Sendable, Equatable {
    package var name: String
    package var read: Int
    package var kept: Int
    package var rejected: Int
    package var excluded: Int
    package var duplicate: Int
    /// Version of the catalogue table that holds the rows; nil where nothing was published.
    package var version: Int?
    /// Rows of earlier drops that the drop has replaced; nil where its load mode replaces none, or all.
    package var replaced: Int?
    /// Whether that number would tell, from one drop to the next, how few rows had been left out because of an opposition: then it
    /// is stated in steps of the floor.
    package var replacedNearly = false

    /// The rows of table `name`.
    package init(
        name: String, read: Int, kept: Int, rejected: Int, excluded: Int, duplicate: Int = 0, version: Int? = nil
    ) {
        self.name = name
        self.read = read
        self.kept = kept
        self.rejected = rejected
        self.excluded = excluded
        self.duplicate = duplicate
        self.version = version
    }

    /// Whether every row read is accounted for once.
    package var isBalanced: Bool {
        // By taking away, so that no sum can overflow.
        var rest = read
        for part in [kept, rejected, excluded, duplicate] {
            guard part >= 0, part <= rest else { return false }
            rest -= part
        }
        return rest == 0
    }

    func json(_ floor: SmallCountFloor) -> JSONValue {
        let rows: (String, JSONValue) =
            floor.hides(excluded) ? ("keptOrExcluded", .count(kept + excluded)) : ("kept", .count(kept))
        var members: [(String, JSONValue)] = [
            ("name", .text(name)), ("read", .count(read)), rows, ("rejected", .count(rejected)),
            ("excluded", floor.json(excluded)), ("duplicate", .count(duplicate)),
            ("version", .optional(number: version)),
        ]
        if let replaced { members.append(statedReplaced(replaced, floor)) }
        return .object(members)
    }

    private func statedReplaced(_ count: Int, _ floor: SmallCountFloor) -> (String, JSONValue) {
        let stated = replacedStep(floor)
        return stated == count || floor.hides(count)
            ? ("replaced", floor.json(count)) : ("replacedAtLeast", .count(stated))
    }

    /// The number of replaced rows as far as it is told.
    func replacedStep(_ floor: SmallCountFloor) -> Int {
        let count = replaced ?? 0
        return replacedNearly && floor.value > 1 ? count - count % floor.value : count
    }
}

extension JSONValue {
    static func optional(number: Int?) -> JSONValue { number.map { .count($0) } ?? JSONValue(.null) }
}
