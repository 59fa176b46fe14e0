/// Postcodes as they stand in records of French residents.
enum Postcodes {
    /// Corsica and overseas.
    private static let special = [
        "20000", "20090", "20200", "20290", "97100", "97200", "97300", "97400", "97600",
    ]
    private static let departments = (1...95).filter { $0 != 20 }

    /// `count` postcodes of mainland France, Corsica and overseas.
    static func some(_ count: Int, _ draw: Draw) -> [String] {
        var draw = draw
        let others = (0..<max(0, count - special.count)).map { _ in
            var bytes: [UInt8] = []
            NumberDomain.append(UInt(departments[draw.below(departments.count)]), 2, to: &bytes)
            NumberDomain.append(UInt(draw.below(1000)), 3, to: &bytes)
            return String(decoding: bytes, as: UTF8.self)
        }
        return special + others
    }
}
