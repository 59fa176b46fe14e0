/// French telephone numbers: `0` and nine digits, or `+33`/`0033` and nine digits, unbroken or in groups.
enum PhoneShape {
    /// Whether `run` begins with a telephone number that ends where a group ends.
    static func matches(_ run: DigitRun) -> Bool {
        if run.hasPlus { return international(run, at: 0) }
        if run.count >= 4, starts(run, with: (0, 0)) {
            return run.characters[2] == three && run.characters[3] == three && international(run, at: 2)
        }
        return run.count >= 10 && run.characters[0] == zero && isArea(run.characters[1]) && run.ends(after: 10)
            && isGrouped(run)
    }

    private static let zero = UInt8(ascii: "0")
    private static let three = UInt8(ascii: "3")

    private static func starts(_ run: DigitRun, with pair: (UInt8, UInt8)) -> Bool {
        run.characters[0] == zero + pair.0 && run.characters[1] == zero + pair.1
    }

    private static func isArea(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "1") && byte <= UInt8(ascii: "9") }

    /// `33` and nine digits from `offset` on; a `0` in between, as in `+33 06`, is tolerated.
    private static func international(_ run: DigitRun, at offset: Int) -> Bool {
        guard run.count >= offset + 11, run.characters[offset] == three, run.characters[offset + 1] == three
        else { return false }
        let area = run.characters[offset + 2] == zero ? offset + 3 : offset + 2
        guard area < run.count, isArea(run.characters[area]) else { return false }
        return run.ends(after: area + 9)
    }

    /// Unbroken, or in pairs as telephone numbers are written: dates and amounts are grouped otherwise.
    private static func isGrouped(_ run: DigitRun) -> Bool {
        if run.firstGroup == 10 { return true }
        return run.firstGroup == 2 && run.ends(after: 2) && run.ends(after: 4) && run.ends(after: 6)
            && run.ends(after: 8)
            || run.firstGroup == 4 && run.ends(after: 4) && run.ends(after: 7)
    }
}
