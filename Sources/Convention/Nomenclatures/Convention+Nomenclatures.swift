package import Records
package import Support
internal import Treatment

extension Convention {
    /// Names of the nomenclatures that fields refer to, sorted; each may be left out where every field that names it has a
    /// pattern in its place.
    package var nomenclatures: [NomenclatureReference] {
        var byName: [String: NomenclatureReference] = [:]
        for reference in tables.flatMap(\.schema.references) {
            let orPattern = byName[reference.name]?.orPattern ?? true
            byName[reference.name] = NomenclatureReference(
                reference.name, orPattern: orPattern && reference.orPattern)
        }
        return byName.values.sorted { $0.name < $1.name }
    }

    /// The convention with the codes of its nomenclatures as they judge what is about `day`, and which versions these are.
    ///
    /// Where patterns stand in for a nomenclature, a field that would be kept for being coded (`keepCoded`) is searched for
    /// identifiers like any other text.
    ///
    /// - Throws: ``NomenclatureFault/notInstalled(name:)`` where a list is missing that a field cannot do without.
    package func judging(by library: NomenclatureLibrary, on day: CivilDate) throws(NomenclatureFault)
        -> (convention: Convention, used: [NomenclatureUse])
    {
        guard !nomenclatures.isEmpty else { return (self, []) }
        var known: [String: NomenclatureCodes] = [:]
        var used: [NomenclatureUse] = []
        for reference in nomenclatures {
            let version = library.nomenclature(reference.name, on: day)
            guard version != nil || reference.orPattern else { throw .notInstalled(name: reference.name) }
            known[reference.name] = if let version { .codes(try version.codes()) } else { .patternAlone }
            used.append(NomenclatureUse(name: reference.name, version: version?.version))
        }
        var convention = self
        for index in tables.indices { convention.tables[index].judge(by: known) }
        return (convention, used)
    }
}

extension ConventionTable {
    fileprivate mutating func judge(by known: [String: NomenclatureCodes]) {
        for (index, field) in schema.fields.enumerated() {
            guard let name = field.nomenclature?.name, let codes = known[name] else { continue }
            schema.nomenclatures[name] = codes
            let isBounded = field.enumeration != nil || field.codeList != nil
            if codes == .patternAlone, !isBounded, treatments[index] == .keepCoded { treatments[index] = .keep }
        }
    }
}
