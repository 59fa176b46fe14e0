internal import Support

/// Pieces of JSON-LD (W3C JSON-LD 1.1): a term is a prefix and a name, never more, so that nothing has to be fetched to read it.
enum LinkedData {
    /// The namespaces of HealthDCAT-AP, inline in every document.
    static let context: JSONValue = [
        "adms": "http://www.w3.org/ns/adms#", "csvw": "http://www.w3.org/ns/csvw#",
        "dcat": "http://www.w3.org/ns/dcat#", "dcatap": "http://data.europa.eu/r5r/",
        "dct": "http://purl.org/dc/terms/", "dpv": "https://w3id.org/dpv#", "dqv": "http://www.w3.org/ns/dqv#",
        "foaf": "http://xmlns.com/foaf/0.1/", "healthdcatap": "http://healthdataportal.eu/ns/health#",
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#", "skos": "http://www.w3.org/2004/02/skos/core#",
        "spdx": "http://spdx.org/rdf/terms#", "vcard": "http://www.w3.org/2006/vcard/ns#",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
    ]

    /// Something that is named by a URI.
    static func link(_ uri: String) -> JSONValue { .object([("@id", .text(uri))]) }

    /// An address for mail as a link.
    static func mail(_ address: String) -> JSONValue { link("mailto:" + address) }

    /// A value of a type of XML Schema.
    static func typed(_ value: some CustomStringConvertible, _ type: String) -> JSONValue {
        .object([("@value", .text(value)), ("@type", .text("xsd:" + type))])
    }

    /// A count.
    static func count(_ value: some BinaryInteger) -> JSONValue { typed(String(value), "nonNegativeInteger") }

    /// A text in a language.
    static func text(_ text: String, _ language: Language) -> JSONValue {
        .object([("@value", .text(text)), ("@language", .text(language.rawValue))])
    }

    /// A thing of `type`, described where it is named.
    static func node(_ type: String, id: String? = nil, _ members: [(String, JSONValue?)]) -> JSONValue {
        var all: [(String, JSONValue)] = [("@type", .text(type))]
        if let id { all.insert(("@id", .text(id)), at: 0) }
        return .object(all + present(members))
    }

    /// Those of `members` that have something to say: no value, and no empty list, is no statement.
    static func present(_ members: [(String, JSONValue?)]) -> [(String, JSONValue)] {
        members.compactMap { name, value in
            guard let value, value.array.map({ !$0.isEmpty }) ?? true else { return nil }
            return (name, value)
        }
    }
}
