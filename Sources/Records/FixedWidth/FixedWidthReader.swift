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
        while line.start < text.count {
            var next = line.start
            while next < text.count, text[next] != FixedWidthReader.lineFeed { next += 1 }
            line.end = next
            if line.end > line.start, text[line.end - 1] == UInt8(ascii: "\r") { line.end -= 1 }
            line.offsets = isASCII || characters != nil ? nil : offsets(text, line)
            read(line, text, &grid)
            line.start = next + 1
            line.number += 1
        }
        grid.endWriting()
    }

    /// A line of the block: its bytes and its number.
    private struct Line {
        var start: Int
        var end: Int
        var number: UInt64
        /// In UTF-8, where each character begins, and the end; nil where a character is a byte.
        var offsets: [Int]?

        var count: Int { offsets.map { $0.count - 1 } ?? end - start }

        /// Where character `index` begins.
        func offset(_ index: Int) -> Int { offsets?[index] ?? start + index }
    }

    /// Places of the characters of a line with more than ASCII.
    private func offsets(_ text: Span<UInt8>, _ line: Line) -> [Int]? {
        if TextEncodings.isASCII(text.extracting(line.start..<line.end)) { return nil }
        return (line.start..<line.end).filter { text[$0] & 0xC0 != 0x80 } + [line.end]
    }

    private func read(_ line: Line, _ text: Span<UInt8>, _ grid: inout Grid) {
        var rule = FormRule.unknownVersion
        if let version = version(of: line, text) {
            switch tail(version, line, text) {
            case .success(let counts): return write(version, counts, line, text, &grid)
            case .failure(let broken): rule = broken.rule
            }
        } else if line.count < plan.versionStart + plan.versionLength {
            rule = .recordLength
        }
        guard plan.isByLine else { return }
        grid.beginRecord(line.number)
        grid.breakRecord(rule, fields: plan.versions[0].sources.count)
    }

    private func version(of line: Line, _ text: Span<UInt8>) -> FixedWidthPlan.Version? {
        if plan.versionLength == 0 { return plan.versions.first }
        guard line.count >= plan.versionStart + plan.versionLength else { return nil }
        let start = line.offset(plan.versionStart)
        guard line.offset(plan.versionStart + plan.versionLength) - start == plan.versionLength else { return nil }
        return plan.versions.first { version in
            version.text.indices.allSatisfy { version.text[$0] == text[start + $0] }
        }
    }

    private struct Broken: Error { let rule: FormRule }

    /// How often each group is there; the length of the line must be just that.
    private func tail(
        _ version: FixedWidthPlan.Version, _ line: Line, _ text: Span<UInt8>
    ) -> Result<[Int], Broken> {
        guard line.count >= version.length else { return .failure(Broken(rule: .recordLength)) }
        var counts: [Int] = []
        var length = version.length
        for tail in version.tails {
            guard let count = count(tail, line, text) else { return .failure(Broken(rule: .groupCount)) }
            counts.append(count)
            length += count * tail.length
        }
        return line.count == length ? .success(counts) : .failure(Broken(rule: .recordLength))
    }

    private func count(_ tail: FixedWidthPlan.Tail, _ line: Line, _ text: Span<UInt8>) -> Int? {
        var count = 0
        var hasDigits = false
        var isOver = false
        for index in line.offset(tail.countStart)..<line.offset(tail.countStart + tail.countLength) {
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
        _ version: FixedWidthPlan.Version, _ counts: [Int], _ line: Line, _ text: Span<UInt8>, _ grid: inout Grid
    ) {
        if plan.isByLine { return write(version, at: 0, ordinal: 0, line, text, &grid) }
        var place = version.length
        for (tail, count) in zip(version.tails, counts) {
            for index in 0..<count where tail.givesRows {
                write(version, at: place + index * tail.length, ordinal: index + 1, line, text, &grid)
            }
            place += count * tail.length
        }
    }

    /// Writes one record; the occurrence begins at character `place`.
    private func write(
        _ version: FixedWidthPlan.Version, at place: Int, ordinal: Int, _ line: Line, _ text: Span<UInt8>,
        _ grid: inout Grid
    ) {
        grid.beginRecord(line.number)
        for (field, source) in version.sources.enumerated() {
            switch source {
            case .fixed(let start, let length): write(start, length, line, text, &grid)
            case .occurrence(let start, let length): write(place + start, length, line, text, &grid)
            case .ordinal: write("\(ordinal)", &grid)
            case .line: write("\(line.number)", &grid)
            case .absent: if marksNulls { grid.markNull(field, of: version.sources.count) }
            }
            grid.endWrittenField()
        }
    }

    private func write(_ number: String, _ grid: inout Grid) { for byte in number.utf8 { grid.write(byte) } }

    /// Writes `length` characters from `start` without their padding.
    @inline(__always)
    private func write(_ start: Int, _ length: Int, _ line: Line, _ text: Span<UInt8>, _ grid: inout Grid) {
        var first = line.offset(start)
        var end = line.offset(start + length)
        if plan.trimsRight { while end > first, text[end - 1] == FixedWidthReader.space { end -= 1 } }
        if plan.trimsLeft { while first < end, text[first] == FixedWidthReader.space { first += 1 } }
        guard let characters, !TextEncodings.isASCII(text.extracting(first..<end)) else {
            return grid.write(text, first, end - first)
        }
        let (converted, holdsC1) = characters.utf8(text.extracting(first..<end))
        grid.write(converted.span, 0, converted.count)
        if holdsC1 { grid.mayHoldC1 = true }
    }
}
