internal import Support

/// Says which nomenclatures of a convention are not installed: once for each, where it is named first.
struct NomenclatureLint {
    let library: NomenclatureLibrary

    /// Judges the fields of `schemas`.
    func judge(_ schemas: [Node?]) {
        let installed = Set(library.names)
        let references = schemas.flatMap { $0?.list("fields") ?? [] }.compactMap { $0["nomenclature"] }
        var known: [String: Bool] = [:]
        for node in references {
            guard let name = node.text("name"), !installed.contains(name) else { continue }
            let orPattern = node["orPattern"]?.value.boolean ?? false
            // A warning does not stand for the error that another field gives.
            guard known[name].map({ $0 && !orPattern }) ?? true else { continue }
            known[name] = orPattern
            node.report(
                orPattern ? "convention.nomenclature-pattern" : "convention.nomenclature-missing", ["name": name],
                severity: orPattern ? .warning : .error)
        }
    }
}
