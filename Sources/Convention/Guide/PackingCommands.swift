internal import Containers

/// The command lines that compress a drop or put its files together, with the plain tools of each format.
struct PackingCommands {
    private let convention: Convention

    /// Commands for drops of `convention`.
    init(_ convention: Convention) { self.convention = convention }

    /// The lines that make the file `name` of a drop that is called `example`; none where it is not packed.
    func lines(_ name: String, example: String) -> [String] {
        let tables = convention.tables.filter { $0.nameExample == example }
        if let archive = convention.archive, archive.nameExample == example {
            let entries = tables.compactMap(\.entry?.example) + [archive.manifestEntry].compactMap(\.self)
            return [line(archive.format, name, entries.joined(separator: " "))]
        }
        switch tables.first?.compression ?? .none {
        case .none: return []
        case .gzip: return ["gzip -c \(inner(name, ".gz")) > \(name)"]
        case .zstd: return ["zstd \(inner(name, ".zst")) -o \(name)"]
        }
    }

    private func line(_ format: ArchiveFormat, _ name: String, _ files: String) -> String {
        switch format {
        case .zip: "zip \(name) \(files)"
        case .tar: "tar -cf \(name) \(files)"
        case .tarGzip: "tar -czf \(name) \(files)"
        case .tarZstd: "tar --zstd -cf \(name) \(files)"
        }
    }

    /// The name without the end that says how it is compressed.
    private func inner(_ name: String, _ suffix: String) -> String {
        name.hasSuffix(suffix) ? String(name.dropLast(suffix.count)) : "FILE"
    }
}
