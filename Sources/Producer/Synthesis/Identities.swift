internal import Records

/// Identifiers with a valid inner redundancy that belong to nobody in particular.
enum Identities {
    /// A text of `format` that is nobody's.
    static func sample(_ format: TextFormat) -> String {
        switch format {
        case .email: "personne@example.org"
        case .uri: "https://example.org/"
        case .uuid: "01890a5d-ac96-774b-bcce-b302099a8057"
        case .binary: "w6ljbHVzZQ=="
        }
    }

    /// Departments as they begin a FINESS number or a postcode, Corsica and overseas among them.
    private static let departments = (1...95).filter { $0 != 20 }.map { $0 < 10 ? "0\($0)" : String($0) }

    /// `count` FINESS numbers: nine characters, the last a Luhn key; 2A and 2B count as 21 and 22.
    static func finess(_ count: Int, _ draw: inout Draw) -> [String] {
        (0..<count).map { index in
            let start = index % 50 == 7 ? ["2A", "2B"][draw.below(2)] : departments[draw.below(departments.count)]
            let middle = digits(6, &draw)
            let counted = start.replacing("A", with: "1").replacing("B", with: "2") + middle
            return start + middle + String(luhnKey(counted))
        }
    }

    /// `count` numbers of `length` digits that start with `start` and end in a Luhn key (RPPS, SIRET).
    static func luhn(_ count: Int, length: Int, start: String, _ draw: inout Draw) -> [String] {
        (0..<count).map { _ in
            let body = start + digits(length - 1 - start.count, &draw)
            return body + String(luhnKey(body))
        }
    }

    /// `count` NIR with their keys; Corsica counts as 19 (2A) and 18 (2B).
    static func nir(_ count: Int, _ draw: inout Draw) -> [String] {
        (0..<count).map { index in
            let start = String(1 + draw.below(2)) + digits(2, &draw) + two(1 + draw.below(12))
            let place = index % 50 == 7 ? ["2A", "2B"][draw.below(2)] : departments[draw.below(departments.count)]
            let end = three(1 + draw.below(900)) + three(1 + draw.below(900))
            let counted = start + place.replacing("2A", with: "19").replacing("2B", with: "18") + end
            return start + place + end + two(97 - (Int(counted) ?? 0) % 97)
        }
    }

    /// The NIR of a person by number, its key at the end: another for each of the first ninety million.
    static func nir(ofPerson person: Int) -> Int {
        let birth = (1 + person % 2) * 10_000 + person % 100 * 100 + 1 + person % 12
        let department = 1 + (person / 1_000_000 + person) % 95
        let body = (birth * 100 + department) * 1_000_000 + person % 1_000_000
        return body * 100 + 97 - body % 97
    }

    /// `count` postcodes of mainland France, Corsica (20xxx) and overseas (97x).
    static func postcodes(_ count: Int, _ draw: inout Draw) -> [String] {
        let special = ["20000", "20090", "20200", "20290", "97100", "97200", "97300", "97400", "97600"]
        return (0..<count).map { index in
            index < special.count
                ? special[index] : departments[draw.below(departments.count)] + three(draw.below(1000))
        }
    }

    private static func digits(_ count: Int, _ draw: inout Draw) -> String {
        (0..<count).map { _ in String(draw.below(10)) }.joined()
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
    private static func three(_ number: Int) -> String { number < 100 ? "0" + two(number) : String(number) }

    /// The digit that makes `body` and itself pass the Luhn check (ISO/IEC 7812-1 annex B).
    static func luhnKey(_ body: String) -> Int {
        var sum = 0
        for (index, byte) in body.utf8.reversed().enumerated() {
            let digit = Int(byte) - Int(UInt8(ascii: "0"))
            let weighted = index % 2 == 0 ? digit * 2 : digit
            sum += weighted > 9 ? weighted - 9 : weighted
        }
        return (10 - sum % 10) % 10
    }
}
