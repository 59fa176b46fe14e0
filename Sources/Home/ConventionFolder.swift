package import Convention
internal import Platform

/// The files of a convention folder on disk.
package enum ConventionFolder {
    /// Most files of a folder.
    package static let maximumFiles = 1000

    /// The regular files of the folder at `path`, by name; hidden files and folders are left out.
    package static func read(_ path: String) throws(HomeFault) -> [String: [UInt8]] {
        do throws(SystemError) {
            let directory = try Directory(path)
            var files: [String: [UInt8]] = [:]
            for name in try directory.names().filter({ !$0.hasPrefix(".") }).prefix(maximumFiles) {
                guard try directory.status(name)?.kind == .file else { continue }
                files[name] = try directory.read(name, limit: ConventionLoader.maximumBytes)
            }
            return files
        } catch {
            throw .system(error)
        }
    }

    /// Reads and lints the folder at `path`.
    ///
    /// Whether its nomenclatures are installed is judged by `nomenclatures`, and not at all where it is nil.
    package static func load(
        _ path: String, checks: ConventionChecks = ConventionChecks(), nomenclatures: NomenclatureLibrary? = nil
    ) throws(HomeFault) -> ConventionReport {
        ConventionLoader.load(try read(path), checks: checks, nomenclatures: nomenclatures)
    }
}
