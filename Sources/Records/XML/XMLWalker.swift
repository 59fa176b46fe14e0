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
    }

    private struct Record {
        let table: Int
        let line: Int32
        var fault: FormRule?
        /// First of the rows that were made inside it.
        let firstWaiting: Int
    }

    private let plan: XMLPlan
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
        self.plan = plan
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
        for event in events.list {
            switch event.kind {
            case .start: try start(event)
            case .attribute: try attribute(event, events)
            case .text: try add(event, events)
            case .end: try end()
            }
        }
    }

    private mutating func start(_ event: XMLEvents.Event) throws(RecordsFaults) {
        if skipped > 0 {
            skipped += 1
            return
        }
        guard let node = child(event.name) else {
            skipped = 1
            if frames.isEmpty { throw refuse("xml.root", event.line) }
            return try breakRecord(.unknownMember, "xml.unknown-element", event.line)
        }
        let known = plan.nodes[node]
        if known.isIgnored {
            skipped = 1
        } else {
            frames.append(Frame(node: node, textStart: text.count))
            for slot in known.clears { slots.clear(slot) }
            for slot in known.renews { slots.renew(slot) }
            for child in known.counted { numbers[child] = 0 }
        }
        for slot in known.presences { slots.fill(slot) }
        if !known.positions.isEmpty {
            numbers[node] += 1
            for slot in known.positions { slots.fill(slot, number: numbers[node]) }
        }
        if known.table >= 0 { begin(known.table, event.line) }
        for slot in known.texts {
            if slots.wasMissed(slot) { throw refuse("xml.late-element", event.line) }
            if slots.isFilled(slot) {
                return try breakRecord(.duplicateMember, "xml.repeated-element", event.line)
            }
        }
    }

    private func child(_ name: Int32) -> Int? {
        guard name >= 0 else { return nil }
        guard let frame = frames.last else {
            return plan.names[Int(name)] == plan.nodes[0].path[0] ? 0 : nil
        }
        let child = plan.nodes[frame.node].children[Int(name)]
        return child < 0 ? nil : child
    }

    private mutating func attribute(_ event: XMLEvents.Event, _ events: XMLEvents) throws(RecordsFaults) {
        guard skipped == 0, let frame = frames.last else { return }
        let known = plan.nodes[frame.node]
        let name = Int(event.name)
        var isKnown = known.ignoredAttributes.contains(name)
        for attribute in known.attributes where attribute.name == name {
            isKnown = true
            let range = Int(event.start)..<Int(event.start + event.length)
            try fill(attribute.slot, events.bytes[range], event.line)
        }
        if !isKnown { try breakRecord(.unknownMember, "xml.unknown-element", event.line) }
    }

    private mutating func add(_ event: XMLEvents.Event, _ events: XMLEvents) throws(RecordsFaults) {
        guard skipped == 0, let frame = frames.last else { return }
        let range = Int(event.start)..<Int(event.start + event.length)
        if plan.nodes[frame.node].texts.isEmpty {
            for index in range where !XMLWalker.isSpace(events.bytes[index]) {
                return try breakRecord(.strayText, "xml.stray-text", event.line)
            }
            return
        }
        // One byte more than allowed shows that the field is too long; the rest is not kept.
        let room = frame.textStart + fieldBytes + 1 - text.count
        if room > 0 { text.append(contentsOf: events.bytes[range].prefix(room)) }
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
        let known = plan.nodes[frame.node]
        for slot in known.texts where !slots.isFilled(slot) { try fill(slot, text[frame.textStart...], 0) }
        text.removeLast(text.count - frame.textStart)
        if known.table >= 0 { try endRecord() }
    }

    private mutating func fill(_ slot: Int, _ value: ArraySlice<UInt8>, _ line: Int32) throws(RecordsFaults) {
        taken += value.count
        if taken > recordBytes { return try breakRecord(.tooLong, "xml.head-too-long", line) }
        slots.fill(slot, value)
    }
}

// Records.
extension XMLWalker {
    private mutating func begin(_ table: Int, _ line: Int32) {
        if records.isEmpty { taken = 0 }
        records.append(Record(table: table, line: line, fault: nil, firstWaiting: waiting.count))
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
        let table = plan.tables[record.table]
        var fault = record.fault
        if fault == nil, table.required.contains(where: { !slots.isFilled($0) }) { fault = .missingElement }
        waiting.resolve(from: record.firstWaiting, table, slots)
        if records.isEmpty {
            write(record, table, fault)
            for row in 0..<waiting.count { write(row) }
            waiting.removeAll()
            taken = 0
        } else {
            waiting.add(record.table, record.line, fault, table, slots)
            if waiting.byteCount > recordBytes { throw refuse("xml.record-too-long", records[0].line) }
        }
        for field in table.fields where field.isBorrowed { slots.noteUse(field.slot) }
    }

    private mutating func write(_ record: Record, _ table: XMLPlan.Table, _ fault: FormRule?) {
        let index = record.table
        builders[index].begin(line: record.line, fault: fault, mayHoldC1: mayHoldC1)
        if fault == nil {
            for field in table.fields {
                if slots.isFilled(field.slot) {
                    builders[index].add(slots.value(field.slot)[...])
                } else {
                    builders[index].addNull()
                }
            }
        }
        if builders[index].isFull { cut(index, endsAtEOF: false) }
    }

    private mutating func write(_ row: Int) {
        let table = waiting.table(row)
        let fault = waiting.fault(row)
        builders[table].begin(line: waiting.line(row), fault: fault, mayHoldC1: mayHoldC1)
        if fault == nil {
            for field in plan.tables[table].fields.indices {
                if let value = waiting.value(row, field) {
                    builders[table].add(value)
                } else {
                    builders[table].addNull()
                }
            }
        }
        if builders[table].isFull { cut(table, endsAtEOF: false) }
    }

    private mutating func cut(_ table: Int, endsAtEOF: Bool) {
        blocks.append(builders[table].take(index: blockCount, endsAtEOF: endsAtEOF))
        blockCount += 1
    }
}
