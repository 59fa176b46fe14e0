internal import Records
internal import Support
internal import Treatment

/// Turns the member `card` into a ``CatalogueCard``, and says what it lacks to be published.
struct CardReader {
    let node: Node
    let producer: ProducerIdentity
    let tables: [ConventionTable]

    func read() -> CatalogueCard {
        let missing = CardFormat.neededToPublish.filter { node[$0] == nil }
        if !missing.isEmpty {
            node.report(
                "convention.card-incomplete", ["members": missing.joined(separator: ", ")], severity: .warning)
        }
        return CatalogueCard(
            base: node.text("base") ?? "", title: node.text("title") ?? "", acronym: node.text("acronym") ?? "",
            urlName: node.text("urlName") ?? "", doi: node.text("doi"), reference: node.text("reference"),
            medicalDomain: node.text("medicalDomain") ?? "", keywords: node.texts("keywords"),
            summary: node.text("summary") ?? "", funding: node.text("funding"),
            scientificContact: node.text("scientificContact"), description: description(), missing: missing)
    }

    private func description() -> DatasetDescription? {
        let period = node["period"].flatMap(period)
        let (least, greatest) = (node.integer("minTypicalAge"), node.integer("maxTypicalAge"))
        if let least, let greatest, greatest < least { node["minTypicalAge"]?.report("convention.empty-range") }
        guard let publisher = node["publisher"], let contact = node["contact"], let hdab = node["hdab"],
            let purpose = node.text("purpose"), let provenance = node.text("provenance"),
            let rights = node.text("rights")
        else { return nil }
        let (categories, themes) = (node.texts("healthCategories"), node.texts("healthThemes"))
        guard !categories.isEmpty, !themes.isEmpty else { return nil }
        let holder = body(publisher, "homepage", name: producer.name)
        return DatasetDescription(
            publisher: .init(
                body: holder, type: publisher.text("type") ?? "", note: publisher.text("note") ?? "",
                isTrusted: publisher["trustedDataHolder"]?.value.boolean ?? false),
            contact: body(contact, "url", name: holder.name), hdab: body(hdab, "homepage", name: ""),
            healthCategories: categories, healthThemes: themes, purpose: purpose, provenance: provenance,
            rights: rights, applicableLegislation: texts("applicableLegislation", default: [CardFormat.regulation]),
            accessRights: node.text("accessRights") ?? "NON_PUBLIC", type: node.text("type") ?? "PERSONAL_DATA",
            legalBasis: node.texts("legalBasis"), personalData: node.texts("personalData"),
            codingSystems: node.texts("codingSystems"), populationCoverage: node.text("populationCoverage"),
            minTypicalAge: least, maxTypicalAge: greatest, spatial: texts("spatial", default: ["FRA"]),
            languages: texts("languages", default: [producer.language == .french ? "FRA" : "ENG"]),
            licence: node.text("licence"), accessURL: node.text("accessUrl"), period: period)
    }

    private func texts(_ name: String, default fallback: [String]) -> [String] {
        node[name] == nil ? fallback : node.texts(name)
    }

    private func body(_ node: Node, _ page: String, name: String) -> DatasetDescription.Body {
        .init(name: node.text("name") ?? name, homepage: node.text(page) ?? "", email: node.text("email") ?? "")
    }

    /// The column of the period must be there, and its values must still be days or moments.
    private func period(_ node: Node) -> DatasetDescription.Period? {
        let (tableName, fieldName) = (node.text("table") ?? "", node.text("field") ?? "")
        guard let table = tables.first(where: { $0.name == tableName }) else {
            node["table"]?.report("convention.unknown-table", ["table": tableName])
            return nil
        }
        guard !table.schema.fields.isEmpty, table.treatments.count == table.schema.fields.count else { return nil }
        guard let index = table.schema.fields.firstIndex(where: { $0.name == fieldName }) else {
            let suggestion = Spelling.suggestion(for: fieldName, among: table.schema.fields.map(\.name)) ?? "—"
            node["field"]?.report("convention.unknown-field", ["field": fieldName, "suggestion": suggestion])
            return nil
        }
        guard table.schema.fields[index].type.isOfDays, CardReader.keepsDays(table.treatments[index]) else {
            node["field"]?.report("convention.card-period", ["field": fieldName])
            return nil
        }
        return .init(table: tableName, column: table.outputName(at: index))
    }

    private static func keepsDays(_ treatment: FieldTreatment) -> Bool {
        switch treatment {
        case .keep, .toHour, .toDate, .toMonth, .toYear: true
        default: false
        }
    }
}

extension FieldType {
    /// Whether values are days or moments in the catalogue.
    fileprivate var isOfDays: Bool {
        switch self {
        case .date, .datetime, .yearmonth: true
        default: false
        }
    }
}
