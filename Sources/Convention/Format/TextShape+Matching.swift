internal import Support

extension TextShape {
    /// Whether `text` has this shape.
    package func holds(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard bytes.count <= TextShape.limit else { return false }
        switch self {
        case .any: return !bytes.isEmpty && !bytes.contains { $0 < 0x20 || $0 == 0x7f }
        case .free: return true
        case .identifier:
            return TextShape.word(bytes, 32, first: TextShape.isLower) { TextShape.isLowerOrDigit($0) || $0 == 0x2d }
        case .tableName:
            return TextShape.word(bytes, 63, first: TextShape.isLower) { TextShape.isLowerOrDigit($0) || $0 == 0x5f }
        case .columnName:
            return TextShape.word(bytes, 128, first: { TextShape.isLetter($0) || $0 == 0x5f }) {
                TextShape.isLetter($0) || TextShape.isDigit($0) || $0 == 0x5f
            }
        case .date: return CivilDate(iso8601: text) != nil
        case .time: return ClockTime(text) != nil
        case .mark:
            return bytes.count == 1 && bytes[0] < 0x7f && (bytes[0] > 0x20 || bytes[0] == 0x09)
                && !TextShape.isLetter(bytes[0]) && !TextShape.isDigit(bytes[0])
        case .network: return NetworkRange(text) != nil
        case .url: return WebAddress.isURL(bytes)
        case .email: return WebAddress.isEmail(bytes)
        case .choice(let choices): return choices.contains(text)
        }
    }

    /// The last part of the code of a text of another shape.
    var code: String {
        switch self {
        case .any, .free: "text"
        case .identifier: "identifier"
        case .tableName: "table-name"
        case .columnName: "column-name"
        case .date: "date"
        case .time: "time"
        case .mark: "mark"
        case .network: "network"
        case .url: "url"
        case .email: "email"
        case .choice: "choice"
        }
    }

    private static func isLower(_ byte: UInt8) -> Bool { (0x61...0x7a).contains(byte) }
    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
    private static func isLetter(_ byte: UInt8) -> Bool { isLower(byte | 0x20) }
    private static func isLowerOrDigit(_ byte: UInt8) -> Bool { isLower(byte) || isDigit(byte) }

    private static func word(_ bytes: [UInt8], _ limit: Int, first: (UInt8) -> Bool, rest: (UInt8) -> Bool) -> Bool {
        guard let head = bytes.first, bytes.count <= limit else { return false }
        return first(head) && bytes.dropFirst().allSatisfy(rest)
    }
}

/// A time of day, `HH:MM`.
package struct ClockTime: Sendable, Equatable {
    package let hour: Int
    package let minute: Int

    /// The time that `text` shows; nil where it is no time.
    package init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count == 5, bytes[2] == UInt8(ascii: ":") else { return nil }
        let digits = [bytes[0], bytes[1], bytes[3], bytes[4]].map { Int($0) - 0x30 }
        guard digits.allSatisfy({ (0...9).contains($0) }) else { return nil }
        hour = digits[0] * 10 + digits[1]
        minute = digits[2] * 10 + digits[3]
        guard hour < 24, minute < 60 else { return nil }
    }
}
