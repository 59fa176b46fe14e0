internal import Commands
internal import Convention
internal import Home

/// The nomenclatures that a command looks codes up in.
enum OpenedNomenclatures {
    /// Says where nomenclatures are, on a machine without a home too.
    static let option = Command.Option.value(
        "nomenclatures", "FOLDER", "folder of nomenclatures; that of --home where not given")

    /// The folder that `--nomenclatures` names, or that of the home; nil where neither is given.
    static func folder(_ invocation: Invocation) throws -> NomenclatureFolder? {
        if let path = invocation.value("nomenclatures") { return NomenclatureFolder(path) }
        guard invocation.value("home") != nil else { return nil }
        return try OpenedHome.open(invocation).nomenclatures
    }

    /// What is installed there; nil where no place is given.
    static func library(_ invocation: Invocation) throws -> NomenclatureLibrary? {
        try folder(invocation)?.library()
    }
}
