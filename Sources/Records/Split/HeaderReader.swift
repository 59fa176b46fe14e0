internal import Support

/// Compares the header line with the schema; every difference is named.
///
/// Names of the schema may be named in a fault. A name that only the file has might be data (a file without a header begins
/// with a record), so it is named only if the line is a header beyond doubt (at least half of the schema's columns are in
/// it) and it looks like a column name; else its position and shape are given.
struct HeaderReader {
    let plan: RecordPlan

    /// Checks the header `line`, which ends with its line end; no faults where it is right.
    func check(_ line: Span<UInt8>) -> [RecordsFault] {
        for index in line.indices where line[index] < 0x20 && line[index] != UInt8(ascii: "\t") {
            if line[index] == UInt8(ascii: "\r") {
                if plan.dialect.lineEnd == .carriageReturn { continue }
                if index + 1 < line.count, line[index + 1] == UInt8(ascii: "\n") { continue }
                return [RecordsFault("csv.line-ends")]
            }
            if line[index] != UInt8(ascii: "\n") { return [RecordsFault("csv.not-text")] }
        }
        var grid = Grid()
        if plan.dialect.isPlain {
            Tokeniser(plan.dialect).read(line, quoted: true, firstLine: 1, into: &grid)
        } else {
            DialectTokeniser(plan.dialect, columns: 0).read(line, firstLine: 1, into: &grid)
        }
        // Comments alone.
        guard grid.recordCount > 0 else { return [RecordsFault("csv.empty")] }
        guard grid.faults.isEmpty else { return [RecordsFault("csv.header-quote")] }
        guard grid.fieldCount(0) <= plan.limits.columns else {
            let arguments = ["found": "\(grid.fieldCount(0))", "limit": "\(plan.limits.columns)"]
            return [RecordsFault("csv.too-many-columns", arguments)]
        }
        var names: [String] = []
        for index in 0..<grid.fieldCount(0) {
            guard let name = decode(grid.field(0, index)) else {
                return [RecordsFault("csv.header-encoding", ["encoding": plan.dialect.encoding.rawValue])]
            }
            names.append(name)
        }
        return capped(compare(spelled(names)))
    }

    private func decode(_ bytes: ArraySlice<UInt8>) -> String? {
        guard let characters = CharacterTable(plan.dialect.encoding) else {
            return String(validating: bytes, as: UTF8.self)
        }
        let (text, holdsC1) = characters.utf8(Array(bytes).span)
        return holdsC1 ? nil : String(validating: text, as: UTF8.self)
    }

    /// The names of the file, written as the schema writes them where case means nothing.
    private func spelled(_ names: [String]) -> [String] {
        if plan.dialect.matchesCase { return names }
        let own = Dictionary(plan.schema.fields.map { ($0.name.lowercased(), $0.name) }) { first, _ in first }
        return names.map { own[$0.lowercased()] ?? $0 }
    }

    private func compare(_ names: [String]) -> [RecordsFault] {
        let expected = plan.schema.fields.map(\.name)
        if names == expected { return [] }
        let places = Dictionary(uniqueKeysWithValues: expected.enumerated().map { ($1, $0) })
        var first: [String: Int] = [:]
        var strangers: [RecordsFault] = []
        let found = Set(names).intersection(expected).count
        guard found > 0 else { return [RecordsFault("csv.header-missing", ["expected": "\(expected.count)"])] }
        let isHeader = found * 2 >= expected.count
        for (index, name) in names.enumerated() {
            guard places[name] != nil else {
                strangers.append(unknown(name, at: index, isHeader: isHeader))
                continue
            }
            if let earlier = first[name] {
                strangers.append(
                    RecordsFault(
                        "csv.column-duplicated",
                        ["column": name, "first": "\(earlier + 1)", "found": "\(index + 1)"]))
            } else {
                first[name] = index
            }
        }
        let missing = expected.enumerated().filter { first[$1] == nil }.map { index, name in
            RecordsFault("csv.column-missing", ["column": name, "expected": "\(index + 1)"])
        }
        return missing + strangers + moved(first, expected)
    }

    /// The columns out of order among those that are there; what is missing or unknown moves nothing.
    private func moved(_ found: [String: Int], _ expected: [String]) -> [RecordsFault] {
        let there = expected.enumerated().compactMap { index, name in
            found[name].map { (name: name, expected: index, found: $0) }
        }
        let order = there.map(\.found).sorted()
        return zip(there, order).compactMap { column, place in
            guard column.found != place else { return nil }
            return RecordsFault(
                "csv.column-moved",
                ["column": column.name, "expected": "\(column.expected + 1)", "found": "\(column.found + 1)"])
        }
    }

    private func unknown(_ name: String, at index: Int, isHeader: Bool) -> RecordsFault {
        if isHeader, HeaderReader.looksLikeName(name) {
            return RecordsFault("csv.column-unknown", ["column": name, "found": "\(index + 1)"])
        }
        let shape = ValueShape.of(Array(name.utf8).span)
        return RecordsFault("csv.column-unnamed", ["found": "\(index + 1)", "shape": shape])
    }

    /// A letter, then at most 63 letters, digits and `_`, with less than four digits in all.
    private static func looksLikeName(_ name: String) -> Bool {
        let bytes = Array(name.utf8)
        func isLetter(_ byte: UInt8) -> Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) }
        func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
        guard let first = bytes.first, isLetter(first), bytes.count <= 64, bytes.filter(isDigit).count < 4 else {
            return false
        }
        return bytes.allSatisfy { isLetter($0) || isDigit($0) || $0 == UInt8(ascii: "_") }
    }

    private func capped(_ faults: [RecordsFault]) -> [RecordsFault] {
        let limit = plan.limits.headerFaults
        guard faults.count > limit else { return faults }
        return faults.prefix(limit) + [RecordsFault("csv.more-problems", ["count": "\(faults.count - limit)"])]
    }
}
