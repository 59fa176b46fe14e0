internal import Convention
internal import Support

/// The tables of a base and its samples as distributions: the first can be asked for, the second fetched.
extension BaseCard {
    /// Words of CSV on the Web for the types of Delta (W3C Metadata Vocabulary for Tabular Data §5.11).
    private static let datatypes = [
        "boolean": "boolean", "byte": "byte", "short": "short", "integer": "int", "long": "long", "double": "double",
        "date": "date", "timestamp": "dateTime", "string": "string", "binary": "base64Binary",
    ]

    /// A table, with its columns once it is there.
    func distribution(_ table: ConventionTable) -> JSONValue {
        let figures = stated[table.name]
        let update = self.figures.tables[table.name]?.lastUpdate
        return LinkedData.node(
            "dcat:Distribution", id: "\(uri)#table-\(table.name)",
            [
                ("dct:title", LinkedData.text(table.title, convention.producer.language)),
                ("dcat:accessURL", LinkedData.link(accessURL)),
                ("dcatap:applicableLegislation", .list(description.applicableLegislation.map(LinkedData.link))),
                ("dcat:byteSize", LinkedData.count(figures?.bytes ?? 0)), ("dct:format", format("PARQUET")),
                ("dct:rights", rights), ("dct:license", description.licence.map(LinkedData.link)),
                ("dct:modified", update.map { LinkedData.typed($0.iso8601(fraction: 0), "dateTime") }),
                ("csvw:table", tabular(table)),
            ])
    }

    /// A sample that lies beside the card.
    func sample(_ sample: CardSample) -> JSONValue {
        let address = "\(uri)/\(sample.name)"
        let checksum = LinkedData.node(
            "spdx:Checksum",
            [
                ("spdx:algorithm", LinkedData.link("spdx:checksumAlgorithm_sha256")),
                ("spdx:checksumValue", LinkedData.typed(sample.sha256, "hexBinary")),
            ])
        return LinkedData.node(
            "dcat:Distribution", id: "\(uri)#sample-\(sample.table)",
            [
                (
                    "dct:title",
                    LinkedData.text(Self.sampleTitle[convention.producer.language] ?? "", convention.producer.language)
                ),
                ("dcat:accessURL", LinkedData.link(address)), ("dcat:downloadURL", LinkedData.link(address)),
                ("dcatap:applicableLegislation", .list(description.applicableLegislation.map(LinkedData.link))),
                ("dcat:byteSize", LinkedData.count(sample.bytes.count)), ("dct:format", format(sample.type)),
                ("dct:rights", rights), ("spdx:checksum", checksum),
            ])
    }

    private static let sampleTitle: [Language: String] = [
        .french: "Échantillon synthétique : enregistrements fictifs, qui ne concernent personne",
        .english: "Synthetic sample: made-up records of nobody",
    ]

    private var rights: JSONValue {
        LinkedData.node(
            "dct:RightsStatement",
            [("rdfs:label", LinkedData.text(description.rights, convention.producer.language))])
    }

    private func format(_ type: String) -> JSONValue? {
        CardVocabulary.fileTypes.uri(of: type, portal: catalogue.vocabulary).map(LinkedData.link)
    }

    private func tabular(_ table: ConventionTable) -> JSONValue? {
        let columns = columns(table)
        guard !columns.isEmpty else { return nil }
        return LinkedData.node(
            "csvw:Table", id: "\(uri)#columns-\(table.name)",
            [
                ("dct:title", LinkedData.text(table.title, convention.producer.language)),
                ("csvw:column", .list(columns.map(column))),
            ])
    }

    private func column(_ column: CardColumn) -> JSONValue {
        let measurement = column.completeness.map { percent in
            LinkedData.node(
                "dqv:QualityMeasurement",
                [
                    ("dqv:isMeasurementOf", LinkedData.link(HealthCatalogue.completeness(catalogue))),
                    ("dqv:value", LinkedData.typed(percent, "integer")),
                ])
        }
        let datatype = Self.datatypes[column.type] ?? (column.type.hasPrefix("decimal(") ? "decimal" : "string")
        return LinkedData.node(
            "csvw:Column",
            [
                ("csvw:name", .text(column.name)), ("csvw:titles", .text(column.name)),
                ("csvw:datatype", .text(datatype)),
                (
                    "dct:description",
                    column.meaning.isEmpty ? nil : LinkedData.text(column.meaning, convention.producer.language)
                ),
                ("dqv:hasQualityMeasurement", measurement),
            ])
    }
}
