internal import Catalogue
package import Convention
package import Exclusion
internal import Records
package import Support

/// The card of one base: what its convention says of it, what the catalogue's figures may state, its samples.
///
/// A value: ``json`` and ``linkedData`` are functions of it alone, so that the same state gives the same bytes. Nothing of the
/// convention but its card, its calendar and its catalogue columns is in either; no value of a record is.
package struct BaseCard: Sendable {
    let convention: Convention
    let description: DatasetDescription
    let figures: BaseFigures
    let stated: [String: StatedFigures]
    let floor: SmallCountFloor
    let samples: [CardSample]
    let catalogue: CatalogueIdentity

    /// The card of the convention's base; nil where ``CatalogueCard/missing`` names what it lacks.
    package init?(
        _ convention: Convention, _ figures: BaseFigures, floor: SmallCountFloor, samples: [CardSample],
        in catalogue: CatalogueIdentity
    ) {
        guard let description = convention.card.description else { return nil }
        self.convention = convention
        self.description = description
        self.figures = figures
        self.floor = floor
        self.samples = samples
        self.catalogue = catalogue
        stated = figures.tables.mapValues { StatedFigures($0, floor: floor) }
    }

    /// URI of the dataset, and address of its page.
    package var uri: String { catalogue.uri + "/" + convention.card.urlName }
    /// The folder of the card.
    package var folder: String { convention.card.urlName }
    /// The folder of the base in the catalogue.
    package var base: String { convention.card.base }
    /// How many tables the base has.
    package var tables: Int { convention.tables.count }
    /// How many samples go with the card.
    package var sampleCount: Int { samples.count }
    /// Rows of all tables; nil where those of one may not be stated.
    package var rows: Int64? {
        stated.values.reduce(Optional(0)) { sum, table in sum.flatMap { sum in table.rows.map { sum + $0 } } }
    }
    /// When data were last committed to a table.
    package var lastUpdate: Timestamp? { figures.tables.values.compactMap(\.lastUpdate).max() }

    var bytes: Int64 { stated.values.reduce(0) { $0 + $1.bytes } }
    var months: (first: String, last: String)? {
        description.period.flatMap { period in stated[period.table]?.months(period.column) }
    }
    /// How often drops are due, a code of ``CardVocabulary/frequencies``.
    var frequency: String {
        switch convention.calendar.period {
        case .daily: "DAILY"
        case .weekly: "WEEKLY"
        case .monthly: "MONTHLY"
        case .quarterly: "QUARTERLY"
        case .yearly: "ANNUAL"
        case .irregular: "IRREG"
        }
    }

    /// Where access is asked for.
    var accessURL: String { description.accessURL ?? uri }

    /// Columns of a table, with what their convention says of them.
    func columns(_ table: ConventionTable) -> [CardColumn] {
        let described = Dictionary(
            table.schema.fields.indices.map { index in
                (
                    table.outputName(at: index),
                    table.descriptions.indices.contains(index) ? table.descriptions[index] : ""
                )
            }, uniquingKeysWith: { first, _ in first })
        return (figures.tables[table.name]?.columns ?? []).map { column in
            CardColumn(
                name: column.name, type: column.type, meaning: described[column.name] ?? "",
                completeness: stated[table.name]?.completeness(column.name))
        }
    }

    /// Members of the card whose address stands for nobody (RFC 2606): the holder still has to say them.
    package var placeholders: [String] {
        let texts: [(String, String?)] = [
            ("publisher.homepage", description.publisher.body.homepage),
            ("publisher.email", description.publisher.body.email), ("contact.url", description.contact.homepage),
            ("contact.email", description.contact.email), ("hdab.homepage", description.hdab.homepage),
            ("hdab.email", description.hdab.email), ("accessUrl", description.accessURL),
            ("licence", description.licence),
        ]
        return texts.compactMap { name, text in text.map(WebAddress.isPlaceholder) == true ? name : nil }
    }
}

/// A column of the catalogue as a card shows it.
struct CardColumn {
    let name: String
    /// The type in Delta's words.
    let type: String
    /// What the convention says of it; may be empty.
    let meaning: String
    /// Percent of the rows with a value, where it is stated.
    let completeness: Int?
}
