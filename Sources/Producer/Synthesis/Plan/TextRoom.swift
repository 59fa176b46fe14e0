internal import Records

/// What the file of a table leaves room for in one of its fields.
struct TextRoom {
    var encoding = TextEncoding.utf8
    /// Most characters.
    var width = Int.max
    /// All characters must be there: nothing is taken for padding.
    var isExact = false
    /// Spaces at the ends would be taken for padding.
    var isTrimmed = false
    /// Characters that cannot be written.
    var unwritable: Set<UInt8> = []

    /// Room for anything.
    init() {}

    /// The room that `format` leaves for the field `name`.
    init(_ format: TableFormat, _ name: String) {
        encoding = format.encoding
        switch format {
        case .csv(let dialect):
            if let quote = dialect.quote, !dialect.doublesQuotes, dialect.escape == nil { unwritable = [quote] }
            guard dialect.quote == nil, dialect.escape == nil else { return }
            unwritable = Set([dialect.delimiter, dialect.comment].compactMap(\.self))
            isTrimmed = dialect.skipsInitialSpace
        case .fixedWidth(let layout):
            isTrimmed = layout.trim != .none
            isExact = layout.trim == .none
            for version in layout.versions {
                if let place = version.fields[name] { width = min(width, place.length) }
                for group in version.groups {
                    if let place = group.fields[name] { width = min(width, place.length) }
                    for (field, place) in group.fields where group.columns > 0 && name.hasPrefix(field) {
                        guard let number = Int(name.dropFirst(field.count)), number <= group.columns else { continue }
                        width = min(width, place.length)
                    }
                }
            }
            if width == Int.max { isExact = false }
        case .jsonLines, .xml: break
        }
    }

    func holds(_ text: [UInt8]) -> Bool {
        let characters = text.count { $0 & 0xC0 != 0x80 }
        guard characters <= width, !isExact || characters == width else { return false }
        if isTrimmed, text.first == 0x20 || text.last == 0x20 { return false }
        guard !text.contains(where: { unwritable.contains($0) || $0 < 0x20 }) else { return false }
        guard encoding != .utf8, text.contains(where: { $0 >= 0x80 }) else { return true }
        return encoding.holds(String(decoding: text, as: UTF8.self))
    }
}
