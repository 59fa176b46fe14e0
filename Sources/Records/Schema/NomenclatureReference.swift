/// What a field says of the nomenclature that its values must be in (`nomenclature`).
package struct NomenclatureReference: Sendable, Equatable {
    /// Name under which the nomenclature is installed, such as `cim10`.
    package var name: String
    /// Whether the field's pattern alone is applied where the nomenclature is not installed.
    package var orPattern: Bool

    /// A reference to the nomenclature `name`.
    package init(_ name: String, orPattern: Bool = false) {
        self.name = name
        self.orPattern = orPattern
    }
}

/// What is known of a nomenclature that fields refer to.
package enum NomenclatureCodes: Sendable, Equatable {
    /// The codes of the version that judges.
    case codes(CodeSet)
    /// It is not installed, and the fields' patterns stand in for it.
    case patternAlone
}
