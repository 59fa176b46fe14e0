/// What a slot gives to the field of a row.
enum XMLValue {
    case null
    /// Bytes of the arena of ``XMLSlots``.
    case text(start: Int, length: Int)
    /// What lies outside of the record that takes it, and stays as it is as long as that lasts.
    case kept(slot: Int, length: Int)
    case number(Int)
    /// A record around it will say.
    case open(slot: Int)

    /// Bytes of a text.
    var length: Int {
        switch self {
        case .text(_, let length), .kept(_, let length): length
        case .null, .number, .open: 0
        }
    }
}

/// The values that the elements around the reader's place have given so far.
///
/// Those inside of records stand one behind the other until the outermost record ends. Those outside, which stay for nobody
/// knows how long, have each a place of their own.
struct XMLSlots {
    private struct Slot {
        var isFilled = false
        /// A record was made without the value, which must not come later then.
        var wasMissed = false
        let isKept: Bool
        let isNumber: Bool
        /// Where the text begins in the arena; the number where it is one.
        var start = 0
        var length = 0
    }

    private var slots: [Slot]
    private var arena = ByteArena()
    private var kept: [[UInt8]]

    init(_ plan: XMLPlan) {
        slots = plan.slots.indices.map {
            Slot(isKept: plan.isBorrowed($0), isNumber: plan.slots[$0].kind == .number)
        }
        kept = [[UInt8]](repeating: [], count: slots.count)
    }

    @inline(__always)
    func isFilled(_ slot: Int) -> Bool { slots[slot].isFilled }
    @inline(__always)
    func wasMissed(_ slot: Int) -> Bool { slots[slot].wasMissed }

    /// What the slot holds.
    @inline(__always)
    func value(_ index: Int) -> XMLValue {
        let slot = slots[index]
        guard slot.isFilled else { return .null }
        if slot.isNumber { return .number(slot.start) }
        return slot.isKept
            ? .kept(slot: index, length: slot.length) : .text(start: slot.start, length: slot.length)
    }

    /// Appends `value` to `bytes`; false where it is none.
    @inline(__always)
    func append(_ value: XMLValue, to bytes: inout ByteArena) -> Bool {
        switch value {
        case .null, .open: return false
        case .text(let start, let length): bytes.append(arena, start, length)
        case .kept(let slot, let length): bytes.append(kept[slot], length)
        case .number(let number): bytes.append(number: number)
        }
        return true
    }

    @inline(__always)
    mutating func clear(_ slot: Int) { slots[slot].isFilled = false }
    @inline(__always)
    mutating func renew(_ slot: Int) { slots[slot].wasMissed = false }
    @inline(__always)
    mutating func fill(_ slot: Int) { slots[slot].isFilled = true }

    /// Fills the slot with `length` bytes of `text` from `start`.
    @inline(__always)
    mutating func fill(_ slot: Int, _ text: Span<UInt8>, _ start: Int, _ length: Int) {
        slots[slot].isFilled = true
        slots[slot].length = length
        if slots[slot].isKept { return keep(slot, text.extracting(start..<(start + length))) }
        slots[slot].start = arena.count
        arena.append(text, start, length)
    }

    @inline(never)
    private mutating func keep(_ slot: Int, _ text: Span<UInt8>) {
        kept[slot].removeAll(keepingCapacity: true)
        kept[slot].append(bytes: text)
    }

    /// Fills the slot with a number.
    @inline(__always)
    mutating func fill(_ slot: Int, number: Int) {
        slots[slot].isFilled = true
        slots[slot].start = number
    }

    /// A record took the value, or went without it.
    mutating func noteUse(_ slot: Int) { if !slots[slot].isFilled { slots[slot].wasMissed = true } }

    /// The outermost record has ended: whatever was inside is filled anew before it is asked for again.
    mutating func endRecord() { arena.removeAll() }
}

extension [UInt8] {
    /// Appends `bytes` in one piece.
    @inline(__always)
    mutating func append(bytes: Span<UInt8>) {
        unsafe bytes.withUnsafeBufferPointer { unsafe append(contentsOf: $0) }
    }
}
