internal import Support
internal import XML

/// Follows the events of a document through the plan's tree and makes rows.
///
/// What is wrong inside a record breaks that record; what is wrong outside refuses the document. A row of a nested record waits
/// for the end of the records around it where it takes a value from them, since that value may come after it.
struct XMLWalker {
    private struct Frame {
        let node: Int
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

    private let tree: XMLTree
    private let fieldBytes: Int
    private let recordBytes: Int
    private var builders: [XMLBlockBuilder]
    private var blocks: [RecordBlock] = []
    private var blockCount = 0

    private var frames: [Frame] = []
    /// Elements inside one that is not read.
    private var skipped = 0
    private var text: [UInt8] = []
    private var records: [Record] = []
    private var slots: XMLSlots
    private var waiting: XMLWaitingRows
    /// Bytes of the values that the open outer record, or what lies outside all, has taken.
    private var taken = 0
    /// How often each counted element was there in its parent.
    private var numbers: [Int]
    /// The document may have control characters that an encoding gave.
    var mayHoldC1 = false

    init(_ plan: XMLPlan, _ plans: [RecordPlan]) {
        tree = XMLTree(plan)
        fieldBytes = plans[0].limits.fieldBytes
        recordBytes = plans[0].limits.recordBytes
        builders = plans.enumerated().map { XMLBlockBuilder($1, table: $0) }
        slots = XMLSlots(count: plan.slots.count)
        waiting = XMLWaitingRows()
        numbers = [Int](repeating: 0, count: plan.nodes.count)
    }

    /// The blocks that are complete.
    mutating func takeBlocks() -> [RecordBlock] {
        defer { blocks = [] }
        return blocks
    }

    /// Makes blocks of all rows; the document ends here.
    mutating func flush() {
        for table in builders.indices where !builders[table].isEmpty { cut(table, endsAtEOF: true) }
    }

    /// Takes the next events.
    mutating func walk(_ events: XMLEvents) throws(RecordsFaults) {
        let list = events.list.span
        let bytes = events.bytes.span
        for index in list.indices {
            let event = list[index]
            switch event.kind {
            case .start: try start(event)
            case .attribute: try attribute(event, bytes)
            case .text: try add(event, bytes)
            case .end: try end()
            }
        }
    }

    private mutating func start(_ event: XMLEvents.Event) throws(RecordsFaults) {
        if skipped > 0 {
            skipped += 1
            return
        }
        let node = child(event.name)
        if node < 0 {
            skipped = 1
            if frames.isEmpty { throw refuse("xml.root", event.line) }
            return try breakRecord(.unknownMember, "xml.unknown-element", event.line)
        }
        let known = tree.nodes[node]
        if known.isIgnored {
            skipped = 1
        } else {
            frames.append(Frame(node: node, textStart: text.count, firstWaiting: waiting.count))
            if known.unrepeatable.contains(where: { slots.isFilled(tree.lists[$0]) }) {
                try breakRecord(.duplicateMember, "xml.repeated-element", event.line)
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
                if slots.wasMissed(tree.lists[index]) { throw refuse("xml.late-element", event.line) }
                slots.fill(tree.lists[index], number: numbers[node])
            }
        }
        for index in known.texts {
            let slot = tree.lists[index]
            if slots.wasMissed(slot) { throw refuse("xml.late-element", event.line) }
            if slots.isFilled(slot) { try breakRecord(.duplicateMember, "xml.repeated-element", event.line) }
        }
        // Last, so that what is there twice breaks the record around.
        if known.table >= 0 { begin(known.table, event.line) }
    }

    /// The node of the element that begins; -1 where it is not known.
    private func child(_ name: Int32) -> Int {
        guard name >= 0 else { return -1 }
        guard let frame = frames.last else { return Int(name) == tree.root ? 0 : -1 }
        return tree.child(frame.node, Int(name))
    }

    private mutating func attribute(_ event: XMLEvents.Event, _ bytes: Span<UInt8>) throws(RecordsFaults) {
        guard skipped == 0, let frame = frames.last else { return }
        let known = tree.nodes[frame.node]
        let name = Int(event.name)
        var isKnown = known.ignoredAttributes.contains { tree.lists[$0] == name }
        for index in stride(from: known.attributes.lowerBound, to: known.attributes.upperBound, by: 2)
        where tree.lists[index] == name {
            isKnown = true
            let slot = tree.lists[index + 1]
            if slots.wasMissed(slot) { throw refuse("xml.late-element", event.line) }
            // In a second element of the name the first value stays; the record is broken.
            if slots.isFilled(slot) { continue }
            let range = Int(event.start)..<Int(event.start + event.length)
            try fill(slot, bytes.extracting(range), event.line)
        }
        if !isKnown { try breakRecord(.unknownMember, "xml.unknown-element", event.line) }
    }

    private mutating func add(_ event: XMLEvents.Event, _ bytes: Span<UInt8>) throws(RecordsFaults) {
        guard skipped == 0, let frame = frames.last else { return }
        let range = Int(event.start)..<Int(event.start + event.length)
        if tree.nodes[frame.node].texts.isEmpty {
            for index in range where !XMLWalker.isSpace(bytes[index]) {
                return try breakRecord(.strayText, "xml.stray-text", event.line)
            }
            return
        }
        // One byte more than allowed shows that the field is too long; the rest is not kept.
        let room = frame.textStart + fieldBytes + 1 - text.count
        if room > 0 { text.append(bytes: bytes.extracting(range).extracting(first: min(room, range.count))) }
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
        let known = tree.nodes[frame.node]
        if !known.texts.isEmpty {
            // Out of `self`, so that a part of it can be given away without a copy.
            var text: [UInt8] = []
            swap(&text, &self.text)
            defer { swap(&text, &self.text) }
            for index in known.texts where !slots.isFilled(tree.lists[index]) {
                try fill(tree.lists[index], text.span.extracting(frame.textStart..<text.count), 0)
            }
            text.removeLast(text.count - frame.textStart)
        }
        if known.settles { waiting.settle(from: frame.firstWaiting, frame.node, tree, slots) }
        if known.table >= 0 { try endRecord() }
    }

    private mutating func fill(_ slot: Int, _ value: Span<UInt8>, _ line: Int32) throws(RecordsFaults) {
        taken += value.count
        if taken > recordBytes { return try breakRecord(.tooLong, "xml.head-too-long", line) }
        slots.fill(slot, value)
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
            for row in 0..<waiting.count { write(row) }
            waiting.removeAll()
            taken = 0
        } else {
            waiting.add(record.table, record.line, fault, tree, slots)
            if waiting.byteCount > recordBytes { throw refuse("xml.record-too-long", records[0].line) }
        }
        for index in table.fields where tree.fields[index].isBorrowed { slots.noteUse(tree.fields[index].slot) }
    }

    private mutating func write(_ record: Record, _ table: XMLTree.Table, _ fault: FormRule?) {
        let index = record.table
        builders[index].begin(line: record.line, fault: fault, mayHoldC1: mayHoldC1)
        if fault == nil {
            for field in table.fields { builders[index].add(tree.fields[field].slot, slots) }
        }
        if builders[index].isFull { cut(index, endsAtEOF: false) }
    }

    private mutating func write(_ row: Int) {
        let table = waiting.table(row)
        let fault = waiting.fault(row)
        builders[table].begin(line: waiting.line(row), fault: fault, mayHoldC1: mayHoldC1)
        if fault == nil {
            for field in 0..<tree.tables[table].fields.count { builders[table].add(row, field, waiting) }
        }
        if builders[table].isFull { cut(table, endsAtEOF: false) }
    }

    private mutating func cut(_ table: Int, endsAtEOF: Bool) {
        blocks.append(builders[table].take(index: blockCount, endsAtEOF: endsAtEOF))
        blockCount += 1
    }
}
