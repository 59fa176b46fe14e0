internal import Commands
internal import Convention
internal import Home
internal import Platform
internal import Records
internal import Support

extension CommandTable {
    static let nomenclature = Command(
        "nomenclature", "import and list official lists of codes",
        subcommands: [
            Command(
                "import", "install the codes of an official file under a name that conventions use",
                discussion: """
                    Reads a CSV file once and keeps its codes, sorted, with the file's name and SHA-256. A version is never changed;
                    it judges what is about its first day and later, until a newer one does. Of records with one code the last counts.
                    Root does it where several users share the home.
                    """,
                options: [
                    .value("name", "NAME", "name in conventions, such as cim10"),
                    .value("version", "VERSION", "name of this version; the day of import where not given"),
                    .value(
                        "valid-from", "DATE",
                        "first day that it judges, YYYY-MM-DD; the first version of a name judges from the beginning where not given"
                    ),
                    .value(
                        "column", "COLUMN",
                        "column of the code; given several times, their texts are joined; the first where not given"),
                    .value("label", "COLUMN", "column of the label; none where not given"),
                    .value("delimiter", "CHARACTER", "separator of columns, or tab; ; where not given"),
                    .value("quote", "CHARACTER", "quote character, or none; \" where not given"),
                    .value("encoding", "ENCODING", "characters of the file; UTF-8 where not given"),
                    .flag("no-header", "the file has no header line; columns are numbers from 1"),
                    OpenedNomenclatures.option,
                ],
                arguments: [.init("FILE", .one, "the official file")],
                examples: [
                    .init(
                        "ecluse nomenclature import IR_CIM_V.csv --name cim10 --column CIM_COD --label CIM_LIB --home /srv/ecluse",
                        "the diagnoses of ICD-10"),
                    .init(
                        "ecluse nomenclature import cim10-2027.csv --name cim10 --version 2027 --valid-from 2027-01-01 --home /srv/ecluse",
                        "a newer version"),
                ],
                run: importNomenclature),
            Command(
                "list", "list the installed nomenclatures and their versions",
                options: [OpenedNomenclatures.option],
                examples: [.init("ecluse nomenclature list --home /srv/ecluse", "every version")],
                run: listNomenclatures),
        ])

    private static func importNomenclature(_ invocation: Invocation) throws -> ExitStatus {
        let name = try invocation.required("name")
        var validFrom: CivilDate?
        if let text = invocation.value("valid-from") {
            guard let day = CivilDate(iso8601: text) else {
                throw UsageFault("usage.bad-choice", ["option": "--valid-from", "choices": "YYYY-MM-DD"])
            }
            validFrom = day
        }
        guard let folder = try OpenedNomenclatures.folder(invocation) else {
            throw UsageFault("usage.missing-option", ["option": "--home", "help": "ecluse nomenclature import --help"])
        }
        let record = try folder.install(
            invocation.arguments[0], try nomenclatureFile(invocation), name: name,
            version: invocation.value("version"), validFrom: validFrom, clock: SystemClock())
        if invocation.wantsJSON {
            invocation.output.write(record.json + Array("\n".utf8))
        } else {
            let source = record.source
            invocation.output.line(
                "nomenclature \(record.name) \(record.version) installed: \(Amounts.count(record.count)) codes from "
                    + "\(Amounts.count(source.rows)) records (\(Amounts.count(source.repeated)) repeated)")
        }
        if invocation.value("nomenclatures") == nil {
            let home = try OpenedHome.open(invocation)
            try home.publish(try home.conventions(), on: SystemClock().now().date)
            if !invocation.wantsJSON { invocation.output.line("running roles take it when they are restarted") }
        }
        return .success
    }

    private static func nomenclatureFile(_ invocation: Invocation) throws -> NomenclatureFile {
        var file = NomenclatureFile()
        file.columns = invocation.all("column")
        file.label = invocation.value("label")
        file.dialect.encoding = try invocation.choice("encoding") ?? .utf8
        file.dialect.hasHeader = !invocation.flag("no-header")
        if let text = invocation.value("delimiter") { file.dialect.delimiter = try mark(text, "--delimiter") }
        if let text = invocation.value("quote") {
            file.dialect.quote = text == "none" ? nil : try mark(text, "--quote")
        }
        return file
    }

    private static func mark(_ text: String, _ option: String) throws(UsageFault) -> UInt8 {
        let mark = text == "tab" ? "\t" : text
        guard TextShape.mark.holds(mark), let byte = mark.utf8.first else {
            throw UsageFault("usage.bad-choice", ["option": option, "choices": "; , | tab"])
        }
        return byte
    }

    private static func listNomenclatures(_ invocation: Invocation) throws -> ExitStatus {
        guard let library = try OpenedNomenclatures.library(invocation) else {
            throw UsageFault("usage.missing-option", ["option": "--home", "help": "ecluse nomenclature list --help"])
        }
        if invocation.wantsJSON {
            let list = library.nomenclatures.map { list in
                JSONValue.object([
                    ("name", .text(list.name)), ("version", .text(list.version)),
                    ("validFrom", .text(list.validFrom)), ("codes", .count(list.count)),
                    ("importedAt", .text(list.importedAt.iso8601(fraction: 0))), ("sha256", .text(list.sha256)),
                    ("file", .text(list.source.file)), ("fileSha256", .text(list.source.sha256)),
                ])
            }
            invocation.output.line(JSONWriter.string(.object([("nomenclatures", .list(list))]), .pretty))
            return .success
        }
        var table = TextTable("NOMENCLATURE", "VERSION", "FROM", ">CODES", "FILE", "SHA-256 OF THE FILE")
        for list in library.nomenclatures {
            table.add(
                list.name, list.version, list.validFrom == NomenclatureFolder.always ? "always" : "\(list.validFrom)",
                Amounts.count(list.count), list.source.file, String(list.source.sha256.prefix(16)))
        }
        table.write(to: invocation.output)
        return .success
    }
}
