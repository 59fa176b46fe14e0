/// French postcodes: five digits, with the conventions of emergency-visit records (order of 24 July 2013) for what is not known.
package enum Postcode {
    /// Digits of a postcode.
    package static let length = 5

    /// What a postcode says about the department.
    package enum Place: Equatable, Sendable {
        /// The department; ``Department/abroad`` for `99` and a country.
        case department(Department)
        /// A postcode that names no department: `99999`, `00…` (forces' mail), `20999` and `97999` (undetermined).
        case unknown
        /// Not a postcode.
        case invalid
    }

    /// The department of the postcode or INSEE commune code `text`.
    ///
    /// The first two digits, but: Corsica's `200` and `201` are `2A`, `202` and `206` are `2B`; overseas (`97`, `98`) the
    /// first three digits count. Communes served from a neighbouring department are not known here: a post office's
    /// department stands for theirs. `dd999` (only the department is known) needs no case of its own, except for `2A999` and
    /// `2B999`.
    package static func place(_ text: Span<UInt8>) -> Place {
        guard text.count == length, ASCII.isDigit(text[0]), ASCII.isDigit(text[2]), ASCII.isDigit(text[3]),
            ASCII.isDigit(text[4])
        else { return .invalid }
        guard ASCII.isDigit(text[1]) else { return corsica(letter: text) }
        let onlyDepartment = text[2] == nine && text[3] == nine && text[4] == nine
        switch ASCII.value(text[0]) * 10 + ASCII.value(text[1]) {
        case 0: return .unknown
        case 20: return onlyDepartment ? .unknown : corsica(text)
        case 1...95: return .department(Department(text[0], text[1]))
        case 97: return onlyDepartment ? .unknown : overseas(text, known: 1...8)
        case 98: return onlyDepartment ? .unknown : overseas(text, known: 0...9)
        case 99: return onlyDepartment ? .unknown : .department(.abroad)
        default: return .invalid
        }
    }

    private static let nine = UInt8(ascii: "9")

    private static func corsica(_ text: Span<UInt8>) -> Place {
        switch ASCII.value(text[2]) {
        case 0, 1: .department(Department(UInt8(ascii: "2"), UInt8(ascii: "A")))
        case 2, 6: .department(Department(UInt8(ascii: "2"), UInt8(ascii: "B")))
        default: .invalid
        }
    }

    /// `2A999`, and the INSEE codes of Corsica's communes: no postcode has a letter.
    private static func corsica(letter text: Span<UInt8>) -> Place {
        guard text[0] == UInt8(ascii: "2"), text[1] == UInt8(ascii: "A") || text[1] == UInt8(ascii: "B") else {
            return .invalid
        }
        return .department(Department(text[0], text[1]))
    }

    private static func overseas(_ text: Span<UInt8>, known: ClosedRange<Int>) -> Place {
        known.contains(ASCII.value(text[2])) ? .department(Department(text[0], text[1], text[2])) : .invalid
    }
}
