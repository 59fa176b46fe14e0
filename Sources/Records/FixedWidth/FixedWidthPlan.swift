internal import Support

/// A layout compiled against a schema: where each field comes from, version by version.
struct FixedWidthPlan: Sendable {
    /// Where the text of a field comes from.
    enum Source: Sendable, Equatable {
        /// Characters of the fixed part, from 0.
        case fixed(start: Int, length: Int)
        /// Characters of the occurrence of the group, from 0.
        case occurrence(start: Int, length: Int)
        /// Characters of an occurrence of part `tail` of ``FixedWidthPlan/tails``, all numbers from 0.
        case column(tail: Int, occurrence: Int, start: Int, length: Int)
        /// Number of the occurrence in its line.
        case ordinal
        /// Number of the line.
        case line
        /// The version has no such field.
        case absent
    }

    /// A part of the variable tail.
    struct Tail: Sendable {
        let countStart: Int
        let countLength: Int
        let length: Int
        /// Most occurrences.
        let most: Int
        /// It is the group whose occurrences are the records.
        let givesRows: Bool
    }

    /// One version of the format.
    ///
    /// It owns no array: every thread looks at it for every line, and would count references on the same place.
    struct Version: Sendable {
        let length: Int
        /// Its parts of ``FixedWidthPlan/tails``.
        let tails: Range<Int>
    }

    /// Most occurrences of a group in one line.
    static let countLimit = 100_000

    private(set) var versions: [Version] = []
    /// Texts of the versions, `versionLength` bytes each.
    private(set) var texts: [UInt8] = []
    /// Tails, version by version.
    private(set) var tails: [Tail] = []
    /// Where the fields come from, `fieldCount` a version.
    private(set) var sources: [Source] = []
    let fieldCount: Int
    let versionStart: Int
    let versionLength: Int
    let trimsLeft: Bool
    let trimsRight: Bool
    /// The line is the record; else the occurrences of a group are.
    let isByLine: Bool

    init(_ layout: FixedWidthLayout, _ schema: TableSchema) throws(RecordsFault) {
        try FixedWidthPlan.check(layout)
        versionStart = (layout.versionPlace?.start ?? 1) - 1
        versionLength = layout.versionPlace?.length ?? 0
        trimsLeft = layout.trim == .both || layout.trim == .left
        trimsRight = layout.trim == .both || layout.trim == .right
        isByLine = layout.rows == .lines
        fieldCount = schema.fields.count
        for version in layout.versions { try add(version, layout, schema) }
        for (index, field) in schema.fields.enumerated()
        where versions.indices.allSatisfy({ sources[$0 * fieldCount + index] == .absent }) {
            throw RecordsFault("schema.field-without-place", ["field": field.name])
        }
    }

    private mutating func add(
        _ version: FixedWidthLayout.Version, _ layout: FixedWidthLayout, _ schema: TableSchema
    ) throws(RecordsFault) {
        var rowGroup: FixedWidthLayout.Group?
        var ordinal: String?
        if case .group(let name, let field) = layout.rows {
            rowGroup = version.groups.first { $0.name == name }
            ordinal = field
            guard layout.versions.contains(where: { $0.groups.contains { $0.name == name } }) else {
                throw RecordsFault("schema.invalid-layout", ["name": name])
            }
        }
        let firstTail = tails.count
        for group in version.groups {
            guard let count = version.fields[group.count] else {
                throw RecordsFault("schema.invalid-layout", ["name": group.count])
            }
            tails.append(
                Tail(
                    countStart: count.start - 1, countLength: count.length, length: group.length,
                    most: group.columns > 0 ? group.columns : FixedWidthPlan.countLimit,
                    givesRows: group.name == rowGroup?.name))
        }
        let columns = try FixedWidthPlan.columns(version, firstTail: firstTail)
        sources += schema.fields.map { field -> Source in
            if field.name == layout.lineNumber { return .line }
            if field.name == ordinal { return .ordinal }
            if let place = rowGroup?.fields[field.name] {
                return .occurrence(start: place.start - 1, length: place.length)
            }
            if let place = version.fields[field.name] { return .fixed(start: place.start - 1, length: place.length) }
            return columns[field.name] ?? .absent
        }
        if layout.versionPlace != nil { texts += Array((version.text ?? "").utf8) }
        versions.append(Version(length: version.length, tails: firstTail..<tails.count))
    }

    /// The fields of occurrences that are fields of the line; no two have one name.
    private static func columns(
        _ version: FixedWidthLayout.Version, firstTail: Int
    ) throws(RecordsFault) -> [String: Source] {
        var columns: [String: Source] = [:]
        for (index, group) in version.groups.enumerated() {
            for (name, place) in group.fields.sorted(by: { $0.key < $1.key }) {
                for occurrence in 0..<group.columns {
                    let column = "\(name)\(occurrence + 1)"
                    let source = Source.column(
                        tail: firstTail + index, occurrence: occurrence, start: place.start - 1, length: place.length)
                    if version.fields[column] != nil || columns.updateValue(source, forKey: column) != nil {
                        throw RecordsFault("schema.invalid-layout", ["name": column])
                    }
                }
            }
        }
        return columns
    }

    /// Places lie inside their part; versions are told apart by texts of the right length.
    private static func check(_ layout: FixedWidthLayout) throws(RecordsFault) {
        func wrong(_ name: String) -> RecordsFault { RecordsFault("schema.invalid-layout", ["name": name]) }
        func isInside(_ place: FixedWidthLayout.Place, _ length: Int) -> Bool {
            place.start >= 1 && place.length >= 1 && place.start <= length && place.length <= length - place.start + 1
        }
        guard !layout.versions.isEmpty, layout.versionPlace != nil || layout.versions.count == 1 else {
            throw wrong("versions")
        }
        var texts: Set<String> = []
        for version in layout.versions {
            guard (1...(1 << 20)).contains(version.length) else { throw wrong("length") }
            if let place = layout.versionPlace {
                guard let text = version.text, text.utf8.count == place.length, isInside(place, version.length),
                    text.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }), texts.insert(text).inserted
                else { throw wrong("version") }
            }
            for (name, place) in version.fields.sorted(by: { $0.key < $1.key }) where !isInside(place, version.length) {
                throw wrong(name)
            }
            guard Set(version.groups.map(\.name)).count == version.groups.count else { throw wrong("groups") }
            for group in version.groups {
                guard (1...(1 << 20)).contains(group.length), (0...countLimit).contains(group.columns) else {
                    throw wrong(group.name)
                }
                for (name, place) in group.fields.sorted(by: { $0.key < $1.key })
                where !isInside(place, group.length) { throw wrong(name) }
            }
        }
    }
}
