internal import Cards
internal import Convention
internal import Producer
internal import Records
internal import Support

/// The samples of a card: a few made-up records for each file of the convention, the same bytes each time.
enum CardSamples {
    /// Records of a sample: enough to see every column filled, few enough to be read.
    static let rows = 100
    private static let population = 50

    /// The samples of the convention's base, made from the convention alone.
    static func make(_ convention: Convention) throws -> [CardSample] {
        try convention.tables.compactMap { table in
            guard case .csv = table.format else { return nil }
            // A day that the convention knows, so that the sample stays the same.
            var options = SyntheticDrop.Options(rows: rows, day: convention.validFrom)
            options.population = population
            let drop = SyntheticDrop(
                table: table, personField: convention.person?.fields[table.name], options: options)
            var bytes: [UInt8] = []
            drop.write { bytes += $0 }
            return try CardSample(table: table.name, suffix: "csv", type: "CSV", bytes: bytes)
        }
    }
}
