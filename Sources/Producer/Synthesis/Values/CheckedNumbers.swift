internal import Records

/// Identifiers with a valid inner redundancy that belong to nobody, each with a number.
///
/// | identifier | range | why nobody has it |
/// |---|---|---|
/// | NIR | born in department 99, country 999 | INSEE gives no country that code |
/// | FINESS | begins with 99 | no establishment lies in such a department |
/// | RPPS | begins with 9970 | that of the test cards of the Agence du numérique en santé |
/// | SIRET | begins with 00 | SIREN numbers begin with 1 to 9 |
struct CheckedNumbers {
    let check: IdentifierCheck
    /// Whether a NIR comes with its key.
    var hasKey = true

    /// How many there are.
    var count: Int { check == .nir ? 2 * 100 * 12 * 999 : 1_000_000 }

    func append(_ index: Int, to bytes: inout [UInt8]) {
        // Numbers that follow each other should not look it: the factor shares no divisor with any count.
        let place = Int((UInt(index % count) * 7_368_787) % UInt(count))
        switch check {
        case .nir: appendNIR(place, &bytes)
        case .finess: appendLuhn("99", place, &bytes)
        case .rpps: appendLuhn("9970", place, &bytes)
        case .siret:
            let start = bytes.count
            appendLuhn("00", place, &bytes)
            bytes += Array("0001".utf8)
            CheckedNumbers.appendLuhnKey(from: start, &bytes)
        }
    }

    /// A NIR whose place of birth is `99999`; its key as in ``NIR``.
    private func appendNIR(_ place: Int, _ bytes: inout [UInt8]) {
        let (person, order) = place.quotientAndRemainder(dividingBy: 999)
        let (years, month) = person.quotientAndRemainder(dividingBy: 12)
        let head = (1 + years % 2) * 10_000 + years / 2 * 100 + month + 1
        let body = UInt(head * 100_000_000 + 99_999 * 1000 + order + 1)
        NumberDomain.append(body, 13, to: &bytes)
        if hasKey { NumberDomain.append(97 - body % 97, 2, to: &bytes) }
    }

    private func appendLuhn(_ head: String, _ place: Int, _ bytes: inout [UInt8]) {
        let start = bytes.count
        bytes += Array(head.utf8)
        NumberDomain.append(UInt(place), 6, to: &bytes)
        CheckedNumbers.appendLuhnKey(from: start, &bytes)
    }

    /// Appends the digit that makes what stands from `start` on pass the Luhn check (ISO/IEC 7812-1 annex B); the letter of
    /// Corsica counts as in ``FINESS``.
    static func appendLuhnKey(from start: Int, _ bytes: inout [UInt8]) {
        var sum = 0
        for (index, byte) in bytes[start...].reversed().enumerated() {
            let letters = Int(byte) - Int(UInt8(ascii: "A")) + 1
            let digit = byte >= UInt8(ascii: "A") ? letters : Int(byte) - Int(UInt8(ascii: "0"))
            let weighted = index % 2 == 0 ? digit * 2 : digit
            sum += weighted > 9 ? weighted - 9 : weighted
        }
        bytes.append(UInt8(ascii: "0") + UInt8((10 - sum % 10) % 10))
    }
}
