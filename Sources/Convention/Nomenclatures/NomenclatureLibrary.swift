package import Support

/// The nomenclatures at hand, every version kept, and which of them judges what.
///
/// A drop is judged by the newest version whose first day is not after the day in question, and by the oldest one where all
/// begin later: an official list seldom loses codes, and data from before the first import must not wait for history.
package struct NomenclatureLibrary: Sendable {
    /// All versions, by name and then by first day; of two with one first day the later import comes last.
    package let nomenclatures: [Nomenclature]

    /// A library of `nomenclatures`.
    package init(_ nomenclatures: [Nomenclature] = []) {
        self.nomenclatures = nomenclatures.sorted {
            ($0.name, $0.validFrom, $0.importedAt, $0.version) < ($1.name, $1.validFrom, $1.importedAt, $1.version)
        }
    }

    /// Names, sorted.
    package var names: [String] { Set(nomenclatures.map(\.name)).sorted() }

    /// The versions of `name`, in the order in which they judge.
    package func versions(of name: String) -> [Nomenclature] { nomenclatures.filter { $0.name == name } }

    /// The version of `name` that judges what is about `day`; nil where none is installed.
    package func nomenclature(_ name: String, on day: CivilDate) -> Nomenclature? {
        let versions = versions(of: name)
        return versions.last { $0.validFrom <= day } ?? versions.first
    }
}
