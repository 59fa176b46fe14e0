internal import Records
package import Support

/// A nomenclature as the guide shows it: its name, and the version that judges now.
package struct GuideNomenclature: Sendable, Equatable {
    /// The version in force.
    package struct Version: Sendable, Equatable {
        package let name: String
        package let validFrom: CivilDate
        package let count: Int
    }

    package let name: String
    /// Nil where none is installed and patterns stand in for it.
    package let version: Version?

    /// The nomenclatures of `convention` as those of `library` judge on `day`.
    package static func all(of convention: Convention, in library: NomenclatureLibrary, on day: CivilDate)
        -> [GuideNomenclature]
    {
        convention.nomenclatures.map { reference in
            GuideNomenclature(
                name: reference.name,
                version: library.nomenclature(reference.name, on: day).map {
                    Version(name: $0.version, validFrom: $0.validFrom, count: $0.count)
                })
        }
    }
}
