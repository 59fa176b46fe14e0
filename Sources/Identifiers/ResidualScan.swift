/// Looks for identifiers that should not be in a kept text (design §5).
///
/// Meant for few false alarms, since one quarantines a drop: numbers need their key (NIR, RPPS) or the shape of a French
/// telephone number, and must stand alone. A column of long numeric codes is for `keepCoded`, which is not scanned.
package enum ResidualScan {
    /// Fewer characters than any identifier looked for has (`a@b.fr`).
    package static let shortest = 6
    /// Fewer digits than any number looked for has.
    static let fewestDigits = 9
    /// How far before an RPPS number the word may stand.
    static let contextLength = 24

    /// The first identifier in `text`, or nil.
    package static func find(in text: Span<UInt8>) -> ResidualKind? {
        guard text.count >= shortest else { return nil }
        var digits = 0
        var hasAt = false
        for index in text.indices {
            let byte = text[index]
            digits &+= ASCII.isDigit(byte) ? 1 : 0
            hasAt = hasAt || byte == UInt8(ascii: "@")
        }
        if hasAt, EmailShape.occurs(in: text) { return .email }
        return digits >= fewestDigits ? number(in: text) : nil
    }

    /// Tries each place where a number may begin.
    private static func number(in text: Span<UInt8>) -> ResidualKind? {
        var run = DigitRun()
        var index = 0
        while index < text.count {
            let byte = text[index]
            let begins = ASCII.isDigit(byte) || byte == UInt8(ascii: "+")
            guard begins, index == 0 || !ASCII.isAlphanumeric(text[index - 1]) else {
                index += 1
                continue
            }
            run.read(text, from: index)
            if let kind = kind(of: run, in: text, at: index) { return kind }
            index += 1
        }
        return nil
    }

    private static func kind(of run: DigitRun, in text: Span<UInt8>, at start: Int) -> ResidualKind? {
        if run.isNIR { return .nir }
        if PhoneShape.matches(run) { return .phone }
        if run.isRPPSShaped, isWhole(run, text, start) || isNamedBefore(text, start) { return .rpps }
        return nil
    }

    private static func isWhole(_ run: DigitRun, _ text: Span<UInt8>, _ start: Int) -> Bool {
        start == 0 && text.count == RPPS.length
    }

    /// Whether "RPPS" stands shortly before `start`, in either case.
    private static func isNamedBefore(_ text: Span<UInt8>, _ start: Int) -> Bool {
        guard start >= 4 else { return false }
        for index in max(0, start - contextLength)...(start - 4) {
            if text[index] | 0x20 == UInt8(ascii: "r"), text[index + 1] | 0x20 == UInt8(ascii: "p"),
                text[index + 2] | 0x20 == UInt8(ascii: "p"), text[index + 3] | 0x20 == UInt8(ascii: "s")
            {
                return true
            }
        }
        return false
    }
}
