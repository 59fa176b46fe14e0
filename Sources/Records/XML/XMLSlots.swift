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
    func value(_ slot: Int) -> [UInt8] { values[slot] }

    mutating func clear(_ slot: Int) { isFilled[slot] = false }
    mutating func renew(_ slot: Int) { wasMissed[slot] = false }

    mutating func fill(_ slot: Int) { isFilled[slot] = true }

    mutating func fill(_ slot: Int, _ value: ArraySlice<UInt8>) {
        values[slot].removeAll(keepingCapacity: true)
        values[slot].append(contentsOf: value)
        isFilled[slot] = true
    }

    mutating func fill(_ slot: Int, number: Int) { fill(slot, Array("\(number)".utf8)[...]) }

    /// A record took the value, or went without it.
    mutating func noteUse(_ slot: Int) { if !isFilled[slot] { wasMissed[slot] = true } }
}
