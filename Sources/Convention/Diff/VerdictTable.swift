/// What a change of each member of the format means: one row a member, and a test that none is missing.
enum VerdictTable {
    private static let naming = MemberVerdict.always(Effects(.naming))
    private static let layout = MemberVerdict.always(Effects(.layout))
    private static let wording = MemberVerdict.always(Effects(.wording, .wording))
    private static let nothing = MemberVerdict.always(.none)
    private static let sealing = MemberVerdict.always(Effects(.sealing))
    private static let calendar = MemberVerdict.always(Effects(.calendar))
    private static let values = MemberVerdict.always(Effects(.none, .values))
    private static let rows = MemberVerdict.always(Effects(.none, .rows))
    private static let missing = MemberVerdict.always(Effects(.narrower, .values))
    /// What tells an element of a list from the others: another one is another element.
    private static let key = MemberVerdict.always(Effects(.identity))

    /// By object of the format, then by member.
    static let members = [card, files, schema, treatments].reduce(agreement) { $0.merging($1) { own, _ in own } }

    /// What the object called `name` is about.
    static func subject(of name: String) -> MemberVerdict.Subject { schema[name] == nil ? .drops : .records }

    /// The verdict on the tag of a variant, by the member that holds it.
    static let tags: [String: MemberVerdict] = ["format": layout, "treatment": .treatmentKind]

    /// What it means that an element of a list, or an object that may be absent, comes or goes; where an object has no row, its
    /// members are compared with those of an empty one.
    ///
    /// A `field` hangs on the format of its file: ``ConventionDiff``.
    static let presence: [String: (added: Effects, removed: Effects)] = [
        "account": (Effects(.offer), Effects(.access)), "signature": (Effects(.sealing), Effects(.wider)),
        "signer": (Effects(.wider), Effects(.sealing)), "oppositions": (Effects(.offer), Effects(.withdrawal)),
        "archive": (Effects(.layout), Effects(.layout)), "delivery": (Effects(.layout), Effects(.layout)),
        "table": (Effects(.offer, .added), Effects(.withdrawal, .removed)),
        "person": (Effects(.none, .rows), Effects(.none, .rows)),
        "replaces": (Effects(.none, .rows), Effects(.none, .rows)),
        "window": (Effects(.none, .rows), Effects(.none, .rows)),
        "layout": (Effects(.wider), Effects(.narrower)), "place": (.none, .none),
        "tail group": (Effects(.layout), Effects(.layout)),
        "nomenclature": (Effects(.narrower), Effects(.wider, .wider)),
        "foreignKey": (Effects(.narrower), Effects(.wider, .wider)),
        "rule": (Effects(.narrower), Effects(.wider, .wider)),
    ]

    /// Members that tell the elements of a list from each other; where there are none the whole element does.
    static let keys: [String: [String]] = [
        "account": ["name"], "table": ["name"], "field": ["name"], "rule": ["name"], "place": ["name"],
        "tail group": ["name"], "layout": ["version"], "foreignKey": ["fields", "reference"],
    ]

    /// What is agreed on with the producer: `convention.json`.
    private static let agreement: [String: [String: MemberVerdict]] = [
        "convention": [
            "id": key, "version": .version, "validFrom": calendar, "validUntil": calendar, "producer": .members,
            "card": .members, "accounts": .members, "calendar": .members, "drops": .members, "oppositions": .members,
            "archive": .members, "delivery": .members, "tables": .members, "tolerance": .most, "person": .members,
            "retentionYears": nothing,
        ],
        "producer": ["name": wording, "language": wording],
        "account": ["name": key, "publicKeys": .allowances, "networks": .choices, "limits": .members],
        "limits": [
            "dropBytes": .most, "storedBytes": .most, "files": .most, "sessions": .most, "rateBytesPerSecond": .most,
        ],
        "calendar": [
            "period": calendar, "day": calendar, "month": calendar, "due": calendar, "timeZone": calendar,
            "graceHours": calendar,
        ],
        "drops": ["envelopes": .allowances, "signature": .members, "unpacking": .members],
        "unpacking": ["totalBytes": .most, "ratio": .most],
        "signature": [
            "required": .strict(absent: false), "signers": .members, "revocations": .demands,
            "outdatedRevocations": sealing,
        ],
        "signer": [
            "ssh": sealing, "until": sealing, "certificate": sealing, "authority": sealing, "openpgp": sealing,
        ],
        "oppositions": [
            "namePattern": naming, "nameExample": wording, "dialect": .members, "identifierField": layout,
            "actionField": layout, "dateField": layout, "scopeField": layout,
        ],
        "archive": [
            "format": layout, "namePattern": naming, "nameExample": wording, "manifestEntry": layout,
        ],
        "delivery": [
            "manifestPattern": naming, "manifestExample": wording, "waitHours": .most, "optionalTables": .allowances,
        ],
        "table": [
            "name": key, "title": wording, "namePattern": naming, "nameExample": wording, "compression": layout,
            "entryPattern": naming, "entryExample": wording, "partOf": layout, "format": .members, "dialect": .members,
            "loadMode": rows, "replaces": .members, "sortedBy": nothing,
        ],
        "replaces": ["same": rows, "field": rows, "window": .members],
        "window": ["table": rows, "from": rows, "to": rows],
        "person": ["domain": values, "fields": rows, "none": nothing, "effect": rows],
    ]

    /// What the public catalogue says of the base.
    private static let card: [String: [String: MemberVerdict]] = [
        "card": worded([
            "title", "acronym", "urlName", "doi", "reference", "medicalDomain", "keywords", "summary", "funding",
            "scientificContact", "healthCategories", "healthThemes", "purpose", "provenance", "rights",
            "applicableLegislation", "accessRights", "type", "legalBasis", "personalData", "codingSystems",
            "populationCoverage", "minTypicalAge", "maxTypicalAge", "spatial", "languages", "licence", "accessUrl",
        ]).merging([
            "base": .always(Effects(.none, .place)), "publisher": .members, "contact": .members, "hdab": .members,
            "period": .members,
        ]) { own, _ in own },
        "publisher": worded(["name", "homepage", "email", "type", "note", "trustedDataHolder"]),
        "contact": worded(["name", "url", "email"]), "hdab": worded(["name", "homepage", "email"]),
        "period": worded(["table", "field"]),
    ]

    /// Members that are texts for people.
    private static func worded(_ names: [String]) -> [String: MemberVerdict] {
        Dictionary(uniqueKeysWithValues: names.map { ($0, wording) })
    }

    /// How files are written.
    private static let files: [String: [String: MemberVerdict]] = [
        "dialect": [
            "delimiter": layout, "quoteChar": layout, "quote": layout, "doubleQuote": layout, "escapeChar": layout,
            "nullSequence": layout, "skipInitialSpace": layout, "header": layout,
            "caseSensitiveHeader": .strict(absent: true), "commentChar": layout, "lineTerminator": layout,
            "csvddfVersion": nothing, "encoding": layout,
        ],
        "csv": [:],
        "fixed": [
            "encoding": layout, "trim": values, "versionField": layout, "layouts": .members, "lineField": values,
        ],
        "group": ["group": layout, "ordinalField": values, "lineField": values],
        "jsonl": ["record": layout, "paths": layout, "ignored": .allowances, "required": .demands],
        "xml": [
            "encoding": layout, "record": layout, "paths": layout, "ignored": .allowances, "required": .demands,
        ],
        "layout": ["version": key, "length": layout, "fields": .members, "groups": .members],
        "place": ["name": key, "start": layout, "length": layout],
        "tail group": ["name": key, "count": layout, "length": layout, "fields": .members, "columns": .most],
    ]

    /// What a table's records must be.
    private static let schema: [String: [String: MemberVerdict]] = [
        "schema": [
            "$schema": nothing, "title": wording, "description": wording, "fields": .members,
            "missingValues": missing, "primaryKey": .demand, "primaryKeyAction": .action, "uniqueKeys": .demands,
            "uniqueKeysAction": .action, "foreignKeys": .members, "rules": .members,
        ],
        "field": [
            "name": key, "title": wording, "description": wording, "type": layout, "format": layout,
            "decimalChar": layout, "groupChar": layout, "bareNumber": .strict(absent: true), "precision": layout,
            "scale": layout, "trueValues": layout, "falseValues": layout, "missingValues": missing,
            "constraints": .members, "codes": .demand, "nomenclature": .members, "check": .demand,
            "actions": .actions, "treatment": .members,
        ],
        "constraints": [
            "required": .strict(absent: false), "unique": .strict(absent: false), "pattern": .demand,
            "enum": .choices, "minimum": .least, "maximum": .most, "exclusiveMinimum": .least,
            "exclusiveMaximum": .most, "minLength": .least, "maxLength": .most,
        ],
        "nomenclature": ["name": .demand, "orPattern": .lenient],
        "foreignKey": ["fields": key, "reference": .members, "action": .action, "samePerson": rows],
        "reference": ["resource": .always(Effects(.narrower)), "fields": .always(Effects(.narrower))],
        "rule": [
            "name": key, "holds": .demand, "left": .demand, "operator": .demand, "right": .demand, "limit": .demand,
            "totals": .demand, "action": .action,
        ],
    ]

    /// What happens to values: another name of the column is judged by the columns.
    private static let treatments: [String: [String: MemberVerdict]] = Dictionary(
        uniqueKeysWithValues: TreatmentFormat.all.map { format in
            (
                format.rule.name,
                Dictionary(
                    uniqueKeysWithValues: format.rule.members.map { ($0.name, $0.name == "as" ? nothing : values) })
            )
        })
}
