internal import Support
internal import XML

/// Follows the events of a document through the plan's tree and makes rows.
///
/// What is wrong inside a record breaks that record; what is wrong outside refuses the document. A row of a nested record waits
/// for the end of the records around it where it takes a value from them, since that value may come after it.
struct XMLWalker {
    private struct Frame {
        let node: Int
        /// The element around.
        let outer: Int
        /// Where the text of the element begins in `text`.
        let textStart: Int
        /// First of the rows that were made inside it.
        let firstWaiting: Int
    }

    private struct Record {
        let table: Int
        let line: Int32
        var fault: FormRule?
    }

    /// Bytes of values that a document may give for each of its own: a value outside of the records is in every row.
    private static let expansionLimit = 64
    /// How many times ``RecordLimits/recordBytes`` the rows of one record may take.
    private static let recordExpansion = 16
    /// Bytes of values that need no such proportion.
    private static let freeBytes = 64 << 20

    private let tree: XMLTree
    private let fieldBytes: Int
    private let recordBytes: Int
    private var builders: [XMLBlockBuilder]
    private var blocks: [RecordBlock] = []
    private var blockCount = 0

    private var frames: [Frame] = []
    /// The innermost open element that is read; -1 for none.
    private var current = -1
    /// Elements inside one that is not read.
    private var skipped = 0
    private var text: [UInt8] = []
    private var records: [Record] = []
    private var slots: XMLSlots
    private var waiting: XMLWaitingRows
    /// Records of the first table so far that lie in no other.
    private var outerCount: UInt64 = 0
    /// Bytes of the values that the open outer record, or what lies outside all, has taken.
    private var taken = 0
    /// How often each counted element was there in its parent.
    private var numbers: [Int]
    /// Bytes of the document that were given to the parser.
    var readBytes = 0
    private var madeBytes = 0
    /// The document may have control characters that an encoding gave.
    var mayHoldC1 = false

    init(_ plan: XMLPlan, _ plans: [RecordPlan]) {
        tree = XMLTree(plan)
        fieldBytes = plans[0].limits.fieldBytes
        recordBytes = plans[0].limits.recordBytes
        builders = plans.enumerated().map { XMLBlockBuilder($1, table: $0) }
        slots = XMLSlots(plan)
        waiting = XMLWaitingRows()
        numbers = [Int](repeating: 0, count: plan.nodes.count)
    }

    /// The blocks that are complete.
    mutating func takeBlocks() -> [RecordBlock] {
        defer { blocks = [] }
        return blocks
    }

    /// Makes blocks of all rows; the document ends here.
    mutating func flush(_ line: Int32 = 0, endsAtEOF: Bool = true) throws(RecordsFaults) {
        for table in builders.indices where !builders[table].isEmpty { try cut(table, line, endsAtEOF: endsAtEOF) }
    }

    /// Takes the next events; `bytes` holds their texts.
    mutating func walk(_ events: Span<XMLEvent>, _ bytes: Span<UInt8>) throws(RecordsFaults) {
        for index in events.indices {
            let event = events[index]
            switch event.kind {
            case .leaf: try leaf(event, bytes)
            case .start: try start(event)
            case .attribute: try attribute(event, bytes)
            case .text: try add(event, bytes)
            case .end: try end()
            }
        }
    }

    private mutating func start(_ event: XMLEvent) throws(RecordsFaults) {
        if skipped > 0 {
            skipped += 1
            return
        }
        let node = try known(event)
        if node < 0 || tree.nodes[node].isIgnored {
            skipped = 1
        } else {
            frames.append(Frame(node: node, outer: current, textStart: text.count, firstWaiting: waiting.count))
            current = node
        }
        if node >= 0 { try enter(node, event.line) }
    }

    /// An element with a text alone, which needs no frame.
    private mutating func leaf(_ event: XMLEvent, _ bytes: Span<UInt8>) throws(RecordsFaults) {
        if skipped > 0 { return }
        let node = try known(event)
        if node < 0 { return }
        let (start, length) = (Int(event.start), Int(event.length))
        if tree.nodes[node].isPlain { return try take(node, bytes, start, length, event.line) }
        let firstWaiting = waiting.count
        try enter(node, event.line)
        if tree.nodes[node].isIgnored { return }
        if tree.nodes[node].texts.isEmpty {
            try refuseText(bytes, start, length, event.line)
        } else {
            try fill(node, bytes, start, length)
        }
        try leave(node, firstWaiting)
    }

    /// The node of the element that begins; -1 where it is not known, which breaks the record.
    @inline(__always)
    private mutating func known(_ event: XMLEvent) throws(RecordsFaults) -> Int {
        let name = Int(event.name)
        let node = current < 0 ? (name == tree.root ? 0 : -1) : name < 0 ? -1 : tree.child(current, name)
        if node < 0 {
            if current < 0 { throw refuse("xml.root", event.line) }
            try breakRecord(.unknownMember, "xml.unknown-element", event.line)
        }
        return node
    }

    /// What happens where an element begins.
    private mutating func enter(_ node: Int, _ line: Int32) throws(RecordsFaults) {
        let known = tree.nodes[node]
        if !known.isIgnored {
            if known.unrepeatable.contains(where: { slots.isFilled(tree.lists[$0]) }) {
                try breakRecord(.duplicateMember, "xml.repeated-element", line)
            } else {
                for index in known.clears { slots.clear(tree.lists[index]) }
            }
            for index in known.renews { slots.renew(tree.lists[index]) }
            for index in known.counted { numbers[tree.lists[index]] = 0 }
        }
        for index in known.presences { slots.fill(tree.lists[index]) }
        if !known.positions.isEmpty {
            numbers[node] += 1
            for index in known.positions {
                if slots.wasMissed(tree.lists[index]) { throw refuse("xml.late-element", line) }
                slots.fill(tree.lists[index], number: numbers[node])
            }
        }
        for index in known.texts { try judgeNew(tree.lists[index], line) }
        // Last, so that what is there twice breaks the record around.
        if known.table >= 0 { begin(known.table, line) }
    }

    /// A value for the slot comes.
    @inline(__always)
    private mutating func judgeNew(_ slot: Int, _ line: Int32) throws(RecordsFaults) {
        if slots.wasMissed(slot) { throw refuse("xml.late-element", line) }
        if slots.isFilled(slot) { try breakRecord(.duplicateMember, "xml.repeated-element", line) }
    }

    /// The text of an element of which only its text counts.
    @inline(__always)
    private mutating func take(
        _ node: Int, _ bytes: Span<UInt8>, _ start: Int, _ length: Int, _ line: Int32
    ) throws(RecordsFaults) {
        for index in tree.nodes[node].texts { try judgeNew(tree.lists[index], line) }
        try fill(node, bytes, start, length)
    }

    private mutating func attribute(_ event: XMLEvent, _ bytes: Span<UInt8>) throws(RecordsFaults) {
        guard skipped == 0, current >= 0 else { return }
        let known = tree.nodes[current]
        let name = Int(event.name)
        var isKnown = known.ignoredAttributes.contains { tree.lists[$0] == name }
        for index in stride(from: known.attributes.lowerBound, to: known.attributes.upperBound, by: 2)
        where tree.lists[index] == name {
            isKnown = true
            let slot = tree.lists[index + 1]
            if slots.wasMissed(slot) { throw refuse("xml.late-element", event.line) }
            // In a second element of the name the first value stays; the record is broken.
            if slots.isFilled(slot) { continue }
            try fill(slot, bytes, Int(event.start), Int(event.length), event.line)
        }
        if !isKnown { try breakRecord(.unknownMember, "xml.unknown-element", event.line) }
    }

    private mutating func add(_ event: XMLEvent, _ bytes: Span<UInt8>) throws(RecordsFaults) {
        guard skipped == 0, let frame = frames.last else { return }
        let (start, length) = (Int(event.start), Int(event.length))
        if tree.nodes[frame.node].texts.isEmpty { return try refuseText(bytes, start, length, event.line) }
        // One byte more than allowed shows that the field is too long; the rest is not kept.
        let room = frame.textStart + fieldBytes + 1 - text.count
        if room > 0 { text.append(bytes: bytes.extracting(start..<(start + min(room, length)))) }
    }

    /// The text of an element that has none breaks the record, unless it is space.
    private mutating func refuseText(
        _ bytes: Span<UInt8>, _ start: Int, _ length: Int, _ line: Int32
    ) throws(RecordsFaults) {
        for index in start..<(start + length) where !XMLWalker.isSpace(bytes[index]) {
            return try breakRecord(.strayText, "xml.stray-text", line)
        }
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
    }

    private mutating func end() throws(RecordsFaults) {
        if skipped > 0 {
            skipped -= 1
            return
        }
        guard let frame = frames.popLast() else { return }
        current = frame.outer
        if !tree.nodes[frame.node].texts.isEmpty {
            // Out of `self`, so that a part of it can be given away without a copy.
            var text: [UInt8] = []
            swap(&text, &self.text)
            defer { swap(&text, &self.text) }
            try fill(frame.node, text.span, frame.textStart, text.count - frame.textStart)
            text.removeLast(text.count - frame.textStart)
        }
        try leave(frame.node, frame.firstWaiting)
    }

    /// What happens where an element ends.
    private mutating func leave(_ node: Int, _ firstWaiting: Int) throws(RecordsFaults) {
        if tree.nodes[node].settles {
            waiting.settle(from: firstWaiting, node, tree, slots)
            if waiting.byteCount > recordBytes { throw refuse("xml.record-too-long", records.first?.line ?? 0) }
        }
        if tree.nodes[node].table >= 0 { try endRecord() }
    }

    /// Fills the empty slots of the element's text.
    @inline(__always)
    private mutating func fill(
        _ node: Int, _ bytes: Span<UInt8>, _ start: Int, _ length: Int
    ) throws(RecordsFaults) {
        for index in tree.nodes[node].texts where !slots.isFilled(tree.lists[index]) {
            try fill(tree.lists[index], bytes, start, min(length, fieldBytes + 1), 0)
        }
    }

    @inline(__always)
    private mutating func fill(
        _ slot: Int, _ bytes: Span<UInt8>, _ start: Int, _ length: Int, _ line: Int32
    ) throws(RecordsFaults) {
        taken += length
        if taken > recordBytes { return try breakRecord(.tooLong, "xml.head-too-long", line) }
        slots.fill(slot, bytes, start, length)
    }
}

// Records.
extension XMLWalker {
    private mutating func begin(_ table: Int, _ line: Int32) {
        if records.isEmpty { taken = 0 }
        records.append(Record(table: table, line: line, fault: nil))
    }

    /// The innermost open record breaks `rule`; outside of records the document is refused.
    private mutating func breakRecord(_ rule: FormRule, _ code: String, _ line: Int32) throws(RecordsFaults) {
        guard let last = records.indices.last else { throw refuse(code, line) }
        if records[last].fault == nil { records[last].fault = rule }
    }

    private func refuse(_ code: String, _ line: Int32) -> RecordsFaults {
        RecordsFaults(RecordsFault(.init(rawValue: code), ["line": "\(line)", "limit": "\(recordBytes)"]))
    }

    private mutating func endRecord() throws(RecordsFaults) {
        guard let record = records.popLast() else { return }
        let table = tree.tables[record.table]
        var fault = record.fault
        if fault == nil, table.required.contains(where: { !slots.isFilled(tree.lists[$0]) }) {
            fault = .missingElement
        }
        if records.isEmpty {
            write(record, table, fault)
            let owner = record.table == 0 ? outerCount : nil
            if record.table == 0 { outerCount += 1 }
            var made = 0
            for row in 0..<waiting.count {
                made += write(waiting.rows[row], owner)
                // They stay together, in memory, until their record is written.
                guard made <= XMLWalker.recordExpansion * recordBytes else {
                    throw refuse("xml.record-too-long", record.line)
                }
            }
            // All tables at once, so that a record and its parts are in blocks that follow each other.
            if builders.contains(where: \.isFull) { try flush(record.line, endsAtEOF: false) }
            waiting.removeAll()
            slots.endRecord()
            taken = 0
        } else {
            waiting.add(record.table, record.line, fault, tree, slots)
            if waiting.byteCount > recordBytes { throw refuse("xml.record-too-long", records[0].line) }
        }
        for index in table.borrowed { slots.noteUse(tree.lists[index]) }
    }

    private mutating func write(_ record: Record, _ table: XMLTree.Table, _ fault: FormRule?) {
        let index = record.table
        if let fault {
            builders[index].add(fault, line: record.line, owner: nil, mayHoldC1: mayHoldC1)
        } else {
            builders[index].add(table.fields, tree, slots, line: record.line, mayHoldC1: mayHoldC1)
        }
    }

    /// Writes a row that has waited; gives its bytes.
    private mutating func write(_ row: XMLWaitingRows.Row, _ owner: UInt64?) -> Int {
        let before = builders[row.table].byteCount
        if let fault = row.fault {
            builders[row.table].add(fault, line: row.line, owner: owner, mayHoldC1: mayHoldC1)
        } else {
            builders[row.table].add(row, waiting, slots, owner: owner, mayHoldC1: mayHoldC1)
        }
        return builders[row.table].byteCount - before
    }

    private mutating func cut(_ table: Int, _ line: Int32, endsAtEOF: Bool) throws(RecordsFaults) {
        let block = builders[table].take(index: blockCount, endsAtEOF: endsAtEOF)
        madeBytes += block.bytes.count - (block.found?.ends.count ?? 0)
        if madeBytes > XMLWalker.freeBytes + XMLWalker.expansionLimit * readBytes {
            let arguments = ["line": "\(line)", "limit": "\(XMLWalker.expansionLimit)"]
            throw RecordsFaults(RecordsFault("xml.expansion", arguments))
        }
        blocks.append(block)
        blockCount += 1
    }
}
