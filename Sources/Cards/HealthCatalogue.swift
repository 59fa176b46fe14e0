internal import Convention
package import Support

/// The catalogue itself in HealthDCAT-AP: a list of the bases whose cards lie beside it.
package enum HealthCatalogue {
    /// The measure of how complete columns are (W3C Data Quality Vocabulary): percent of the rows with a value.
    static func completeness(_ catalogue: CatalogueIdentity) -> String { catalogue.uri + "/#completeness" }

    /// The document, as JSON-LD; the bases are described in documents of their own.
    package static func linkedData(_ catalogue: CatalogueIdentity, _ cards: [BaseCard]) -> JSONValue {
        let modified = cards.compactMap(\.lastUpdate).max()
        let metric = LinkedData.node(
            "dqv:Metric", id: completeness(catalogue),
            [
                (
                    "skos:definition",
                    LinkedData.text(
                        "Percent of the rows of a table that have a value in a column, rounded down.", .english)
                ),
                ("dqv:expectedDataType", LinkedData.link("xsd:integer")),
            ])
        let members = LinkedData.present([
            ("dct:title", .text(catalogue.title)), ("dct:description", .text(catalogue.summary)),
            (
                "dct:publisher",
                LinkedData.node(
                    "foaf:Agent", id: catalogue.uri + "/#publisher", [("foaf:name", .text(catalogue.publisher))])
            ),
            ("dcatap:applicableLegislation", .list([LinkedData.link(CardFormat.regulation)])),
            ("dct:modified", modified.map { LinkedData.typed($0.iso8601(fraction: 0), "dateTime") }),
            ("dcat:dataset", .list(cards.map { LinkedData.link($0.uri) })),
        ])
        let described = LinkedData.node("dcat:Catalog", id: catalogue.uri + "/", members.map { ($0.0, Optional($0.1)) })
        return .object([("@context", LinkedData.context), ("@graph", .list([described, metric]))])
    }
}
