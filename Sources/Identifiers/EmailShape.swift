/// E-mail addresses as people write them: a local part, `@`, labels with a full stop between, two letters or more at the end.
enum EmailShape {
    /// Whether an address stands in `text`.
    static func occurs(in text: Span<UInt8>) -> Bool {
        for index in text.indices where text[index] == UInt8(ascii: "@") {
            if index > 0, isLocal(text[index - 1]), isDomain(text, from: index + 1) { return true }
        }
        return false
    }

    private static func isLocal(_ byte: UInt8) -> Bool {
        ASCII.isAlphanumeric(byte) || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
            || byte == UInt8(ascii: "+")
            || byte >= 0x80
    }

    private static func isDomain(_ text: Span<UInt8>, from start: Int) -> Bool {
        var index = start
        var labelStart = start
        var labels = 0
        while index < text.count {
            let byte = text[index]
            if byte == UInt8(ascii: ".") {
                guard index > labelStart else { return false }
                labels += 1
                labelStart = index + 1
            } else if !ASCII.isAlphanumeric(byte), byte != UInt8(ascii: "-"), byte < 0x80 {
                break
            }
            index += 1
        }
        // The last label may be empty where the address ends a sentence.
        if index == labelStart { return labels >= 2 }
        return labels >= 1 && index - labelStart >= 2 && ASCII.isLetter(text[labelStart])
    }
}
