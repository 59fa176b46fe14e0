/// The values that the elements around the reader's place have given so far.
struct XMLSlots {
    private var values: [[UInt8]]
    private var isFilled: [Bool]
    /// A record was made without the value, which must not come later then.
    private var wasMissed: [Bool]

    init(count: Int) {
        values = [[UInt8]](repeating: [], count: count)
        isFilled = [Bool](repeating: false, count: count)
        wasMissed = isFilled
    }

    func isFilled(_ slot: Int) -> Bool { isFilled[slot] }
    func wasMissed(_ slot: Int) -> Bool { wasMissed[slot] }

    /// Appends the value to `bytes`; false where there is none.
    func append(_ slot: Int, to bytes: inout [UInt8]) -> Bool {
        guard isFilled[slot] else { return false }
        unsafe values[slot].withUnsafeBufferPointer { unsafe bytes.append(contentsOf: $0) }
        return true
    }

    mutating func clear(_ slot: Int) { isFilled[slot] = false }
    mutating func renew(_ slot: Int) { wasMissed[slot] = false }

    mutating func fill(_ slot: Int) { isFilled[slot] = true }

    mutating func fill(_ slot: Int, _ value: Span<UInt8>) {
        values[slot].removeAll(keepingCapacity: true)
        values[slot].append(bytes: value)
        isFilled[slot] = true
    }

    /// Fills the slot with a number, in decimal digits.
    mutating func fill(_ slot: Int, number: Int) {
        values[slot].removeAll(keepingCapacity: true)
        var rest = number
        repeat {
            values[slot].append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10))
            rest /= 10
        } while rest > 0
        values[slot].reverse()
        isFilled[slot] = true
    }

    /// A record took the value, or went without it.
    mutating func noteUse(_ slot: Int) { if !isFilled[slot] { wasMissed[slot] = true } }
}

extension [UInt8] {
    /// Appends `bytes` in one piece.
    @inline(__always)
    mutating func append(bytes: Span<UInt8>) {
        unsafe bytes.withUnsafeBufferPointer { unsafe append(contentsOf: $0) }
    }
}
