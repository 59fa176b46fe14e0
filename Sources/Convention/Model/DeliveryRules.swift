/// How the files of one delivery are tied together: by a manifest, and by the time that it may take to send them.
package struct DeliveryRules: Sendable, Equatable {
    /// Hours that an incomplete delivery waits where the convention does not say.
    package static let standardWaitHours = 72

    /// File name pattern of manifests (PCRE2, whole name, envelope suffix included).
    package var manifestPattern: String
    /// A name that fits the pattern, for people.
    package var manifestExample: String
    /// Hours that a manifest waits for its files, and a file for its manifest.
    package var waitHours: Int
    /// Tables whose file a delivery may lack.
    package var optionalTables: [String]

    /// Deliveries whose manifests are called like `manifestExample`.
    package init(
        manifestPattern: String, manifestExample: String, waitHours: Int = standardWaitHours,
        optionalTables: [String] = []
    ) {
        self.manifestPattern = manifestPattern
        self.manifestExample = manifestExample
        self.waitHours = waitHours
        self.optionalTables = optionalTables
    }
}

extension ConventionTable {
    /// Whether the table has files that are uploaded one by one: those that a manifest may name.
    package var hasOwnFile: Bool { partOf == nil && entry == nil }
}
