internal import Platform
internal import Support

/// Names of data files: `part-<drop>-<number>.parquet`.
enum DataFileName {
    /// Longest identifier of a drop.
    static let longestDropID = 128
    private static let prefix = "part-"
    private static let suffix = ".parquet"

    static func final(_ dropID: String, _ number: Int) throws(CatalogueFault) -> String {
        guard number >= 0, isPlain(dropID, longest: longestDropID) else { throw .name }
        return prefix + dropID + "-" + String(number) + suffix
    }

    static func temporary(_ name: String) -> String { "." + name + ".tmp" }

    /// The final name of the file of drop `dropID` that `name` is, temporary or not; nil where it is none of its files.
    static func belongs(_ name: String, to dropID: String) -> String? {
        var final = name
        if name.hasPrefix("."), name.hasSuffix(".tmp") { final = String(name.dropFirst().dropLast(4)) }
        let start = prefix + dropID + "-"
        guard final.hasPrefix(start), final.hasSuffix(suffix), final.utf8.count > start.utf8.count + suffix.utf8.count
        else { return nil }
        let number = final.dropFirst(start.count).dropLast(suffix.count)
        return number.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } ? final : nil
    }

    /// Whether `name` is made of letters, digits, `_` and `-`, and does not begin with `_`.
    static func isPlain(_ name: String, longest: Int) -> Bool {
        let allowed = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-".utf8)
        return !name.isEmpty && name.utf8.count <= longest && !name.hasPrefix("_")
            && name.utf8.allSatisfy(allowed.contains)
    }
}

extension DeltaTable {
    /// Removes the files of drop `dropID` that no commit names, and log entries under temporary names: what a crash or a
    /// failed ingestion left.
    ///
    /// Says how many. Nobody may be writing files of this drop meanwhile.
    package func removeOrphans(dropID: String) throws -> Int {
        guard DataFileName.isPlain(dropID, longest: DataFileName.longestDropID) else { throw CatalogueFault.name }
        let snapshot = try snapshot()
        let directory = try Directory(path)
        var count = 0
        for name in try directory.names() {
            guard let final = DataFileName.belongs(name, to: dropID) else { continue }
            guard name != final || !snapshot.knows(final) else { continue }
            try directory.remove(name)
            count += 1
        }
        if count > 0 { try directory.sync() }
        return count + (try removeUnlinkedEntries())
    }
}
