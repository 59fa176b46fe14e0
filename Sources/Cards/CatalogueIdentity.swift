/// What the public catalogue is called, and where it will stand: settings of the gateway.
package struct CatalogueIdentity: Sendable, Equatable {
    /// URI of the catalogue, without a slash at its end; the URIs of its bases stand below it and must stay the same for ever.
    package var uri: String
    package var title: String
    package var summary: String
    /// Name of the body that publishes the catalogue.
    package var publisher: String
    /// Root of the lists of the European health data portal (``CardVocabulary/Root/healthPortal(_:)``).
    package var vocabulary: String

    /// A catalogue at `uri`.
    package init(uri: String, title: String, summary: String, publisher: String, vocabulary: String) {
        self.uri = Self.withoutSlash(uri)
        self.title = title
        self.summary = summary
        self.publisher = publisher
        self.vocabulary = Self.withoutSlash(vocabulary)
    }

    private static func withoutSlash(_ text: String) -> String {
        String(text.reversed().drop { $0 == "/" }.reversed())
    }
}
