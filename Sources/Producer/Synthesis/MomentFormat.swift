internal import Support

/// How a column writes moments: the strptime words of a schema, read once.
struct MomentFormat {
    private enum Part {
        case year, month, day, hour, minute, second, fraction, zone
        case literal(UInt8)
    }

    /// The year alone.
    static let year = MomentFormat([.year])

    private let parts: [Part]

    private init(_ parts: [Part]) { self.parts = parts }

    /// The format `text`, or nil where it has a word that schemas do not allow.
    init?(_ text: String) {
        var parts: [Part] = []
        var bytes = Array(text.utf8)[...]
        while let byte = bytes.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                parts.append(.literal(byte))
                continue
            }
            switch bytes.popFirst() {
            case UInt8(ascii: "Y"): parts.append(.year)
            case UInt8(ascii: "m"): parts.append(.month)
            case UInt8(ascii: "d"): parts.append(.day)
            case UInt8(ascii: "H"): parts.append(.hour)
            case UInt8(ascii: "M"): parts.append(.minute)
            case UInt8(ascii: "S"): parts.append(.second)
            case UInt8(ascii: "f"): parts.append(.fraction)
            case UInt8(ascii: "z"): parts.append(.zone)
            default: return nil
            }
        }
        self.parts = parts
    }

    /// Appends the moment `minute` minutes after 1970-01-01T00:00Z.
    func append(minute: Int, to bytes: inout [UInt8]) {
        let days = Int(Int64(minute).floorDivided(by: 1440))
        let ofDay = minute - days * 1440
        let date = CivilDate(days: Int32(truncatingIfNeeded: days)).components
        for part in parts {
            switch part {
            case .year:
                MomentFormat.two(date.year / 100, &bytes)
                MomentFormat.two(date.year % 100, &bytes)
            case .month: MomentFormat.two(date.month, &bytes)
            case .day: MomentFormat.two(date.day, &bytes)
            case .hour: MomentFormat.two(ofDay / 60, &bytes)
            case .minute: MomentFormat.two(ofDay % 60, &bytes)
            case .second: MomentFormat.two(minute % 60, &bytes)
            case .fraction: bytes.append(UInt8(ascii: "0"))
            case .zone: bytes.append(UInt8(ascii: "Z"))
            case .literal(let byte): bytes.append(byte)
            }
        }
    }

    private static func two(_ number: Int, _ bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number / 10 % 10))
        bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number % 10))
    }
}
