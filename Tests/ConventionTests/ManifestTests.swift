import Convention
import Support
import TestSupport
import Testing

/// Reads `bytes` as a manifest; one that can be read is written and read to the same again.
func fuzzManifest(_ bytes: [UInt8]) {
    guard let manifest = try? DeliveryManifest(json: bytes) else { return }
    precondition((try? DeliveryManifest(json: manifest.json)) == manifest)
}

@Suite struct ManifestTests {
    private static let digest = String(repeating: "ab", count: 32)

    /// The base of the vectors, whose files a manifest ties together.
    private func convention(optional: Bool = false, pattern: String? = nil) throws -> Convention {
        var convention = try #require(ConventionLoader.load(try LintVector.base()).convention)
        convention.delivery = DeliveryRules(
            manifestPattern: #"M_(?<period>\d{6})\.json\.age"#, manifestExample: "M_202601.json.age",
            optionalTables: optional ? ["visit"] : [])
        if let pattern { convention.tables[0].namePattern = pattern }
        return convention
    }

    private func manifest(_ change: (inout DeliveryManifest) -> Void = { _ in }) throws -> DeliveryManifest {
        let file = DeliveryManifest.File(
            name: "VISIT_20260115.csv.age", table: "visit", rows: 3, bytes: 120, sha256: Self.digest)
        var manifest = DeliveryManifest(of: try convention(), period: "202601", sender: "Test", files: [file])
        change(&manifest)
        return manifest
    }

    private func problems(
        _ change: (inout DeliveryManifest) -> Void = { _ in }, _ convention: Convention? = nil,
        name: String = "M_202601.json.age"
    ) throws -> [ManifestFault] {
        try manifest(change).problems(try convention ?? self.convention(), name: name)
    }

    @Test func `reads what it writes`() throws {
        let written = try manifest()
        #expect(try DeliveryManifest(json: written.json) == written)
    }

    @Test func `takes a digest in capitals and any order and spacing of members`() throws {
        let text = """
            {"sender":"x","period":"2026","files":[{"sha256":"\(Self.digest.uppercased())","table":"visit","name":"a","bytes":0,
            "rows":0}],"base":"visits","schemaVersion":1,"convention":"visits","format":"ecluse-manifest/1"}
            """
        #expect(try DeliveryManifest(json: Array(text.utf8)).files[0].sha256 == Self.digest)
    }

    /// A change of a good manifest's text, and the problem that it must give.
    private static let malformed: [(find: String, put: String, code: String, problem: String)] = [
        ("\"period\"", "\"sender\"", "manifest.not-json", "json.duplicate-name"),
        ("]", "],", "manifest.not-json", "json.trailing-comma"), ("}", "", "manifest.not-json", "json.expected-comma"),
        ("\"rows\": 3", "\"rows\": 3.5", "manifest.form", "format.wrong-kind"),
        ("\"rows\": 3", "\"rows\": -1", "manifest.form", "format.out-of-range"),
        ("\"rows\": 3", "\"rows\": \"3\"", "manifest.form", "format.wrong-kind"),
        ("\"rows\": 3", "\"rowz\": 3", "manifest.form", "format.missing-member rows"),
        ("\"rows\": 3", "\"DUPONT\": 3, \"rows\": 3", "manifest.form", "format.unknown-member"),
        ("\"rows\": 3,", "", "manifest.form", "format.missing-member rows"),
        ("\"202601\"", "\"202613\"", "manifest.form", "format.text"),
        ("\"202601\"", "\"2026-01\"", "manifest.form", "format.text"),
        ("ecluse-manifest/1", "ecluse-manifest/2", "manifest.form", "format.choice"),
        ("abab", "abxb", "manifest.form", "format.text"), ("abab", "ab", "manifest.form", "format.text"),
        ("\"Test\"", "\"\(String(repeating: "x", count: 201))\"", "manifest.form", "format.text"),
        ("VISIT_20260115", String(repeating: "x", count: 256), "manifest.form", "format.text"),
    ]

    @Test func `refuses another form with its place and never repeats what was there`() throws {
        let text = String(decoding: try manifest().json, as: UTF8.self)
        for (find, put, code, problem) in Self.malformed {
            try #require(text.contains(find))
            let changed = Array(text.replacing(find, with: put, maxReplacements: 1).utf8)
            let fault = #expect(throws: ManifestFault.self, "\(put)") { try DeliveryManifest(json: changed) }
            #expect(fault?.code.rawValue == code, "\(put)")
            #expect(fault?.arguments["problem"] == problem, "\(put)")
            #expect(fault?.arguments["place"]?.contains(":") == true)
            #expect(fault?.arguments["pointer"]?.contains("DUPONT") != true)
            for language in Language.allCases {
                let sentence = fault.map { ManifestMessages.table.text($0, language) } ?? ""
                #expect(!sentence.contains("{") && !sentence.contains("DUPONT"), "\(sentence)")
            }
        }
    }

    @Test func `has limits of bytes and files`() throws {
        let blanks = try manifest().json + [UInt8](repeating: 0x20, count: DeliveryManifest.maximumBytes)
        #expect(throws: ManifestFault.tooLong(limit: DeliveryManifest.maximumBytes)) {
            try DeliveryManifest(json: blanks)
        }
        let many = try manifest { manifest in
            manifest.files = (0...DeliveryManifest.maximumFiles).map {
                DeliveryManifest.File(name: "\($0)", table: "visit", rows: 0, bytes: 0, sha256: Self.digest)
            }
        }
        #expect(throws: ManifestFault.tooManyFiles(limit: DeliveryManifest.maximumFiles)) {
            try DeliveryManifest(json: many.json)
        }
    }

    @Test func `agrees with its convention, or says in what it does not`() throws {
        #expect(try problems() == [])
        #expect(try problems { $0.convention = "sidep" } == [.other(.convention, expected: try convention().id)])
        #expect(try problems { $0.schemaVersion = 2 } == [.other(.schemaVersion, expected: "1")])
        #expect(try problems { $0.base = "sidep" } == [.other(.base, expected: try convention().card.base)])
        #expect(
            try problems { $0.files[0].table = "visits" }
                == [.unknownTable(file: 1, expected: ["visit"]), .missingTables(["visit"])])
        #expect(
            try problems { $0.files.append($0.files[0]) }
                == [.repeatedTable(file: 2, table: "visit"), .repeatedName(file: 2, table: "visit")])
        #expect(
            try problems { $0.files[0].name = "visit.csv.age" }
                == [.wrongName(table: "visit", example: "VISIT_20260115.csv.age")])
        #expect(try problems { $0.files = [] } == [.missingTables(["visit"])])
        #expect(try problems({ $0.files = [] }, convention(optional: true)) == [])
    }

    @Test func `names of its own and of its files are of its period where they say one`() throws {
        #expect(try problems(name: "M_202602.json.age") == [.otherPeriod(table: nil)])
        let daily = try convention(pattern: #"VISIT_(?<period>\d{8})\.csv\.age"#)
        #expect(try problems({ _ in }, daily) == [])
        #expect(
            try problems({ $0.files[0].name = "VISIT_20260215.csv.age" }, daily) == [.otherPeriod(table: "visit")])
    }

    @Test(arguments: ["", "20", "202", "2026-01", "202600", "202613", "20260230", "2026011", "abcd", "２０２６"])
    func `knows what is no period`(_ text: String) { #expect(!DeliveryManifest.isPeriod(text)) }

    @Test(arguments: ["2026", "202612", "20240229"])
    func `knows a period`(_ text: String) { #expect(DeliveryManifest.isPeriod(text)) }
}

@Suite struct ManifestFuzzTests {
    @Test func `survives any bytes as a manifest`() throws {
        let files = Checkout.files(below: "Tests/ConventionTests/Corpus/manifests", suffix: "").sorted()
        #expect(files.count >= 5)
        fuzz(try files.map { try Checkout.read($0) }, seed: 20_261_122, count: 4000, fuzzManifest)
    }
}
