internal import Support

/// Cuts the plaintext of a drop into blocks of whole records, after checking its header.
///
/// Memory is bounded by one window (``RecordLimits/blockBytes``), whatever the file holds. The cuts depend on the bytes of
/// the file alone, never on how it comes in. One blank line at the very end is left out, except in a table of one column,
/// where it is a record. ``TableSplitter`` is for files of any format.
package struct RecordSplitter {
    private let plan: RecordPlan
    private let dialect: CSVDialect
    private let lineEnd: UInt8
    private let window: Int
    private var pending: [UInt8] = []
    private var scanner: RecordScanner
    /// Bytes of `pending` that the scanner has seen (header only).
    private var scanned = 0
    private var isPastMark = false
    private var isPastHeader = false
    private var line: UInt64 = 1
    private var index = 0
    /// Bytes taken so far.
    package private(set) var byteCount: UInt64 = 0

    /// A splitter at the start of a drop.
    package init(_ plan: RecordPlan) {
        self.plan = plan
        window = plan.limits.windowBytes
        dialect = plan.dialect
        lineEnd = dialect.lineEnd.byte
        scanner = RecordScanner(dialect)
    }

    /// Takes the next piece of the file; returns the blocks that are complete.
    package mutating func push(_ chunk: Span<UInt8>) throws(RecordsFaults) -> [RecordBlock] {
        var blocks: [RecordBlock] = []
        var offset = 0
        byteCount += UInt64(chunk.count)
        while offset < chunk.count {
            let limit = isPastHeader ? window : plan.limits.headerBytes
            let count = min(limit - pending.count, chunk.count - offset)
            unsafe chunk.extracting(offset..<(offset + count)).withUnsafeBufferPointer {
                unsafe pending.append(contentsOf: $0)
            }
            offset += count
            if !isPastHeader { try takeHeader(atEnd: false) }
            // What came after the header is already pending and may be more than a window.
            while isPastHeader, pending.count >= window { blocks.append(try cut()) }
        }
        return blocks
    }

    /// Says that the file ends here; returns the last block, if records are left.
    package mutating func finish() throws(RecordsFaults) -> [RecordBlock] {
        if byteCount == 0 { throw RecordsFaults(RecordsFault("csv.empty")) }
        if !isPastHeader { try takeHeader(atEnd: true) }
        var blocks: [RecordBlock] = []
        while pending.count > window { blocks.append(try cut()) }
        if scanner.isNeeded(pending.span) {
            var scanner = scanner
            _ = scanner.scan(pending.span, from: 0)
            if scanner.isInsideQuotes { throw unterminated(at: scanner.openQuote) }
        }
        if let last = pending.last, last != lineEnd { pending.append(lineEnd) }
        pending.removeLast(blankLine(endingAt: pending.count))
        if !pending.isEmpty {
            blocks.append(RecordBlock(index: index, firstLine: line, bytes: pending, endsAtEOF: true))
        }
        pending = []
        return blocks
    }

    /// Where the last record of the window ends.
    private func lastRecordEnd() throws(RecordsFaults) -> Int {
        let head = pending.span.extracting(first: min(window, pending.count))
        if scanner.isNeeded(head) {
            var scanner = scanner
            if let found = scanner.scan(head, from: 0) { return found }
            throw scanner.isInsideQuotes ? unterminated(at: scanner.openQuote) : tooLong()
        }
        guard let found = ByteSearch.last(head, lineEnd) else { throw tooLong() }
        return found + 1
    }

    /// The next block: what `pending` holds up to the last record end of the window.
    private mutating func cut() throws(RecordsFaults) -> RecordBlock {
        var end = try lastRecordEnd()
        // A blank line may turn out to be the last line of the file: it waits, unless nothing else is there.
        let blank = blankLine(endingAt: end)
        if blank < end { end -= blank }
        var rest: [UInt8] = []
        rest.reserveCapacity(window)
        rest += pending[end...]
        pending.removeLast(pending.count - end)
        let block = RecordBlock(index: index, firstLine: line, bytes: pending, endsAtEOF: false)
        line += UInt64(ByteSearch.count(pending.span, lineEnd))
        index += 1
        pending = rest
        return block
    }

    /// Length of the blank line that ends at `end`; 0 where the line is not blank or where blank is a record.
    private func blankLine(endingAt end: Int) -> Int {
        guard plan.schema.fields.count > 1, end > 0, pending[end - 1] == lineEnd else { return 0 }
        if isRecordStart(end - 1) { return 1 }
        guard pending[end - 2] == UInt8(ascii: "\r") else { return 0 }
        return isRecordStart(end - 2) ? 2 : 0
    }

    /// Whether a record ends before `offset`, where a line end that is not in quotes follows.
    private func isRecordStart(_ offset: Int) -> Bool {
        guard offset > 0 else { return true }
        guard pending[offset - 1] == lineEnd else { return false }
        // An escaped line end is part of a field.
        guard dialect.escape != nil else { return true }
        var scanner = scanner
        return scanner.scan(pending.span.extracting(first: offset), from: 0) == offset
    }

    private func unterminated(at offset: Int) -> RecordsFaults {
        let before = ByteSearch.count(pending.span.extracting(first: offset), lineEnd)
        return RecordsFaults(RecordsFault("csv.unterminated-quote", ["line": "\(line + UInt64(before))"]))
    }

    private func tooLong() -> RecordsFaults {
        RecordsFaults(RecordsFault("csv.record-too-long", ["line": "\(line)", "limit": "\(window)"]))
    }
}

// The header.
extension RecordSplitter {
    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
    private static let wideMarks: [[UInt8]] = [[0xFF, 0xFE], [0xFE, 0xFF]]

    private mutating func takeHeader(atEnd: Bool) throws(RecordsFaults) {
        if !isPastMark {
            guard atEnd || pending.count >= RecordSplitter.byteOrderMark.count else { return }
            if RecordSplitter.wideMarks.contains(where: { pending.starts(with: $0) }) {
                throw RecordsFaults(RecordsFault("csv.utf16", ["encoding": dialect.encoding.rawValue]))
            }
            if pending.starts(with: RecordSplitter.byteOrderMark) { pending.removeFirst(3) }
            isPastMark = true
        }
        guard dialect.hasHeader else {
            isPastHeader = true
            return
        }
        guard let end = try headerEnd(atEnd: atEnd) else { return }
        let header = pending[..<end]
        let faults = HeaderReader(plan: plan).check(Array(header).span)
        if let first = faults.first { throw RecordsFaults(first, Array(faults.dropFirst())) }
        line += UInt64(ByteSearch.count(pending.span.extracting(first: end), lineEnd))
        pending.removeFirst(min(end, pending.count))
        isPastHeader = true
        scanner = RecordScanner(dialect)
    }

    /// Where the header line ends; at the end of the file the line end may be missing.
    private mutating func headerEnd(atEnd: Bool) throws(RecordsFaults) -> Int? {
        var scanner = scanner
        let end = scanner.scanFirst(pending.span, from: scanned)
        self.scanner = scanner
        scanned = pending.count
        if let end { return end }
        if pending.count >= plan.limits.headerBytes {
            throw RecordsFaults(
                RecordsFault("csv.header-too-long", ["limit": "\(plan.limits.headerBytes)"]))
        }
        guard atEnd else { return nil }
        if pending.isEmpty { throw RecordsFaults(RecordsFault("csv.empty")) }
        if scanner.isInsideQuotes {
            throw RecordsFaults(RecordsFault("csv.unterminated-quote", ["line": "1"]))
        }
        pending.append(lineEnd)
        return pending.count
    }
}
