internal import Records
internal import Support

/// Writes the rows of a drop one after the other.
struct RowMaker {
    /// Minutes between an event and the next, at least and at most.
    private static let step = 5...240
    private static let hexadecimal = Array("0123456789abcdef".utf8)
    private static let minutesOfDay = 1440
    private static let oldest = 100 * 365

    private let drop: SyntheticDrop
    private let columns: [ColumnPlan]
    private let delimiter: UInt8
    private let firstMinute: Int
    private let forbidden: Int?
    private let faults: [(kind: SyntheticFault, rate: Double, columns: [Int])]
    private var draw: Draw
    /// Rows of each person, where the options ask for them.
    private(set) var persons: [Int: Int] = [:]

    init(_ drop: SyntheticDrop) {
        self.drop = drop
        columns = drop.columns
        delimiter = drop.dialect.delimiter
        firstMinute = Int(drop.options.day.days) * RowMaker.minutesOfDay
        forbidden = drop.columns.firstIndex(where: \.isForbidden)
        faults = SyntheticFault.allCases.compactMap { kind in
            let places = RowMaker.places(of: kind, drop)
            guard let rate = drop.options.faults[kind], rate > 0, !places.isEmpty else { return nil }
            return (kind, rate, places)
        }
        draw = Draw(drop.options.seed)
    }

    /// Columns in which a fault of `kind` can show.
    private static func places(of kind: SyntheticFault, _ drop: SyntheticDrop) -> [Int] {
        drop.columns.indices.filter { index in
            let column = drop.columns[index]
            switch (kind, column.maker) {
            case (.badCode, _): return column.hasCodes
            case (.missingValue, _): return column.isRequired && !column.isKey
            case (.wrongType, _): return column.isTyped && !column.isKey && !column.hasCodes
            case (.dateOrder, .moment(_, let rank)): return rank > 0
            case (.dateOrder, _): return false
            }
        }
    }

    /// Appends the row of that number and says which fault it was given.
    mutating func append(_ row: Int, to bytes: inout [UInt8]) -> SyntheticFault? {
        let person = person()
        if drop.options.countsPersons { persons[person, default: 0] += 1 }
        let start = firstMinute + draw.below(RowMaker.minutesOfDay)
        let step = RowMaker.step.lowerBound + draw.below(RowMaker.step.count)
        var chosen: (kind: SyntheticFault, column: Int)?
        for fault in faults where chosen == nil && draw.happens(fault.rate) {
            chosen = (fault.kind, fault.columns[draw.below(fault.columns.count)])
        }
        for index in columns.indices {
            if index > 0 { bytes.append(delimiter) }
            if let chosen, chosen.column == index {
                appendFault(chosen.kind, columns[index].maker, start, to: &bytes)
            } else if index == forbidden, row == drop.options.nominativeRow {
                bytes += Array("MARTIN".utf8)
            } else {
                append(columns[index].maker, row, person, start, step, to: &bytes)
            }
        }
        bytes.append(drop.dialect.lineEnd.byte)
        return chosen?.kind
    }

    private mutating func person() -> Int {
        // A population that is absent altogether would never end the search.
        for _ in 0..<1000 {
            let person = draw.below(drop.options.population)
            if !drop.options.absent.contains(person) { return person }
        }
        return drop.options.population
    }

    private mutating func append(
        _ maker: ColumnMaker, _ row: Int, _ person: Int, _ start: Int, _ step: Int, to bytes: inout [UInt8]
    ) {
        switch maker {
        case .empty: break
        case .pool(let texts): bytes += texts[draw.below(texts.count)]
        case .personPool(let texts, let salt):
            var own = Draw(salt, person)
            bytes += texts[own.below(texts.count)]
        case .sequence(let prefix, let width):
            bytes += prefix
            RowMaker.appendDecimal(row + 1, width, to: &bytes)
        case .integer(let range): RowMaker.appendDecimal(range.lowerBound + draw.below(range.count), 1, to: &bytes)
        case .decimal(let range, let scale, let separator):
            RowMaker.appendDecimal(range.lowerBound + draw.below(range.count), 1, to: &bytes)
            if scale > 0 { bytes.append(separator) }
            for _ in 0..<scale { bytes.append(UInt8(ascii: "0")) }
        case .personNIR: RowMaker.appendDecimal(Identities.nir(ofPerson: person), 15, to: &bytes)
        case .person(let length): RowMaker.appendPseudonym(person, drop.options.populationSeed, length, to: &bytes)
        case .birth(let format):
            var own = Draw(drop.options.populationSeed &+ 1, person)
            let days = 1 + own.below(RowMaker.oldest)
            format.append(minute: firstMinute - days * RowMaker.minutesOfDay, to: &bytes)
        case .moment(let format, let rank): format.append(minute: start + rank * step, to: &bytes)
        }
    }

    private func appendFault(_ kind: SyntheticFault, _ maker: ColumnMaker, _ start: Int, to bytes: inout [UInt8]) {
        switch kind {
        case .badCode: bytes += Array("ZZ-0".utf8)
        case .missingValue: break
        case .wrongType: bytes += Array("abc".utf8)
        case .dateOrder:
            // Three days earlier: also out of order where the column holds days alone.
            if case .moment(let format, _) = maker {
                format.append(minute: start - 3 * RowMaker.minutesOfDay, to: &bytes)
            }
        }
    }

    static func appendPseudonym(_ person: Int, _ seed: UInt64, _ length: Int, to bytes: inout [UInt8]) {
        var own = Draw(seed, person)
        var word: UInt64 = 0
        for index in 0..<length {
            if index % 16 == 0 { word = own.next() }
            bytes.append(hexadecimal[Int(word & 15)])
            word >>= 4
        }
    }

    private static func appendDecimal(_ number: Int, _ width: Int, to bytes: inout [UInt8]) {
        if number < 0 { bytes.append(UInt8(ascii: "-")) }
        var divisor: UInt = 1
        var digits = 1
        while number.magnitude / divisor >= 10 {
            divisor *= 10
            digits += 1
        }
        for _ in 0..<max(0, width - digits) { bytes.append(UInt8(ascii: "0")) }
        while divisor > 0 {
            bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number.magnitude / divisor % 10))
            divisor /= 10
        }
    }
}
