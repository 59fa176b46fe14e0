package import Platform
internal import Support

/// Writes cards as files: `catalog.jsonld`, and for each base a folder with `card.json`, `dataset.jsonld` and its samples.
///
/// Each file is replaced whole, under its name or not at all; the catalogue comes last, so that it names nothing that is not there.
/// Of the folder of a base, older samples are removed and nothing else is touched; folders of bases that are not published stay.
package enum CardPublication {
    package static let cardName = "card.json"
    package static let datasetName = "dataset.jsonld"
    package static let catalogueName = "catalog.jsonld"
    /// What is published is there for everybody.
    private static let permissions: UInt32 = 0o644
    private static let folderPermissions: UInt32 = 0o755

    /// Writes the catalogue of `cards` into `directory`.
    package static func write(
        _ cards: [BaseCard], in catalogue: CatalogueIdentity, to directory: borrowing Directory
    ) throws(SystemError) {
        for card in cards { try write(card, to: directory) }
        try directory.install(
            catalogueName, text(HealthCatalogue.linkedData(catalogue, cards)), permissions: permissions)
    }

    private static func write(_ card: BaseCard, to directory: borrowing Directory) throws(SystemError) {
        try directory.installDirectory(card.folder, permissions: folderPermissions)
        let folder = try directory.directory(card.folder)
        for sample in card.samples { try folder.install(sample.name, sample.bytes, permissions: permissions) }
        try folder.install(datasetName, text(card.linkedData), permissions: permissions)
        try folder.install(cardName, text(card.json), permissions: permissions)
        let names = Set(card.samples.map(\.name))
        for name in try folder.names() where name.hasPrefix(CardSample.prefix) && !names.contains(name) {
            try folder.remove(name)
        }
        try directory.sync()
    }

    private static func text(_ value: JSONValue) -> [UInt8] { JSONWriter.write(value, .pretty) + [UInt8(ascii: "\n")] }
}

extension CardPublication {
    /// The directory at `path`, made where it is not there; its parent is.
    package static func directory(_ path: String) throws(SystemError) -> Directory {
        var trimmed = path[...]
        while trimmed.count > 1, trimmed.last == "/" { trimmed.removeLast() }
        guard let slash = trimmed.lastIndex(of: "/") else { return try made(String(trimmed), in: ".") }
        let parent = trimmed[..<slash]
        let name = trimmed[trimmed.index(after: slash)...]
        guard !name.isEmpty else { return try Directory("/") }
        return try made(String(name), in: parent.isEmpty ? "/" : String(parent))
    }

    private static func made(_ name: String, in parent: String) throws(SystemError) -> Directory {
        let above = try Directory(parent)
        try above.installDirectory(name, permissions: folderPermissions)
        return try above.directory(name)
    }
}
