internal import Convention
internal import Support

/// The settings of a home, from `ecluse.json5`.
package struct Configuration: Sendable, Equatable {
    /// Longest configuration file.
    package static let maximumBytes = 1 << 20

    package var listenAddress: String
    package var listenPort: Int
    package var publicName: String
    package var connections: Int
    package var connectionsPerAddress: Int
    package var connectionsPerSecond: Int
    package var unauthenticated: Int
    package var penaltySeconds: Int
    /// Networks in CIDR notation.
    package var penaltyExempt: [String]
    package var allowUnconfined: Bool
    package var loginAttempts: Int
    package var freeDiskBytes: UInt64
    package var loginSeconds: Int
    package var idleSeconds: Int
    package var sessionSeconds: Int
    /// Minutes that a drop waits for the signature beside it, and a signature for its drop.
    package var signatureMinutes: Int
    /// Days without a byte after which an unfinished upload is given up.
    package var unfinishedDays: Int
    /// Threads for one drop; 0 for one a core.
    package var workers: Int
    package var errorLines: Int
    /// Times that a drop may end the ingester before it waits in quarantine.
    package var crashesPerDrop: Int
    package var smallCountFloor: Int
    /// URI of the published catalogue.
    package var catalogueURI: String
    package var catalogueTitle: String
    package var catalogueSummary: String
    package var cataloguePublisher: String
    /// Root of the lists of HealthDCAT-AP.
    package var catalogueVocabulary: String
    package var allowUnsignedConventions: Bool
    package var demo: Bool

    /// Every setting at its default.
    package init() { self.init(JSONValue(.object([]))) }

    /// Reads the text of a configuration file.
    package static func parse(_ text: [UInt8]) throws(HomeFault) -> Configuration {
        let value: JSONValue
        do throws(JSONFault) {
            value = try JSONParser.parse(text, .json5)
        } catch {
            throw .configuration([
                Problem(file: HomeLayout.configurationName, place: error.place, pointer: "", code: error.code)
            ])
        }
        let problems = FormatChecker.check(value, Settings.rule, file: HomeLayout.configurationName)
        guard problems.isEmpty else { throw .configuration(problems) }
        return Configuration(value)
    }

    private init(_ value: JSONValue) {
        let settings = Values(value)
        listenAddress = settings.text("listen", "address")
        listenPort = settings.integer("listen", "port")
        publicName = settings.text("listen", "publicName")
        connections = settings.integer("limits", "connections")
        connectionsPerAddress = settings.integer("limits", "connectionsPerAddress")
        connectionsPerSecond = settings.integer("limits", "connectionsPerSecond")
        unauthenticated = settings.integer("limits", "unauthenticated")
        penaltySeconds = settings.integer("limits", "penaltySeconds")
        penaltyExempt = settings.texts("limits", "penaltyExempt")
        allowUnconfined = settings.flag("confinement", "allowWithout")
        loginAttempts = settings.integer("limits", "loginAttempts")
        freeDiskBytes = UInt64(settings.integer("limits", "freeDiskBytes"))
        loginSeconds = settings.integer("deadlines", "loginSeconds")
        idleSeconds = settings.integer("deadlines", "idleSeconds")
        sessionSeconds = settings.integer("deadlines", "sessionSeconds")
        signatureMinutes = settings.integer("ingestion", "signatureMinutes")
        unfinishedDays = settings.integer("uploads", "unfinishedDays")
        workers = settings.integer("ingestion", "workers")
        errorLines = settings.integer("ingestion", "errorLines")
        crashesPerDrop = settings.integer("ingestion", "crashesPerDrop")
        smallCountFloor = settings.integer("privacy", "smallCountFloor")
        catalogueURI = settings.text("catalogue", "uri")
        catalogueTitle = settings.text("catalogue", "title")
        catalogueSummary = settings.text("catalogue", "summary")
        cataloguePublisher = settings.text("catalogue", "publisher")
        catalogueVocabulary = settings.text("catalogue", "vocabulary")
        allowUnsignedConventions = settings.flag("conventions", "allowUnsigned")
        demo = settings.flag("operators", "demo")
    }
}

/// Values of a checked file, or the table's defaults.
private struct Values {
    private let root: JSONValue

    init(_ root: JSONValue) { self.root = root }

    private func value(_ section: String, _ name: String) -> JSONValue? {
        root[section]?[name] ?? Settings.all.first { $0.section == section && $0.name == name }?.fallback
    }

    func text(_ section: String, _ name: String) -> String { value(section, name)?.string ?? "" }
    func texts(_ section: String, _ name: String) -> [String] {
        value(section, name)?.array?.compactMap(\.string) ?? []
    }
    func integer(_ section: String, _ name: String) -> Int {
        value(section, name)?.integer.flatMap { Int(exactly: $0) } ?? 0
    }
    func flag(_ section: String, _ name: String) -> Bool { value(section, name)?.boolean ?? false }
}
