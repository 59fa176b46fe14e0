internal import Convention
internal import Records

/// Makes the text of a faulty value.
struct FaultText {
    private let column: ColumnPlan
    private let room: TextRoom

    init(_ column: ColumnPlan, _ table: TablePlan) {
        self.column = column
        room = TextRoom(table.table.format, column.field.name)
    }

    /// A text with a fault of `kind` in place of `old`; empty for none, nil where the field has no room for one.
    func text(_ kind: SyntheticFault, _ old: ArraySlice<UInt8>?, _ draw: inout Draw) -> [UInt8]? {
        let field = column.field
        let made: [UInt8]?
        switch kind {
        case .missingValue: return []
        case .wrongType: made = Array("abc".utf8.prefix(room.width))
        case .brokenDate: made = brokenDate()
        case .badCode: made = FaultText.oneOf(["ZZ-0", "Z0", "~", "9", "#"], room, &draw)
        case .badPattern: made = spoiled(old, &draw)
        case .tooShort: made = old.map { Array($0.prefix(max(1, (field.minLength ?? 1) - 1))) }
        case .tooLong:
            let text = old.map { Array($0) } ?? []
            let length = text.count { $0 & 0xC0 != 0x80 }
            made = text + [UInt8](repeating: UInt8(ascii: "A"), count: max(1, (field.maxLength ?? 0) + 1 - length))
        case .tooSmall: made = beyond(isLow: true)
        case .tooLarge: made = beyond(isLow: false)
        case .badCheck:
            guard var text = old.map({ Array($0) }), let last = text.popLast() else { return nil }
            made = text + [last == UInt8(ascii: "9") ? UInt8(ascii: "0") : last + 1]
        case .brokenRule, .repeatedKey, .danglingReference, .brokenForm: made = nil
        }
        guard let made, !made.isEmpty, room.holds(made) else { return nil }
        return made
    }

    private static func oneOf(_ texts: [String], _ room: TextRoom, _ draw: inout Draw) -> [UInt8]? {
        let fitting = texts.map { Array($0.utf8) }.filter(room.holds)
        return fitting.isEmpty ? nil : fitting[draw.below(fitting.count)]
    }

    /// The text with another last character, or a mark that hardly a pattern takes.
    private func spoiled(_ old: ArraySlice<UInt8>?, _ draw: inout Draw) -> [UInt8]? {
        guard let old, !old.isEmpty, draw.below(2) == 0 else {
            return FaultText.oneOf(["?", "??", "~~~~"], room, &draw)
        }
        return Array(old.dropLast()) + [UInt8(ascii: "?")]
    }

    /// The 30th of February.
    private func brokenDate() -> [UInt8]? {
        guard case .moments(let format, let first, _, _) = column.domain else { return nil }
        let february = CivilMonth.second(of: max(first, 0))
        var bytes: [UInt8] = []
        format.append(second: february, day: 30, to: &bytes)
        return bytes
    }

    /// The value next to a bound, on its other side.
    private func beyond(isLow: Bool) -> [UInt8]? {
        let bound = isLow ? column.field.minimum : column.field.maximum
        let writer = ValueWriter(column)
        guard let bound else { return nil }
        return writer.text(isLow ? bound - writer.step : bound + writer.step, isLow ? .down : .up)
    }
}
