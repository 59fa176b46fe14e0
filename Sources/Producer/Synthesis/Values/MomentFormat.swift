internal import Support

/// How a column writes moments: the strptime words of a schema, read once.
struct MomentFormat {
    private enum Part {
        case year, month, day, hour, minute, second, fraction, zone
        case literal(UInt8)
    }

    static let secondsOfDay = 86_400

    private let parts: [Part]
    /// Bytes of a moment.
    let length: Int
    /// Seconds between two moments that are written differently.
    let step: Int

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
            case UInt8(ascii: "%"): parts.append(.literal(UInt8(ascii: "%")))
            default: return nil
            }
        }
        self.parts = parts
        length = parts.reduce(0) { total, part in
            switch part {
            case .year: total + 4
            case .month, .day, .hour, .minute, .second: total + 2
            case .fraction, .zone, .literal: total + 1
            }
        }
        var step = MomentFormat.secondsOfDay
        for part in parts {
            switch part {
            case .hour: step = min(step, 3600)
            case .minute: step = min(step, 60)
            case .second: step = 1
            default: break
            }
        }
        self.step = step
    }

    /// Appends the moment `second` seconds after 1970-01-01T00:00Z; with `day`, another day of its month, which may not exist.
    func append(second: Int, day: Int? = nil, to bytes: inout [UInt8]) {
        let days = Int(Int64(second).floorDivided(by: Int64(MomentFormat.secondsOfDay)))
        let ofDay = second - days * MomentFormat.secondsOfDay
        let date = CivilDate(days: Int32(truncatingIfNeeded: days)).components
        for part in parts {
            switch part {
            case .year:
                MomentFormat.two(date.year / 100, &bytes)
                MomentFormat.two(date.year % 100, &bytes)
            case .month: MomentFormat.two(date.month, &bytes)
            case .day: MomentFormat.two(day ?? date.day, &bytes)
            case .hour: MomentFormat.two(ofDay / 3600, &bytes)
            case .minute: MomentFormat.two(ofDay / 60 % 60, &bytes)
            case .second: MomentFormat.two(ofDay % 60, &bytes)
            case .fraction: bytes.append(UInt8(ascii: "0"))
            case .zone: bytes.append(UInt8(ascii: "Z"))
            case .literal(let byte): bytes.append(byte)
            }
        }
    }

    @inline(__always)
    private static func two(_ number: Int, _ bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number / 10 % 10))
        bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number % 10))
    }
}
