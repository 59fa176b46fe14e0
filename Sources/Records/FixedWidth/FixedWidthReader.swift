/// Finds the fields of fixed-width lines, or of the groups in their tails.
///
/// A line that is too short, too long, of an unknown version or with a count that is no number breaks a rule of form in the
/// table of the lines; it has no occurrences that could be trusted, so it gives no rows to the tables of groups.
struct FixedWidthReader {
    private static let lineFeed = UInt8(ascii: "\n")
    private static let space = UInt8(ascii: " ")

    private let plan: FixedWidthPlan
    private let characters: CharacterTable?
    private let isASCII: Bool
    private let marksNulls: Bool

    init(_ plan: FixedWidthPlan, characters: CharacterTable?, isASCII: Bool, marksNulls: Bool) {
        self.marksNulls = marksNulls
        self.plan = plan
        self.characters = characters
        self.isASCII = isASCII
    }

    /// Fills `grid` with the records of `text`, whose first line has the number `firstLine`.
    func read(_ text: Span<UInt8>, firstLine: UInt64, into grid: inout Grid) {
        grid.beginWriting(text.count + text.count / 4)
        var line = Line(start: 0, end: 0, number: firstLine)
        var offsets: [Int] = []
        var groups = [Group](repeating: Group(), count: plan.tails.count)
        while line.start < text.count {
            let next = ByteSearch.first(text, FixedWidthReader.lineFeed, from: line.start) ?? text.count
            line.end = next
            if line.end > line.start, text[line.end - 1] == UInt8(ascii: "\r") { line.end -= 1 }
            line.count = line.end - line.start
            line.isASCII = isASCII || TextEncodings.isASCII(text.extracting(line.start..<line.end))
            if line.isASCII || characters != nil {
                read(line, text, Span(), &groups, &grid)
            } else {
                offsets.removeAll(keepingCapacity: true)
                for index in line.start..<line.end where text[index] & 0xC0 != 0x80 { offsets.append(index) }
                line.count = offsets.count
                offsets.append(line.end)
                read(line, text, offsets.span, &groups, &grid)
            }
            line.start = next + 1
            line.number += 1
        }
        grid.endWriting()
    }

    /// A line of the block: its bytes and its number.
    ///
    /// With it go `offsets`: where each of its characters begins, and the end; empty where a character is a byte.
    private struct Line {
        var start: Int
        var end: Int
        var number: UInt64
        /// Characters.
        var count = 0
        var isASCII = true

        /// Where character `index` begins.
        @inline(__always)
        func offset(_ index: Int, _ offsets: Span<Int>) -> Int {
            offsets.isEmpty ? start + index : offsets[index]
        }
    }

    private func read(
        _ line: Line, _ text: Span<UInt8>, _ offsets: Span<Int>, _ groups: inout [Group], _ grid: inout Grid
    ) {
        var rule = FormRule.unknownVersion
        if !line.isASCII, !offsets.isEmpty, !TextEncodings.isUTF8(text.extracting(line.start..<line.end)) {
            // Also where no field reads: what is no character has no place that could be counted.
            rule = .invalidEncoding
        } else if let version = version(of: line, text, offsets) {
            guard let broken = tail(version, line, text, offsets, &groups) else {
                return write(version, groups.span, line, text, offsets, &grid)
            }
            rule = broken
        } else if line.count < plan.versionStart + plan.versionLength {
            rule = .recordLength
        }
        guard plan.isByLine else { return }
        grid.beginRecord(line.number)
        grid.breakRecord(rule, fields: plan.fieldCount)
    }

    /// Number of the version of a line.
    private func version(of line: Line, _ text: Span<UInt8>, _ offsets: Span<Int>) -> Int? {
        let length = plan.versionLength
        if length == 0 { return 0 }
        guard line.count >= plan.versionStart + length else { return nil }
        let start = line.offset(plan.versionStart, offsets)
        guard line.offset(plan.versionStart + length, offsets) - start == length else { return nil }
        let texts = plan.texts.span
        for version in plan.versions.indices {
            var isSame = true
            for index in 0..<length where texts[version * length + index] != text[start + index] { isSame = false }
            if isSame { return version }
        }
        return nil
    }

    /// Occurrences of a part of the tail in a line, from character `place`.
    private struct Group {
        var place = 0
        var count = 0
    }

    /// Finds the groups of the line; returns the rule that is broken, since the length of the line must be just that.
    private func tail(
        _ index: Int, _ line: Line, _ text: Span<UInt8>, _ offsets: Span<Int>, _ groups: inout [Group]
    ) -> FormRule? {
        let version = plan.versions[index]
        guard line.count >= version.length else { return .recordLength }
        var length = version.length
        for index in version.tails {
            let tail = plan.tails[index]
            guard let count = count(tail, line, text, offsets), count <= tail.most else { return .groupCount }
            groups[index] = Group(place: length, count: count)
            length += count * tail.length
        }
        return line.count == length ? nil : .recordLength
    }

    private func count(
        _ tail: FixedWidthPlan.Tail, _ line: Line, _ text: Span<UInt8>, _ offsets: Span<Int>
    ) -> Int? {
        var count = 0
        var hasDigits = false
        var isOver = false
        let end = line.offset(tail.countStart + tail.countLength, offsets)
        for index in line.offset(tail.countStart, offsets)..<end {
            let byte = text[index]
            if byte == FixedWidthReader.space {
                isOver = hasDigits
            } else {
                let digit = byte &- UInt8(ascii: "0")
                guard digit <= 9, !isOver else { return nil }
                hasDigits = true
                count = count * 10 + Int(digit)
                if count > FixedWidthPlan.countLimit { return nil }
            }
        }
        return count
    }

    private func write(
        _ version: Int, _ groups: Span<Group>, _ line: Line, _ text: Span<UInt8>, _ offsets: Span<Int>,
        _ grid: inout Grid
    ) {
        if plan.isByLine { return write(version, groups, at: 0, ordinal: 0, line, text, offsets, &grid) }
        for index in plan.versions[version].tails where plan.tails[index].givesRows {
            for row in 0..<groups[index].count {
                let place = groups[index].place + row * plan.tails[index].length
                write(version, groups, at: place, ordinal: row + 1, line, text, offsets, &grid)
            }
        }
    }

    /// Writes one record; the occurrence begins at character `place`.
    private func write(
        _ version: Int, _ groups: Span<Group>, at place: Int, ordinal: Int, _ line: Line, _ text: Span<UInt8>,
        _ offsets: Span<Int>, _ grid: inout Grid
    ) {
        grid.beginRecord(line.number)
        let sources = plan.sources.span
        let first = version * plan.fieldCount
        for field in 0..<plan.fieldCount {
            switch sources[first + field] {
            case .fixed(let start, let length): write(start, length, line, text, offsets, &grid)
            case .occurrence(let start, let length): write(place + start, length, line, text, offsets, &grid)
            case .column(let tail, let occurrence, let start, let length) where occurrence < groups[tail].count:
                let place = groups[tail].place + occurrence * plan.tails[tail].length
                write(place + start, length, line, text, offsets, &grid)
            case .ordinal: grid.writeField(UInt64(ordinal))
            case .line: grid.writeField(line.number)
            case .absent, .column:
                if marksNulls { grid.markNull(field, of: plan.fieldCount) }
                grid.endWrittenField()
            }
        }
    }

    /// Writes the field of `length` characters from `start` without their padding.
    @inline(__always)
    private func write(
        _ start: Int, _ length: Int, _ line: Line, _ text: Span<UInt8>, _ offsets: Span<Int>, _ grid: inout Grid
    ) {
        var first = line.offset(start, offsets)
        var end = line.offset(start + length, offsets)
        if plan.trimsRight { while end > first, text[end - 1] == FixedWidthReader.space { end -= 1 } }
        if plan.trimsLeft { while first < end, text[first] == FixedWidthReader.space { first += 1 } }
        if line.isASCII || characters == nil { return grid.writeField(text, first, end - first) }
        convert(text.extracting(first..<end), &grid)
    }

    /// Writes a field of a single-byte encoding.
    @inline(never)
    private func convert(_ field: Span<UInt8>, _ grid: inout Grid) {
        guard let characters else { return }
        let (converted, holdsC1) = characters.utf8(field)
        grid.writeField(converted.span, 0, converted.count)
        if holdsC1 { grid.mayHoldC1 = true }
    }
}
