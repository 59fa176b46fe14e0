internal import Records

/// How the file of a table is written, as a convention says it.
package enum FileFormat {
    /// Names of the encodings.
    private static let encodings = TextEncoding.allCases.map(\.rawValue)
    private static let length = Int64(1)...(1 << 20)

    /// CSV.
    package static let dialect = ObjectRule(
        "dialect",
        "How a CSV file is written: Frictionless CSV Dialect 1.2. Lines end in LF or CRLF, also mixed.",
        [
            MemberRule("delimiter", .text(.mark), default: "`;`", "Separator of fields.", #"",""#),
            MemberRule("quoteChar", .text(.free), default: "`\"`", "Quote character; empty for none.", #""\"""#),
            MemberRule("quote", .text(.free), default: "`\"`", "Another name of `quoteChar`.", #""'""#),
            MemberRule(
                "doubleQuote", .boolean, default: "`true`", "A doubled quote stands for one in a quoted field.", "true"),
            MemberRule(
                "escapeChar", .text(.mark), default: "none", "Takes the meaning from the character after it.", #""\\""#),
            MemberRule(
                "nullSequence", .text(.any), default: "none", "Unquoted text that stands for no value.", #""\\N""#),
            MemberRule(
                "skipInitialSpace", .boolean, default: "`false`", "Spaces after a delimiter mean nothing.", "true"),
            MemberRule(
                "header", .boolean, default: "`true`",
                "The first record names the columns; else they go by their position.", "false"),
            MemberRule(
                "caseSensitiveHeader", .boolean, default: "`true`",
                "Names are compared exactly (the standard's default is `false`).", "false"),
            MemberRule(
                "commentChar", .text(.mark), default: "none", "A line that begins with it is no record.", ##""#""##),
            MemberRule(
                "lineTerminator", .text(.choice(["\n", "\r\n", "\r"])), default: "LF or CRLF",
                "`\\n` and `\\r\\n` both take LF and CRLF; `\\r` is CR alone.", #""\r\n""#),
            MemberRule("csvddfVersion", .scalar, default: "none", "Version of the standard; not read.", "1.2"),
            MemberRule("encoding", .text(.choice(encodings)), default: "`UTF-8`", "Characters.", #""UTF-8""#),
        ])

    /// A place in a line.
    package static let place = ObjectRule(
        "place", "Where a field of fixed width stands: in its line, or in one occurrence of its group.",
        [
            MemberRule("name", .text(.any), "The field.", #""DP""#),
            MemberRule("start", .integer(length), "First character, from 1.", "126"),
            MemberRule("length", .integer(length), "Characters.", "8"),
        ])

    /// A group in the tail.
    package static let tailGroup = ObjectRule(
        "tail group", "Fields that follow the fixed part as often as one of its fields says.",
        [
            MemberRule("name", .text(.any), "Name, for the table of its rows.", #""DA""#),
            MemberRule("count", .text(.any), "Field of the fixed part with the number of occurrences.", #""NDA""#),
            MemberRule("length", .integer(length), "Characters of one occurrence.", "8"),
            MemberRule("fields", .list(.object(place), minimum: 1), "Its fields.", "[…]"),
            MemberRule(
                "columns", .integer(1...4096), default: "none",
                "Most occurrences, whose fields the line's own table may have as well: `DAS1`, `DAS2`…; a line with more is left out.",
                "20"),
        ])

    /// A version of a fixed-width format.
    package static let layout = ObjectRule(
        "layout", "One version of a fixed-width format.",
        [
            MemberRule(
                "version", .text(.any), default: "the only one", "Text of the version zone in its lines.", #""122""#),
            MemberRule("length", .integer(length), "Characters of the fixed part.", "192"),
            MemberRule(
                "fields", .list(.object(place), minimum: 1), "Places; those of no field of the schema are not read.",
                "[…]"),
            MemberRule(
                "groups", .list(.object(tailGroup), minimum: 0), default: "none", "The variable tail, in order.", "[…]"),
        ])

    private static let lineField = MemberRule(
        "lineField", .text(.any), default: "none",
        "Field that gets the number of the line in the file: it ties rows of groups to their line.", #""ligne""#)

    /// The kinds of the member `format`.
    package static let kinds: [ObjectRule] = [
        ObjectRule("csv", "Lines with separators, as `dialect` says.", []),
        ObjectRule(
            "fixed",
            "Lines whose fields stand at fixed places: bytes in a single-byte encoding, characters in UTF-8.",
            [
                MemberRule(
                    "encoding", .text(.choice(encodings)), default: "`ISO-8859-1`", "Characters.", #""ISO-8859-1""#),
                MemberRule(
                    "trim", .text(.choice(FixedWidthLayout.Trim.allCases.map(\.rawValue))), default: "`both`",
                    "Which spaces around a value are padding.", #""right""#),
                MemberRule(
                    "versionField", .text(.any), default: "one version only",
                    "Field, at the same place in every layout, that says a line's version.", #""VRSS""#),
                MemberRule("layouts", .list(.object(layout), minimum: 1), "The versions.", "[…]"), lineField,
            ]),
        ObjectRule(
            "group", "Rows from the groups in the tail of another table's lines (`partOf`).",
            [
                MemberRule("group", .text(.any), "Name of the group.", #""DA""#),
                MemberRule(
                    "ordinalField", .text(.any), default: "none",
                    "Field that gets the number of the occurrence in its line.", #""rang""#),
                lineField,
            ]),
        ObjectRule(
            "jsonl", "One JSON object a line (RFC 8259), in UTF-8; members in any order.",
            [
                MemberRule(
                    "record", .text(.any), default: "the line; needed with `partOf`",
                    "Path of the list whose elements are the records.", #""acts""#),
                MemberRule(
                    "paths", .map(.text(.any)), default: "the member of the field's own name",
                    "Field → path: `code`, `address/postcode`, `.` below the record, `/patient/sex` from the line; `…/position()` is the number of the record or of one around it, `/position()` that of the line. `~1` in a name is a slash, `~0` a tilde.",
                    #"{"line": "/position()"}"#),
                MemberRule(
                    "ignored", .list(.text(.any), minimum: 0), default: "none",
                    "Paths of members that may be there and are not read.", #"["comment"]"#),
                MemberRule(
                    "required", .list(.text(.any), minimum: 0), default: "none",
                    "Paths of members that every record must have, also if they are null or empty.", #"["acts"]"#),
            ]),
        ObjectRule(
            "xml", "An XML document with an element a record; no DOCTYPE, no entities but the five.",
            [
                MemberRule(
                    "encoding", .text(.choice(encodings)), default: "`UTF-8`",
                    "Characters; the document must declare the same.", #""ISO-8859-1""#),
                MemberRule("record", .text(.any), "Path of the record's element.", #""OSCOUR/PASSAGES/PATIENT""#),
                MemberRule(
                    "paths", .map(.text(.any)), default: "the field's own name",
                    "Field → path: `CP`, `A/B`, `@id`, `.` below the record, `/ROOT/…` from the root; `…/position()` is the element's number among its namesakes.",
                    #"{"finess": "/OSCOUR/ETABLISSEMENT/FINESS"}"#),
                MemberRule(
                    "ignored", .list(.text(.any), minimum: 0), default: "none",
                    "Paths of elements and attributes that may be there and are not read.", #"["COMMUNE"]"#),
                MemberRule(
                    "required", .list(.text(.any), minimum: 0), default: "none",
                    "Paths of elements that every record must have, also if they are empty.", #"["LISTE_DA"]"#),
            ]),
    ]

    /// Every object with members, in the order of the documentation.
    package static let all: [ObjectRule] =
        [dialect] + kinds.filter { !$0.members.isEmpty } + [layout, place, tailGroup]
}
