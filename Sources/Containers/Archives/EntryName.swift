/// The rules for names of entries.
enum EntryName {
    /// The name that `bytes` write.
    ///
    /// UTF-8 without control characters, relative, no longer than `limit`, without `..`, `.` and empty parts, backslashes and
    /// drive letters. A leading `./`, as `tar` writes it, is left out.
    ///
    /// - Throws: ``ContainerFault/entryKind(entry:)`` for a folder, ``ContainerFault/entryName(entry:)`` for the rest.
    static func read(_ bytes: [UInt8], entry: Int, limit: Int) throws(ContainerFault) -> String {
        guard !bytes.isEmpty, bytes.count <= limit, let text = String(validating: bytes, as: UTF8.self),
            text.unicodeScalars.allSatisfy({ $0.value >= 0x20 && !(0x7f...0x9f).contains($0.value) && $0 != "\\" })
        else { throw .entryName(entry: entry) }
        var parts = text.split(separator: "/", omittingEmptySubsequences: false)
        if parts.count > 1, parts.first == "." { parts.removeFirst() }
        if parts.count > 1, parts.last == "" { throw .entryKind(entry: entry) }
        guard parts.allSatisfy({ !$0.isEmpty && $0 != "." && $0 != ".." }), !isDrive(parts[0]) else {
            throw parts == [""] && text == "./" ? .entryKind(entry: entry) : .entryName(entry: entry)
        }
        return parts.joined(separator: "/")
    }

    /// Whether `part` begins with a drive letter: `C:`.
    private static func isDrive(_ part: Substring) -> Bool { part.dropFirst().first == ":" }
}
