/// Which module may import which.
enum ImportRules {
    /// Modules of the toolchain that any source may use.
    static let toolchain: Set<String> = ["Swift", "Glibc", "Synchronization"]

    /// Imports of `text`, a file of `module`, that the module's row in `table` does not name.
    static func forbidden(in text: String, of module: String, _ table: ModuleTable) -> [String] {
        let imports = Set(SourceText.imports(of: text)).subtracting(toolchain)
        if let allowed = table.imports(of: module) { return imports.subtracting(allowed).sorted() }
        // The executable stands above every module; the C libraries are below it, behind their wrappers.
        return imports.subtracting(table.rows.map(\.name)).sorted()
    }
}
