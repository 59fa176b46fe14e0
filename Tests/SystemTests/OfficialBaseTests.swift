import Foundation
import Support
import TestSupport
import Testing

/// A base with an official layout, and made-up drops of it (`Vectors/official`) with what its tables must hold of them.
///
/// The files are as the base's producer writes them, by hand; nobody in them exists. `<table>.expected` names columns, and has
/// their values in every row that stays, sorted.
struct OfficialBase: CustomTestStringConvertible, Sendable {
    static let vectors = Checkout.root + "/Tests/SystemTests/Vectors/official/"

    let id: String
    /// Names of drops, and what packs them in the folder of the vectors.
    let drops: [(name: String, command: String)]
    /// Rows that break a rule or refer to nothing, by table.
    let rejected: [String: Int]
    /// Tables of which a referred row is missing.
    var missed: [String] = []
    /// Rows whose key was there before, by table.
    var duplicate: [String: Int] = [:]
    /// Rows of the person `FICTIFPERSONNE001` and of what follows it, by table.
    var ofPerson: [String: Int] = [:]

    var testDescription: String { id }
    var account: String { id + "-test" }
    var base: String { id == "oscour-xml" ? "oscour" : id.replacingOccurrences(of: "-", with: "_") }

    private static func zip(_ files: String) -> String {
        "d=$(mktemp -d) && zip -q $d/o.zip \(files) && cat $d/o.zip && rm -r $d"
    }

    static let all = [
        OfficialBase(
            id: "oscour-xml", drops: [("O990000002_0_20260115060000.xml.age", "cat O990000002_0_20260115060000.xml")],
            rejected: ["passage": 2, "diagnostic": 2, "acte": 1]),
        OfficialBase(
            id: "pmsi-mco", drops: [("PMSI_MCO_202501.zip.age", zip("T_MCO25*.csv"))],
            rejected: ["t_mco_c": 2, "t_mco_a": 1], missed: ["t_mco_b", "t_mco_c"],
            ofPerson: ["t_mco_b": 1, "t_mco_c": 1, "t_mco_a": 1, "t_mco_d": 1, "t_mco_um": 1]),
        OfficialBase(
            id: "pmsi-rsa", drops: [("990000002.2025.12.20260115060000.out.zip.age", zip("*.rsa *.ano"))],
            rejected: ["rsa": 1, "ano": 1],
            ofPerson: ["rsa": 1, "rsa_ag": 1, "rsa_um": 2, "rsa_da": 2, "rsa_za": 1, "ano": 1]),
        OfficialBase(
            id: "sniiram-dcir",
            drops: [("DCIR_202601.tar.zst.age", "tar -c ER_*.csv | zstd -q")]
                + ["BEN", "IBA", "IMB"].map { ("IR_\($0)_R_202601.csv.gz.age", "gzip -c IR_\($0)_R_202601.csv") },
            rejected: ["er_prs_f": 1, "er_pha_f": 1], duplicate: ["er_prs_f": 1],
            ofPerson: ["er_prs_f": 2, "er_pha_f": 2, "ir_ben_r": 1, "ir_imb_r": 1]),
        OfficialBase(
            id: "cepidc", drops: [("CEPIDC_2025.zip.age", zip("KI_*.csv"))],
            rejected: ["ki_cci_r": 2, "ki_ecd_r": 1], duplicate: ["ki_ecd_r": 1],
            ofPerson: ["ki_cci_r": 1, "ki_ecd_r": 2]),
    ]

    /// The plaintext of a drop.
    func pack(_ command: String) throws -> [UInt8] {
        let made = try Tool.run("sh", ["-c", command], directory: Self.vectors + id)
        try #require(made.status == 0, "\(command): \(made.errors)")
        return made.stdout
    }

    /// The tables of which something is expected.
    var tables: [String] {
        Checkout.files(below: "Tests/SystemTests/Vectors/official/" + id, suffix: ".expected").map {
            (($0 as NSString).lastPathComponent as NSString).deletingPathExtension
        }
    }

    /// The columns and the sorted rows of a table.
    func expected(_ table: String) throws -> (columns: String, rows: [String]) {
        let text = try Checkout.text("Tests/SystemTests/Vectors/official/\(id)/\(table).expected")
        let lines = text.split(separator: "\n").map(String.init)
        return (lines[0], Array(lines.dropFirst()))
    }
}

/// The bases with official layouts, each read from the files of its producer and read back by another program.
@Suite(.serialized, .enabled(if: PythonReaders.areInstalled, Comment(rawValue: PythonReaders.absence)))
struct OfficialBaseTests {
    /// Prints chosen columns of a Delta table, a row a line, sorted; an empty text for a null.
    private static let reader = """
        import polars, sys
        def text(value):
            return '' if value is None else str(value).removesuffix('+00:00')
        frame = polars.scan_delta(sys.argv[1]).select(sys.argv[2].split(';')).collect()
        print('\\n'.join(sorted(';'.join(map(text, row)) for row in frame.rows())))
        """

    private let place: TemporaryDirectory

    init() throws { place = try TemporaryDirectory() }

    /// A gateway with the base's convention, whose tolerance lets the faults of the vectors pass.
    private func gateway(_ base: OfficialBase, tolerance: Double? = 1) throws -> Gateway {
        let path = try ChangedConvention.make(base.id, table: base.tables[0], in: place) { convention in
            if let tolerance { convention["tolerance"] = tolerance }
        }
        let gateway = try Gateway(conventions: [path, Checkout.root + "/Conventions/sidep"])
        try gateway.start()
        return gateway
    }

    @Test(arguments: OfficialBase.all) func `the files of a base fill its tables`(_ base: OfficialBase) throws {
        let gateway = try gateway(base)
        var counts: [String: [String: Int]] = [:]
        for (name, command) in base.drops {
            let receipt = try gateway.send(try base.pack(command), name, account: base.account)
            #expect(["ingested", "partial"].contains(receipt.state), "\(receipt.text)")
            for table in base.missed { #expect(receipt.text.contains("aucun enregistrement de « \(table) »")) }
            for table in base.tables where receipt.table(table) != nil { counts[table] = receipt.counts(table) }
        }
        for table in base.tables {
            let (columns, rows) = try base.expected(table)
            let (rejected, duplicate) = (base.rejected[table] ?? 0, base.duplicate[table] ?? 0)
            #expect(
                counts[table] == [
                    "read": rows.count + rejected + duplicate, "kept": rows.count, "rejected": rejected, "excluded": 0,
                    "duplicate": duplicate,
                ], "\(table)")
            let path = gateway.home + "/catalogue/\(base.base)/\(table)"
            let found = try PythonReaders.output(Self.reader, [path, columns]).split(separator: "\n").map(String.init)
            #expect(found == rows, "\(table)")
        }
    }

    @Test(arguments: OfficialBase.all.filter { !$0.ofPerson.isEmpty })
    func `whoever opposed is left out of every table, also of those that name nobody`(_ base: OfficialBase) throws {
        let gateway = try gateway(base)
        let identifier = try #require(
            try JSONParser.parse(Checkout.read("Conventions/\(base.id)/convention.json"))["oppositions"])
        let field = identifier["identifierField"]?.string ?? "", name = identifier["nameExample"]?.string ?? ""
        let lines = ["\(field);action;date_effet;portee", "FICTIFPERSONNE001;add;2026-01-01;"]
        let update = try gateway.send(
            Array((lines.joined(separator: "\n") + "\n").utf8), name, account: base.account, folder: "oppositions")
        #expect(update.state == "ingested", "\(update.text)")
        for (name, command) in base.drops {
            let receipt = try gateway.send(try base.pack(command), name, account: base.account)
            for table in base.tables where receipt.table(table) != nil {
                // A receipt does not tell how few they are; of who opposed nothing is rejected or repeated.
                let (all, out) = (try base.expected(table).rows.count, base.ofPerson[table] ?? 0)
                #expect(receipt.counts(table)[out > 0 ? "keptOrExcluded" : "kept"] == all, "\(table): \(receipt.text)")
                #expect(try gateway.rows(base.base, table) == all - out, "\(table)")
            }
        }
    }

    /// Lines of the hospital's own formats, blank but for their versions: RSS groupé 122 and ANO-HOSP V016.
    private static let hospital = [
        ("990000002.2025.12.rsa", String(repeating: " ", count: 9) + "122" + String(repeating: " ", count: 180)),
        ("990000002.2025.12.ano", String(repeating: " ", count: 16) + "A16" + String(repeating: " ", count: 2130)),
    ]

    @Test func `files of the hospital are not taken under the names of those of ATIH`() throws {
        let base = try #require(OfficialBase.all.first { $0.id == "pmsi-rsa" })
        let gateway = try gateway(base, tolerance: nil)
        let desk = try TemporaryDirectory()
        for (name, line) in Self.hospital { try desk.write(name, Array((line + "\r\n").utf8)) }
        let (name, command) = base.drops[0]
        let made = try Tool.run("sh", ["-c", command], directory: desk.path)
        try #require(made.status == 0, "\(made.errors)")
        let receipt = try gateway.send(made.stdout, name, account: base.account)
        #expect(["rejected", "quarantined"].contains(receipt.state), "\(receipt.text)")
        for table in base.tables { try gateway.expectNothingPublished(base.base, table) }
    }

    @Test(arguments: OfficialBase.all) func `above the agreed tolerance nothing is published`(_ base: OfficialBase)
        throws
    {
        let gateway = try gateway(base, tolerance: nil)
        let (name, command) = base.drops[0]
        let receipt = try gateway.send(try base.pack(command), name, account: base.account)
        #expect(receipt.state == "rejected" && receipt.reason == "drop.over-tolerance", "\(receipt.text)")
        for table in base.tables { try gateway.expectNothingPublished(base.base, table) }
    }
}
