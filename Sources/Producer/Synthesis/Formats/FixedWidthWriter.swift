internal import Convention
internal import Records

/// Writes lines of fixed width with the groups of their tails.
struct FixedWidthWriter: RecordWriter {
    /// What stands at a place of a line or of a group.
    private struct Piece {
        let place: FixedWidthLayout.Place
        /// A column; nil for blanks.
        let column: Int?
        let isRight: Bool
        let isCount: Bool
    }

    /// A group of a version's tail.
    private struct Tail {
        let tail: Int
        let length: Int
        let table: Int?
        /// Pieces of each occurrence; of all of them where a table has the rows.
        let pieces: [[Piece]]
    }

    private struct Version {
        let length: Int
        let pieces: [Piece]
        let tails: [Tail]
        /// By tail, the place of its count.
        let counts: [(tail: Int, place: FixedWidthLayout.Place)]
    }

    private let plan: SynthesisPlan
    private let table: TablePlan
    private let versions: [Version]
    private let encoder: TextEncoder

    init(_ plan: SynthesisPlan, _ table: TablePlan, _ layout: FixedWidthLayout) {
        self.plan = plan
        self.table = table
        encoder = TextEncoder(layout.encoding)
        versions = layout.versions.map { version in
            FixedWidthWriter.version(version, layout, plan, table)
        }
    }

    private static func version(
        _ version: FixedWidthLayout.Version, _ layout: FixedWidthLayout, _ plan: SynthesisPlan, _ table: TablePlan
    ) -> Version {
        func piece(_ name: String, _ place: FixedWidthLayout.Place, _ owner: TablePlan, _ column: Int?) -> Piece {
            let type = column.map { owner.columns[$0].field.type } ?? .string
            let isNumber = type.isNumber
            let isRight = layout.trim == .left || layout.trim == .both && isNumber
            let isCount = owner === table && version.groups.contains { $0.count == name }
            return Piece(place: place, column: column, isRight: isRight, isCount: isCount)
        }
        // A place that holds others comes before them, and has the value.
        let fixed = version.fields.sorted {
            ($0.value.start, -$0.value.length, $0.key) < ($1.value.start, -$1.value.length, $1.key)
        }
        var counts: [(tail: Int, place: FixedWidthLayout.Place)] = []
        var tails: [Tail] = []
        for group in version.groups {
            guard let tail = table.tails.firstIndex(where: { $0.name == group.name }) else { continue }
            if let place = version.fields[group.count] { counts.append((tail, place)) }
            let places = group.fields.sorted { ($0.value.start, $0.key) < ($1.value.start, $1.key) }
            var pieces: [[Piece]]
            if let part = table.tails[tail].table.map({ plan.tables[$0] }) {
                pieces = [places.map { piece($0.key, $0.value, part, part.column($0.key)) }]
            } else {
                pieces = (0..<max(1, group.columns)).map { ordinal in
                    places.map { name, place in
                        let column = table.places.firstIndex(of: .occurrence(tail: tail, field: name, ordinal: ordinal))
                        return piece(name, place, table, column)
                    }
                }
            }
            tails.append(Tail(tail: tail, length: group.length, table: table.tails[tail].table, pieces: pieces))
        }
        let shared = table.shared
        let pieces = fixed.map { name, place -> Piece in
            let column = table.schema.fields.firstIndex { $0.name == name }
            let hidden = shared.firstIndex { $0.steps == [name] }.map { $0 + table.schema.fields.count }
            return piece(name, place, table, column ?? hidden)
        }
        return Version(length: version.length, pieces: pieces, tails: tails, counts: counts)
    }

    func write(_ family: BatchFamily, to output: inout [UInt8]) {
        guard let batch = family.batches[table.index] else { return }
        var ranges: [Int: [Range<Int>]] = [:]
        for tail in table.tails {
            if let part = tail.table { ranges[part] = family.ranges(part) }
        }
        for row in 0..<batch.count {
            let number = batch.rows[row]
            let version = versions[plan.version(table, number)]
            let start = output.count
            write(version.pieces, batch, row, version.length, to: &output)
            for (tail, place) in version.counts {
                set(plan.tailCount(table, tail, number), place, from: start, in: &output)
            }
            for tail in version.tails {
                let part = tail.table.flatMap { family.batches[$0] }
                let first = tail.table.flatMap { ranges[$0]?[row].lowerBound } ?? 0
                for ordinal in 0..<plan.tailCount(table, tail.tail, number) {
                    let pieces = tail.pieces[part == nil ? min(ordinal, tail.pieces.count - 1) : 0]
                    write(pieces, part ?? batch, part == nil ? row : first + ordinal, tail.length, to: &output)
                }
            }
            if batch.isBroken[row] { output.append(UInt8(ascii: "X")) }
            output.append(UInt8(ascii: "\n"))
        }
    }

    /// Writes the number of a tail's groups over the blanks at its place, with zeros in front; all before it is ASCII or one
    /// byte a character, or else it is written with its piece.
    private func set(_ count: Int, _ place: FixedWidthLayout.Place, from start: Int, in output: inout [UInt8]) {
        var digits: [UInt8] = []
        NumberDomain.append(UInt(count), place.length, to: &digits)
        guard let offset = offset(of: place.start - 1, from: start, in: output) else { return }
        for (index, digit) in digits.prefix(place.length).enumerated() { output[offset + index] = digit }
    }

    /// Where character `place` of the line that begins at `start` stands.
    private func offset(of place: Int, from start: Int, in output: [UInt8]) -> Int? {
        guard table.table.format.encoding == .utf8 else { return start + place }
        var characters = 0
        for index in start..<output.count where output[index] & 0xC0 != 0x80 {
            if characters == place { return index }
            characters += 1
        }
        return nil
    }

    private func write(
        _ pieces: [Piece], _ batch: RecordBatch, _ row: Int, _ length: Int, to output: inout [UInt8]
    ) {
        var end = 0
        for piece in pieces {
            // Of places that overlap the first has its value.
            guard piece.place.start - 1 >= end else { continue }
            pad(piece.place.start - 1 - end, to: &output)
            end = piece.place.end
            let range = piece.isCount ? nil : piece.column.flatMap { batch.range($0, row) }
            guard let range else {
                pad(piece.place.length, to: &output)
                continue
            }
            let characters = batch.bytes[range].count { $0 & 0xC0 != 0x80 }
            let blanks = max(0, piece.place.length - characters)
            if piece.isRight { pad(blanks, to: &output) }
            encoder.append(batch.bytes, range, to: &output)
            if !piece.isRight { pad(blanks, to: &output) }
        }
        pad(length - end, to: &output)
    }

    private func pad(_ count: Int, to output: inout [UInt8]) {
        for _ in 0..<max(0, count) { output.append(UInt8(ascii: " ")) }
    }
}

extension FieldType {
    /// Whether values are numbers, which people align on the right.
    var isNumber: Bool {
        switch self {
        case .integer, .number, .decimal, .year: true
        default: false
        }
    }
}
