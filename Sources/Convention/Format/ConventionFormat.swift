internal import Containers
internal import Envelope
internal import Records
internal import Support

/// The members of `convention.json`.
package enum ConventionFormat {
    private static let nonNegative = Int64(0)...Int64.max
    private static let positive = Int64(1)...Int64.max

    package static let producer = ObjectRule(
        "producer", "The body that sends.",
        [
            MemberRule("name", .text(.any), "Its name.", #""Direction générale de la santé""#),
            MemberRule(
                "language", .text(.choice(Language.allCases.map(\.rawValue))), "Language of receipts and guides.",
                #""fr""#),
        ])

    package static let limits = ObjectRule(
        "limits", "Limits of an account.",
        [
            MemberRule("dropBytes", .integer(positive), default: "64 GiB", "Bytes of one drop.", "1073741824"),
            MemberRule(
                "storedBytes", .integer(positive), default: "256 GiB", "Bytes waiting, unfinished uploads included.",
                "…"),
            MemberRule(
                "files", .integer(1...1_000_000), default: "1000", "Files waiting, unfinished uploads included.", "100"),
            MemberRule("sessions", .integer(1...1000), default: "8", "Sessions at once.", "4"),
            MemberRule(
                "rateBytesPerSecond", .integer(slowestRate...Int64.max), default: "no limit",
                "Bytes a second, over all sessions together.", "10000000"),
        ])

    /// Slowest rate that can be agreed on: one request of a client then takes seconds, not minutes.
    private static let slowestRate = Int64(64 << 10)

    package static let account = ObjectRule(
        "account", "An SFTP account of the producer.",
        [
            MemberRule("name", .text(.identifier), "Login name; no other convention has it.", #""sidep-test""#),
            MemberRule(
                "publicKeys", .list(.text(.any), minimum: 1), "OpenSSH public keys, one a text.",
                #"["ssh-ed25519 AAAA… name"]"#),
            MemberRule(
                "networks", .list(.text(.any), minimum: 0), default: "any", "CIDR networks of the VPN.",
                #"["192.0.2.0/24"]"#),
            MemberRule("limits", .object(limits), default: "see there", "Limits.", "{}"),
        ])

    package static let calendar = ObjectRule(
        "calendar", "When drops are due.",
        [
            MemberRule(
                "period", .text(.choice(DropCalendar.Period.allCases.map(\.rawValue))), "How often.", #""daily""#),
            MemberRule(
                "day", .integer(1...28), default: "1", "Weekly: day of the week, Monday 1; longer: day of the month.",
                "10"),
            MemberRule("month", .integer(1...12), default: "1", "Yearly: the month.", "3"),
            MemberRule("due", .text(.time), default: "`00:00`", "Local time of the day.", #""08:00""#),
            MemberRule(
                "timeZone", .text(.choice(TimeZoneRules.all.map(\.name))), "Zone of the time.", #""Europe/Paris""#),
            MemberRule("graceHours", .integer(0...8784), default: "0", "Hours after which a drop is missing.", "24"),
        ])

    package static let signer = ObjectRule(
        "signer", "Somebody who may sign drops: one of these members.",
        [
            MemberRule(
                "ssh", .text(.any), default: "none", "An SSH public key, for a signature beside the drop.",
                #""ssh-ed25519 AAAA… name""#),
            MemberRule(
                "until", .text(.date), default: "no end",
                "Last day on which the SSH key signs; the others say it themselves.",
                #""2027-12-31""#),
            MemberRule(
                "certificate", .text(.any), default: "none",
                "File of this folder with a certificate (PEM), for a signature inside CMS.", #""signer.pem""#),
            MemberRule(
                "authority", .text(.any), default: "none",
                "File with the certificate (PEM) of an authority: every signing certificate that it issued signs.",
                #""authority.pem""#),
            MemberRule(
                "openpgp", .text(.any), default: "none",
                "File with an OpenPGP public key, for a signature inside OpenPGP.", #""signer.asc""#),
        ])

    package static let signature = ObjectRule(
        "signature", "Who signs drops. A signature that is there must be by one of the signers.",
        [
            MemberRule("required", .boolean, "Whether a drop without a signature is refused.", "true"),
            MemberRule("signers", .list(.object(signer), minimum: 1), "Who may sign.", "[…]"),
            MemberRule(
                "revocations", .list(.text(.any), minimum: 1), default: "none",
                "Files of this folder with lists of revoked certificates (PEM or DER), for signatures inside CMS.",
                #"["authority.crl"]"#),
            MemberRule(
                "outdatedRevocations", .text(.choice(["refuse", "warn"])), default: "`refuse`",
                "What becomes of a drop whose signer only lists that should have been replaced are about.",
                #""warn""#),
        ])

    package static let drops = ObjectRule(
        "drops", "How drops are sealed and signed.",
        [
            MemberRule(
                "envelopes", .list(.text(.choice(EnvelopeFormat.allCases.map(\.rawValue))), minimum: 1),
                "Envelopes taken.", #"["age"]"#),
            MemberRule("signature", .object(signature), default: "none looked for", "Who signs drops.", "{…}"),
            MemberRule(
                "unpacking", .object(unpacking), default: "see there", "How much compressed drops may hold.", "{…}"),
        ])

    private static let unpackingDefaults = ContainerLimits()

    package static let unpacking = ObjectRule(
        "unpacking",
        "How much compressed files and archives may hold. No entry's name is longer than \(unpackingDefaults.nameLength) "
            + "bytes; an archive has one file for each of its tables.",
        [
            MemberRule(
                "totalBytes", .integer(positive), default: "\(unpackingDefaults.totalBytes >> 30) GiB",
                "Bytes of everything in a drop, decompressed.", "10737418240"),
            MemberRule(
                "ratio", .integer(1...100_000), default: "\(unpackingDefaults.ratio)",
                "Times that the content may be larger than the file, judged above "
                    + "\(ContainerLimits.ratioFloor >> 20) MiB of content.", "50"),
        ])

    private static let namePattern = MemberRule(
        "namePattern", .text(.any), "Regular expression (PCRE2) of the whole file name, `.age` included.",
        #""SIDEP_\\d{8}\\.csv\\.age""#)
    private static let nameExample = MemberRule(
        "nameExample", .text(.any), "A name that fits it; the guide shows it.", #""SIDEP_20260115.csv.age""#)
    private static let csvDialect = MemberRule(
        "dialect", .object(FileFormat.dialect), default: "see there", "How the file is written.", "{}")

    /// A member that a table with a file of its own must have.
    private static func ofFile(_ member: MemberRule) -> MemberRule {
        MemberRule(
            member.name, member.kind, default: "**required**, but not with `partOf` or `entryPattern`", member.summary,
            member.example)
    }

    package static let oppositions = ObjectRule(
        "oppositions", "Opposition updates: files that add and withdraw oppositions.",
        [
            namePattern, nameExample, csvDialect,
            MemberRule("identifierField", .text(.any), "Column of the person's identifier.", #""pseudo_patient""#),
            MemberRule("actionField", .text(.any), "Column of `add` or `withdraw`.", #""action""#),
            MemberRule("dateField", .text(.any), "Column of the day of effect, `YYYY-MM-DD`.", #""date_effet""#),
            MemberRule(
                "scopeField", .text(.any), default: "this base", "Column of the scope: empty for this base, or `all`.",
                #""portee""#),
        ])

    package static let archive = ObjectRule(
        "archive",
        "Drops that are archives: one plain file for each table that has an `entryPattern`, and nothing else.",
        [
            MemberRule(
                "format", .text(.choice(ArchiveFormat.allCases.map(\.rawValue))), "What the archive is.", #""zip""#),
            namePattern, nameExample,
            MemberRule(
                "manifestEntry", .text(.any), default: "no manifest",
                "Whole name of the one more entry that is a *manifest* of the others.", #""manifest.json""#),
        ])

    package static let delivery = ObjectRule(
        "delivery",
        "Several files, each a drop of its own, that a manifest ties together: they are ingested in one go, or not at all.",
        [
            MemberRule(
                "manifestPattern", .text(.any),
                "Regular expression (PCRE2) of the whole name of a manifest, `.age` included.",
                #""MANIFEST_\\d{6}\\.json\\.age""#),
            MemberRule(
                "manifestExample", .text(.any), "A name that fits it; the guide shows it.",
                #""MANIFEST_202601.json.age""#),
            MemberRule(
                "waitHours", .integer(1...8784), default: "\(DeliveryRules.standardWaitHours)",
                "Hours that a manifest waits for its files, and a file for its manifest.", "24"),
            MemberRule(
                "optionalTables", .list(.text(.tableName), minimum: 0), default: "none",
                "Tables whose file a delivery may lack.", #"["death"]"#),
        ])

    package static let table = ObjectRule(
        "table", "A table; its schema is in `<name>.schema.json`.",
        [
            MemberRule("name", .text(.tableName), "Name in the catalogue.", #""test""#),
            MemberRule("title", .text(.any), "Name for people.", #""Tests""#),
            ofFile(namePattern), ofFile(nameExample),
            MemberRule(
                "compression", .text(.choice(FileCompression.allCases.map(\.rawValue))), default: "`none`",
                "How the file is compressed inside its envelope.", #""gzip""#),
            MemberRule(
                "entryPattern", .text(.any), default: "not in the archive",
                "Regular expression (PCRE2) of the whole name of its file in the archive, folders with `/`; in place of "
                    + "`namePattern`.", #""mco/visits\\.csv""#),
            MemberRule(
                "entryExample", .text(.any), default: "not in the archive", "A name that fits it; the guide shows it.",
                #""mco/visits.csv""#),
            MemberRule(
                "partOf", .text(.tableName), default: "a file of its own",
                "Table whose file gives the rows of this one too: what repeats inside its records.", #""passage""#),
            MemberRule(
                "format", .variant(tag: "kind", FileFormat.kinds), default: "`{\"kind\": \"csv\"}`",
                "How the file is written: \(FileFormat.kinds.map { "`\($0.name)`" }.joined(separator: ", ")), each described below where it has members.",
                #"{"kind": "jsonl"}"#),
            csvDialect,
            MemberRule(
                "loadMode", .text(.choice(ConventionTable.LoadMode.allCases.map(\.rawValue))),
                "What a drop does to the table: adds rows, takes the place of those of some days or of whole groups, or of all.",
                #""append""#),
            MemberRule(
                "replaces", .object(ReplacementFormat.replaces), default: "as the table that it is part of",
                "Which rows go, with `replaceWindow` and `cumulativeReplace`.",
                #"{"same": ["finess"], "field": "entree"}"#),
            MemberRule(
                "sortedBy", .list(.text(.any), minimum: 0), default: "as they come",
                "Fields by whose columns in the catalogue rows are sorted, within each row group of a data file.",
                #"["pseudo_patient"]"#),
        ])

    package static let person = ObjectRule(
        "person", "Whom a row is about, and what an opposition does.",
        [
            MemberRule("domain", .text(.identifier), "Pseudonym domain of persons.", #""sidep-person""#),
            MemberRule(
                "fields", .map(.text(.any)), "Table → field of the person's identifier.", #"{"test": "pseudo_patient"}"#
            ),
            MemberRule(
                "none", .list(.text(.tableName), minimum: 0), default: "none",
                "Tables that are about nobody, so that no opposition applies to them.", #"["concept"]"#),
            MemberRule(
                "effect", .text(.choice(PersonRules.Effect.allCases.map(\.rawValue))),
                "On rows already in the catalogue: left out of extractions, or purged.", #""extraction""#),
        ])

    /// The file.
    package static let convention = ObjectRule(
        "convention", "The agreement: `convention.json`.",
        [
            MemberRule("id", .text(.identifier), "Identifier.", #""sidep""#),
            MemberRule("version", .integer(1...1_000_000), "Version; a change makes a new one.", "1"),
            MemberRule("validFrom", .text(.date), "First day on which it judges drops.", #""2026-01-01""#),
            MemberRule("validUntil", .text(.date), default: "no end", "Last day.", #""2027-12-31""#),
            MemberRule("producer", .object(producer), "The body that sends.", "{…}"),
            MemberRule("card", .object(CardFormat.card), "Catalogue card.", "{…}"),
            MemberRule("accounts", .list(.object(account), minimum: 1), "SFTP accounts.", "[…]"),
            MemberRule("calendar", .object(calendar), "When drops are due.", "{…}"),
            MemberRule("drops", .object(drops), "How drops are sealed and signed.", "{…}"),
            MemberRule("oppositions", .object(oppositions), default: "none taken", "Opposition updates.", "{…}"),
            MemberRule(
                "archive", .object(archive), default: "each table has files of its own",
                "Drops that are archives of several tables.", "{…}"),
            MemberRule(
                "delivery", .object(delivery), default: "each drop stands for itself",
                "Files that come together, tied by a manifest.", "{…}"),
            MemberRule("tables", .list(.object(table), minimum: 1), "The tables.", "[…]"),
            MemberRule("tolerance", .number(0...1), "Share of rejected records above which a drop is refused.", "0.01"),
            MemberRule("person", .object(person), default: "no person", "Whom a row is about.", "{…}"),
            MemberRule("retentionYears", .integer(0...20), "Years that sealed originals are kept.", "2"),
        ])

    /// Every object of a convention folder, in the order of the documentation.
    package static let all: [ObjectRule] =
        [convention, producer] + CardFormat.all
        + [account, limits, calendar, drops, unpacking, signature, signer, oppositions, archive, delivery, table]
        + ReplacementFormat.all
        + [person]
        + FileFormat.all
        + [
            SchemaFormat.schema, SchemaFormat.field, SchemaFormat.constraints, SchemaFormat.nomenclature,
            SchemaFormat.foreignKey,
        ] + [
            SchemaFormat.reference, SchemaFormat.rule,
        ]
}
