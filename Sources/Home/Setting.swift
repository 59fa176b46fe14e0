internal import Convention
package import Support

/// One setting of `ecluse.json5`: the table of them drives reading, checking and the commented file that `init` writes.
struct Setting: Sendable {
    let section: String
    let name: String
    let kind: ValueKind
    let fallback: JSONValue
    let summary: String

    init(_ section: String, _ name: String, _ kind: ValueKind, _ fallback: JSONValue, _ summary: String) {
        self.section = section
        self.name = name
        self.kind = kind
        self.fallback = fallback
        self.summary = summary
    }
}

/// Every setting with its default.
package enum Settings {
    private static let seconds = Int64(1)...86_400
    private static let bytes = Int64(0)...Int64.max

    /// Sections in the order of the file.
    static let sections: [(name: String, summary: String)] = [
        ("listen", "Where the receiver listens, and under what name producers reach it."),
        ("limits", "What one client, or all of them, may hold."),
        ("deadlines", "How long a client may take."),
        ("confinement", "What holds a session's processes."),
        ("uploads", "What becomes of uploads."),
        ("ingestion", "How drops are worked on."),
        ("privacy", "What figures may show."),
        ("catalogue", "What `ecluse catalogue publish` says of the catalogue."),
        ("conventions", "Which conventions are taken."),
        ("operators", "Who runs the gateway, and what for."),
    ]

    static let all: [Setting] = [
        Setting("listen", "address", .text(.any), "0.0.0.0", "Address to listen on."),
        Setting("listen", "port", .integer(0...65_535), 2222, "TCP port; 0 lets the system choose one."),
        Setting("listen", "publicName", .text(.any), "localhost", "Host name that guides show to producers."),
        Setting("limits", "connections", .integer(1...10_000), 200, "Connections at once."),
        Setting("limits", "connectionsPerAddress", .integer(1...10_000), 16, "Connections at once from one address."),
        Setting(
            "limits", "connectionsPerSecond", .integer(1...1000), 10,
            "Connections of one address that are served in a second; faster ones wait."),
        Setting(
            "limits", "unauthenticated", .integer(2...10_000), 64,
            "Connections that have not logged in; from half of it on, some are dropped at random."),
        Setting(
            "limits", "penaltySeconds", .integer(0...86_400), 600,
            "Longest time that an address is turned away after failed logins; 0 for never."),
        Setting(
            "limits", "penaltyExempt", .list(.text(.network), minimum: 0), [],
            "Networks (CIDR) that are never turned away for failed logins, such as a VPN concentrator."),
        Setting("limits", "loginAttempts", .integer(1...20), 4, "Keys that a client may try on one connection."),
        Setting(
            "limits", "freeDiskBytes", .integer(bytes), 1_073_741_824, "Uploads are refused below this much free disk."),
        Setting("deadlines", "loginSeconds", .integer(seconds), 30, "To log in."),
        Setting("deadlines", "idleSeconds", .integer(seconds), 600, "Without a byte from the client."),
        Setting("deadlines", "sessionSeconds", .integer(Int64(60)...604_800), 86_400, "Of one session in all."),
        Setting(
            "confinement", "allowWithout", .boolean, false,
            "Serve although the kernel cannot confine sessions (Landlock, seccomp)."),
        Setting(
            "uploads", "unfinishedDays", .integer(1...3650), 7,
            "Days without a byte after which an unfinished upload is removed, with a receipt."),
        Setting(
            "ingestion", "signatureMinutes", .integer(0...10_080), 60,
            "Minutes that a drop waits for the signature beside it, and a signature for its drop."),
        Setting("ingestion", "workers", .integer(0...256), 0, "Threads for one drop; 0 for one a core."),
        Setting(
            "ingestion", "errorLines", .integer(0...1000), 1000, "Lines of an error report for each rule and field."),
        Setting(
            "ingestion", "crashesPerDrop", .integer(1...1000), 3,
            "Times that a drop may end the ingester before it waits in quarantine."),
        Setting(
            "privacy", "smallCountFloor", .integer(0...1000), 11,
            "Counts of excluded persons below this are shown as `<n`."),
        Setting(
            "catalogue", "uri", .text(.url), "https://catalogue.example.org",
            "Where the published cards will stand: the beginning of every URI in them, never to change again."),
        Setting("catalogue", "title", .text(.any), "Health data catalogue", "Title of the catalogue."),
        Setting(
            "catalogue", "summary", .text(.any), "Bases that this gateway receives.", "What the catalogue holds."),
        Setting("catalogue", "publisher", .text(.any), "Health data hub", "The body that publishes it."),
        Setting(
            "catalogue", "vocabulary", .text(.url), "http://healthdataportal.eu/resource/authority",
            "Where the lists of HealthDCAT-AP (categories, themes, publishers) stand."),
        Setting(
            "conventions", "allowUnsigned", .boolean, false,
            "Take conventions without a signature of keys/convention-signers."),
        Setting(
            "operators", "demo", .boolean, false,
            "Example keys are taken, and only loopback is listened on. Never in a gateway that sees real data."),
    ]

    /// The rule that the file is checked by.
    static let rule = ObjectRule(
        HomeLayout.configurationName, "The configuration.",
        sections.map { section in
            let members = all.filter { $0.section == section.name }.map { setting in
                MemberRule(setting.name, setting.kind, default: JSONWriter.string(setting.fallback), setting.summary)
            }
            return MemberRule(
                section.name, .object(ObjectRule(section.name, section.summary, members)), default: "the defaults",
                section.summary)
        })

    /// A commented `ecluse.json5` with every setting at its default, but those of `changes` (by `section.name`).
    package static func file(changes: [String: JSONValue] = [:]) -> [UInt8] {
        var text = "// Configuration of Écluse. JSON5: comments and trailing commas are welcome.\n"
        text += "// Every setting is here; a commented one shows its default. An unknown one is refused.\n{\n"
        for section in sections {
            text += "    // \(section.summary)\n    \(section.name): {\n"
            for setting in all where setting.section == section.name {
                let change = changes["\(section.name).\(setting.name)"]
                let value = JSONWriter.string(change ?? setting.fallback)
                text +=
                    "        // \(setting.summary)\n        \(change == nil ? "// " : "")\(setting.name): \(value),\n"
            }
            text += "    },\n"
        }
        return Array((text + "}\n").utf8)
    }
}
