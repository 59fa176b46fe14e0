internal import Glibc
internal import Platform

/// A folder of files that is installed once, whole, and never changed: a version of a convention or of a nomenclature.
enum VersionFolder {
    /// Makes the folder `name` with `files` in `parent`, which is made where it is not there; it appears under its name once it is
    /// whole and durable.
    ///
    /// - Returns: Whether it was made; false where a folder with the same files is there.
    /// - Throws: `EEXIST` where there is one with other files.
    static func install(_ files: [String: [UInt8]], as name: String, in parent: String, of root: String)
        throws(SystemError) -> Bool
    {
        try Directory(root).installDirectory(parent)
        let directory = try Directory(root).directory(parent)
        if try directory.status(name) != nil {
            guard let known = try? ConventionFolder.read("\(root)/\(parent)/\(name)"), known == files else {
                throw SystemError("link", number: EEXIST)
            }
            return false
        }
        let temporary = ".\(name).new"
        try directory.installDirectory(temporary)
        let folder = try directory.directory(temporary)
        // Left by an interrupted copy.
        for name in try folder.names() { try folder.remove(name) }
        let readable = try folder.readableLikeThis()
        for (name, bytes) in files { try folder.install(name, bytes, permissions: readable) }
        try directory.rename(temporary, to: name, in: directory)
        try directory.sync()
        return true
    }
}
