internal import Records
internal import Support

/// Reads a convention from the files of its folder, and lists every problem with its place.
package struct ConventionLoader {
    /// Name of the file that every folder has.
    package static let conventionFile = "convention.json"
    /// Ends of the names of schema and code list files.
    package static let schemaSuffix = ".schema.json"
    package static let codesSuffix = ".codes.csv"
    /// Names of files that are no part of what is read.
    package static let otherFiles: Set<String> = ["README.md", "convention.sig", "LICENSE"]
    /// Most bytes of all files together.
    package static let maximumBytes = 64 << 20

    private let files: [String: [UInt8]]
    private let checks: ConventionChecks
    private let nomenclatures: NomenclatureLibrary?
    private let sink = ProblemSink()

    private init(files: [String: [UInt8]], checks: ConventionChecks, nomenclatures: NomenclatureLibrary?) {
        self.files = files
        self.checks = checks
        self.nomenclatures = nomenclatures
    }

    /// Reads the folder whose files are `files`, by name.
    ///
    /// Whether the nomenclatures that fields refer to are installed is judged by `nomenclatures`, and not at all where it is nil.
    /// Their codes come later, by the day that a drop is about: ``Convention/judging(by:on:)``.
    package static func load(
        _ files: [String: [UInt8]], checks: ConventionChecks = ConventionChecks(),
        nomenclatures: NomenclatureLibrary? = nil
    ) -> ConventionReport {
        ConventionLoader(files: files, checks: checks, nomenclatures: nomenclatures).report()
    }

    private func report() -> ConventionReport {
        let convention =
            files.values.reduce(0, { $0 + $1.count }) > ConventionLoader.maximumBytes ? tooLong() : convention()
        let problems = sink.problems.sorted { ($0.file, $0.place, $0.pointer) < ($1.file, $1.place, $1.pointer) }
        let usable = !problems.contains { $0.severity == .error }
        return ConventionReport(convention: usable ? convention : nil, problems: problems)
    }

    private func tooLong() -> Convention? {
        missing(ConventionLoader.conventionFile, "convention.too-long", ["limit": "\(ConventionLoader.maximumBytes)"])
        return nil
    }

    private func missing(
        _ file: String, _ code: FaultCode, _ details: [String: String] = [:], severity: Problem.Severity = .error
    ) {
        sink.add(
            Problem(
                file: file, place: Place(line: 1, column: 1), pointer: "", code: code, details: details,
                severity: severity))
    }

    private func convention() -> Convention? {
        guard let root = document(ConventionLoader.conventionFile, ConventionFormat.convention) else { return nil }
        var used: Set<String> = [ConventionLoader.conventionFile]
        let tables = root.list("tables").map { node in
            let name = node.text("name") ?? ""
            let file = name + ConventionLoader.schemaSuffix
            used.insert(file)
            let schema = document(file, SchemaFormat.schema)
            used.formUnion(SchemaReader.codeLists(schema).map { $0 + ConventionLoader.codesSuffix })
            return TableReader(
                table: node, schema: schema, codes: codes(of: schema), checks: checks, siblings: root.list("tables"))
        }
        if let nomenclatures { NomenclatureLint(library: nomenclatures).judge(tables.map(\.schema)) }
        used.formUnion(DropsReader.files(root["drops"]))
        for name in files.keys where !used.contains(name) && !ConventionLoader.otherFiles.contains(name) {
            missing(name, "convention.unused-file", severity: .warning)
        }
        return ConventionReader(root: root, tables: tables, files: files, checks: checks).read()
    }

    /// The JSON of `name`, checked against `rule`; nil where it cannot be read at all.
    private func document(_ name: String, _ rule: ObjectRule) -> Node? {
        guard let bytes = files[name] else {
            missing(name, "convention.missing-file")
            return nil
        }
        do throws(JSONFault) {
            let value = try JSONParser.parse(bytes)
            for problem in FormatChecker.check(value, rule, file: name) { sink.add(problem) }
            return Node(value: value, pointer: "", file: name, sink: sink)
        } catch {
            sink.add(Problem(file: name, place: error.place, pointer: "", code: error.code))
            return nil
        }
    }

    private func codes(of schema: Node?) -> [String: CodeSet] {
        var lists: [String: CodeSet] = [:]
        for name in SchemaReader.codeLists(schema) {
            let file = name + ConventionLoader.codesSuffix
            guard let bytes = files[file] else {
                missing(file, "convention.missing-file")
                continue
            }
            let (codes, problems) = CodeList.read(bytes, file: file)
            problems.forEach(sink.add)
            lists[name] = CodeSet(codes)
        }
        return lists
    }
}
