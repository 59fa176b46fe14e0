internal import Cards
internal import Containers
internal import Convention
internal import Producer
internal import Records

/// The samples of a card: a few made-up records for each drop of the convention, as its producer would send it before it is sealed;
/// the same bytes each time.
enum CardSamples {
    /// Records of a sample: enough to see every column filled, few enough to be read.
    static let rows = 100
    private static let population = 50

    /// How files of a format are called, and their code among ``CardVocabulary/fileTypes``.
    private typealias Kind = (suffix: String, type: String)

    /// The samples of the convention's base, made from the convention alone.
    static func make(_ convention: Convention) throws -> [CardSample] {
        // A day that the convention knows, so that the sample stays the same.
        var options = SyntheticDrop.Options(rows: rows, day: convention.validFrom)
        options.population = population
        return try SyntheticDrop.all(of: convention, options).compactMap { drop in
            guard let table = drop.tableNames.first.flatMap(convention.table(named:)) else { return nil }
            var bytes: [UInt8] = []
            try drop.write { bytes += $0 }
            let kind = kind(table, convention.archive)
            return try CardSample(table: table.name, suffix: kind.suffix, type: kind.type, bytes: bytes)
        }
    }

    private static func kind(_ table: ConventionTable, _ archive: ArchiveRules?) -> Kind {
        if table.entry != nil, let archive { return kind(archive.format) }
        let plain = kind(table.format)
        return switch table.compression {
        case .none: plain
        case .gzip: (plain.suffix + ".gz", "GZIP")
        // The authority's list has no word for zstd.
        case .zstd: (plain.suffix + ".zst", "BIN")
        }
    }

    private static func kind(_ format: ArchiveFormat) -> Kind {
        let type =
            switch format {
            case .zip: "ZIP"
            case .tar: "TAR"
            case .tarGzip: "TAR_GZ"
            case .tarZstd: "BIN"
            }
        return (format.rawValue, type)
    }

    private static func kind(_ format: TableFormat) -> Kind {
        switch format {
        case .csv: ("csv", "CSV")
        case .fixedWidth: ("txt", "TXT")
        case .jsonLines: ("jsonl", "JSON")
        case .xml: ("xml", "XML")
        }
    }
}
