internal import Convention
internal import Exclusion
package import Support

extension BaseCard {
    /// The card as JSON: the members of the convention's card, and figures.
    package var json: JSONValue {
        let card = convention.card
        return .object([
            ("uri", .text(uri)), ("base", .text(card.base)), ("title", .text(card.title)),
            ("acronym", .text(card.acronym)), ("urlName", .text(card.urlName)), ("doi", .optional(card.doi)),
            ("reference", .optional(card.reference)), ("medicalDomain", .text(card.medicalDomain)),
            ("keywords", Self.list(card.keywords)), ("summary", .text(card.summary)),
            ("language", .text(convention.producer.language.rawValue)), ("funding", .optional(card.funding)),
            ("scientificContact", .optional(card.scientificContact)), ("publisher", publisher),
            ("contact", Self.body(description.contact, page: "url")),
            ("hdab", Self.body(description.hdab, page: "homepage")),
            ("healthCategories", Self.list(description.healthCategories)),
            ("healthThemes", Self.list(description.healthThemes)), ("purpose", .text(description.purpose)),
            ("provenance", .text(description.provenance)), ("rights", .text(description.rights)),
            ("applicableLegislation", Self.list(description.applicableLegislation)),
            ("accessRights", .text(description.accessRights)), ("type", .text(description.type)),
            ("legalBasis", Self.list(description.legalBasis)), ("personalData", Self.list(description.personalData)),
            ("codingSystems", Self.list(description.codingSystems)),
            ("populationCoverage", .optional(description.populationCoverage)),
            ("minTypicalAge", Self.number(description.minTypicalAge)),
            ("maxTypicalAge", Self.number(description.maxTypicalAge)), ("spatial", Self.list(description.spatial)),
            ("languages", Self.list(description.languages)), ("licence", .optional(description.licence)),
            ("accessUrl", .text(accessURL)), ("convention", .object([("version", .count(convention.version))])),
            ("frequency", .text(frequency)), ("figures", overall), ("tables", .list(convention.tables.map(table))),
            ("samples", .list(samples.map(Self.attached))),
        ])
    }

    private var publisher: JSONValue {
        let publisher = description.publisher
        return .object(
            Self.members(publisher.body, page: "homepage") + [
                ("type", .text(publisher.type)), ("note", .text(publisher.note)),
                ("trustedDataHolder", .flag(publisher.isTrusted)),
            ])
    }

    private var overall: JSONValue {
        let period = months.map { months -> JSONValue in
            .object([("from", .text(months.first)), ("to", .text(months.last))])
        }
        return .object([
            ("tables", .count(convention.tables.count)), ("rows", rows.map { .count($0) } ?? .optional(String?.none)),
            ("bytes", .count(bytes)), ("period", period ?? JSONValue(.null)), ("lastUpdate", .optional(lastUpdate)),
            ("drops", .count(figures.drops)), ("lastDrop", .optional(figures.lastDrop)),
        ])
    }

    private func table(_ table: ConventionTable) -> JSONValue {
        let figures = stated[table.name]
        // Where there are few, the number is not stated, but that there are some.
        let rows: JSONValue = figures?.rows.map { .count($0) } ?? .text("<\(floor.value)")
        return .object([
            ("name", .text(table.name)), ("title", .text(table.title)), ("rows", rows),
            ("bytes", .count(figures?.bytes ?? 0)),
            ("lastUpdate", .optional(self.figures.tables[table.name]?.lastUpdate)),
            (
                "columns",
                .list(
                    columns(table).map { column in
                        .object([
                            ("name", .text(column.name)), ("type", .text(column.type)),
                            ("description", .text(column.meaning)),
                            ("completenessPercent", Self.number(column.completeness)),
                        ])
                    })
            ),
        ])
    }

    private static func attached(_ sample: CardSample) -> JSONValue {
        .object([
            ("table", .text(sample.table)), ("file", .text(sample.name)), ("type", .text(sample.type)),
            ("bytes", .count(sample.bytes.count)), ("sha256", .text(sample.sha256)),
        ])
    }

    private static func members(_ body: DatasetDescription.Body, page: String) -> [(String, JSONValue)] {
        [("name", .text(body.name)), (page, .text(body.homepage)), ("email", .text(body.email))]
    }

    private static func body(_ body: DatasetDescription.Body, page: String) -> JSONValue {
        .object(members(body, page: page))
    }

    private static func list(_ texts: [String]) -> JSONValue { .list(texts.map { .text($0) }) }
    private static func number(_ value: Int?) -> JSONValue { value.map { .count($0) } ?? JSONValue(.null) }
}
