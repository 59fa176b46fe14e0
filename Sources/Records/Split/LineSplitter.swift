internal import Support

/// Cuts a file of lines (fixed width, JSON lines) into blocks of whole lines, one for each table that its lines give rows to.
///
/// Memory is bounded by one window (``RecordLimits/blockBytes``). The cuts depend on the bytes of the file alone, never on how
/// it comes in. A byte order mark and one blank line at the very end are left out.
struct LineSplitter {
    private static let lineFeed = UInt8(ascii: "\n")
    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
    private static let wideMarks: [[UInt8]] = [[0xFF, 0xFE], [0xFE, 0xFF]]

    private let format: TableFormat
    private let tables: Int
    private let tree: JSONTree?
    private let window: Int
    private var pending: [UInt8] = []
    private var isPastMark = false
    private var line: UInt64 = 1
    private var index = 0

    init(_ plan: RecordPlan, tables: Int, tree: JSONTree?) {
        format = plan.format
        self.tables = tables
        self.tree = tree
        window = plan.limits.windowBytes
    }

    mutating func push(_ chunk: Span<UInt8>) throws(RecordsFaults) -> [RecordBlock] {
        var blocks: [RecordBlock] = []
        var offset = 0
        while offset < chunk.count {
            let count = min(window - pending.count, chunk.count - offset)
            unsafe chunk.extracting(offset..<(offset + count)).withUnsafeBufferPointer {
                unsafe pending.append(contentsOf: $0)
            }
            offset += count
            // What makes a byte order mark may be on its way still, and the window holds all of it.
            guard pending.count >= window else { continue }
            try takeMark()
            if pending.count >= window { blocks += try cut() }
        }
        return blocks
    }

    mutating func finish() throws(RecordsFaults) -> [RecordBlock] {
        try takeMark()
        if pending.isEmpty, index == 0 { throw RecordsFaults(RecordsFault("file.empty")) }
        if let last = pending.last, last != LineSplitter.lineFeed { pending.append(LineSplitter.lineFeed) }
        pending.removeLast(blankLine(endingAt: pending.count))
        defer { pending = [] }
        return pending.isEmpty ? [] : blocks(pending, endsAtEOF: true)
    }

    private mutating func takeMark() throws(RecordsFaults) {
        if isPastMark { return }
        isPastMark = true
        if LineSplitter.wideMarks.contains(where: { pending.starts(with: $0) }) {
            throw RecordsFaults(RecordsFault("file.utf16", ["encoding": format.encoding.rawValue]))
        }
        if format.encoding == .utf8, pending.starts(with: LineSplitter.byteOrderMark) { pending.removeFirst(3) }
        guard case .jsonLines = format else { return }
        let head = pending.first { !" \t\r\n".utf8.contains($0) }
        if head == UInt8(ascii: "[") { throw RecordsFaults(RecordsFault("json.array")) }
    }

    private mutating func cut() throws(RecordsFaults) -> [RecordBlock] {
        guard let last = ByteSearch.last(pending.span, LineSplitter.lineFeed) else {
            throw RecordsFaults(RecordsFault("file.line-too-long", ["line": "\(line)", "limit": "\(window)"]))
        }
        var end = last + 1
        // A blank line may turn out to be the last line of the file: it waits, unless nothing else is there.
        let blank = blankLine(endingAt: end)
        if blank < end { end -= blank }
        var rest: [UInt8] = []
        rest.reserveCapacity(window)
        rest += pending[end...]
        pending.removeLast(pending.count - end)
        defer { pending = rest }
        return blocks(pending, endsAtEOF: false)
    }

    private mutating func blocks(_ bytes: [UInt8], endsAtEOF: Bool) -> [RecordBlock] {
        let blocks = (0..<tables).map { table in
            RecordBlock(
                index: index + table, table: table, firstLine: line, bytes: bytes, endsAtEOF: endsAtEOF, found: nil,
                isPart: table > 0, nested: tree.map { NestedTable(tree: $0, table: table) })
        }
        index += tables
        line += UInt64(ByteSearch.count(bytes.span, LineSplitter.lineFeed))
        return blocks
    }

    /// Length of the blank line that ends at `end`; 0 where the line is not blank.
    private func blankLine(endingAt end: Int) -> Int {
        guard end > 0, pending[end - 1] == LineSplitter.lineFeed else { return 0 }
        if end == 1 || pending[end - 2] == LineSplitter.lineFeed { return 1 }
        guard pending[end - 2] == UInt8(ascii: "\r") else { return 0 }
        return end == 2 || pending[end - 3] == LineSplitter.lineFeed ? 2 : 0
    }
}
