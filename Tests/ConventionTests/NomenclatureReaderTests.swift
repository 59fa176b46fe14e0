import Convention
import Foundation
import Records
import Support
import TestSupport
import Testing

/// Reads `bytes` as an official file written in several ways.
func fuzzNomenclature(_ bytes: [UInt8]) throws {
    for (column, label, encoding) in [([], nil, TextEncoding.utf8), (["C"], "L", .windows1252)]
        as [([String], String?, TextEncoding)]
    {
        var file = NomenclatureFile()
        file.columns = column
        file.label = label
        file.dialect.encoding = encoding
        do {
            let list = try NomenclatureReader.read(MemorySource(bytes), file)
            // What was taken is what is found when it is read back.
            let codes = try #require(NomenclatureList.codes(of: list.csv))
            precondition(codes.count == list.codes.count && !codes.isEmpty)
            for code in list.codes { precondition(codes.contains(String(decoding: code, as: UTF8.self))) }
        } catch is NomenclatureFault {}
    }
}

@Suite struct NomenclatureReaderTests {
    private func read(_ text: String, _ change: (inout NomenclatureFile) -> Void = { _ in }) throws -> NomenclatureList
    {
        var file = NomenclatureFile()
        change(&file)
        return try NomenclatureReader.read(MemorySource(Array(text.utf8)), file)
    }

    private func fault(_ text: String, _ change: (inout NomenclatureFile) -> Void = { _ in }) -> NomenclatureFault? {
        do {
            _ = try read(text, change)
            return nil
        } catch {
            return error as? NomenclatureFault
        }
    }

    @Test func `keeps codes sorted, each once with its last label`() throws {
        let list = try read("L;C\nb;B2\na;A1\nnewer;B2\n") {
            $0.columns = ["C"]
            $0.label = "L"
        }
        #expect(String(decoding: list.csv, as: UTF8.self) == "code;label\nA1;a\nB2;newer\n")
        #expect(list.rows == 3 && list.repeated == 1)
        #expect(list.columns == ["C"])
    }

    @Test func `takes the first column, without labels, where nothing else is said`() throws {
        let list = try read("C;L\nB;b\nA;a\n")
        #expect(String(decoding: list.csv, as: UTF8.self) == "code;label\nA;\nB;\n")
    }

    @Test func `joins the columns that make up a code`() throws {
        let list = try read("D;N;C\n014;x;628\n02A;y;004\n") { $0.columns = ["D", "C"] }
        #expect(list.codes.map { String(decoding: $0, as: UTF8.self) } == ["014628", "02A004"])
    }

    @Test func `takes quotes, spaces around codes, a byte order mark, CRLF, and columns of any name`() throws {
        let list = try read("\u{feff}\"C\";\"a;b\";;\r\n\" A1 \";\"x \"\"y\"\"\n z\";1;\r\n") { $0.label = "a;b" }
        #expect(String(decoding: list.csv, as: UTF8.self) == "code;label\nA1;x \"y\"  z\n")
    }

    @Test func `counts columns where there is no header`() throws {
        let list = try read("A00|1|x\nB01|2|y\n") {
            $0.dialect.hasHeader = false
            $0.dialect.delimiter = UInt8(ascii: "|")
            $0.columns = ["1"]
            $0.label = "3"
        }
        #expect(String(decoding: list.csv, as: UTF8.self) == "code;label\nA00;x\nB01;y\n")
    }

    @Test func `reads labels in the encoding of the file`() throws {
        var file = NomenclatureFile()
        file.dialect.encoding = .iso8859_1
        file.label = "Libellé"
        let bytes = Array("C;Libell".utf8) + [0xe9] + Array("\nA;caf".utf8) + [0xe9, 0x0a]
        let list = try NomenclatureReader.read(MemorySource(bytes), file)
        #expect(String(decoding: list.csv, as: UTF8.self) == "code;label\nA;café\n")
        file.dialect.encoding = .utf8
        #expect(throws: NomenclatureFault.headerMalformed) {
            try NomenclatureReader.read(MemorySource(bytes), file)
        }
    }

    @Test func `says on which line a record is not what it should be`() {
        #expect(
            fault("C;L\nA;a\nB\n") == .record(line: 3, reason: "record.field-count", count: 1))
        #expect(
            fault("C;L\nA;a\nB;\"b\" x\n") == .record(line: 3, reason: "record.malformed-quote", count: 1))
        #expect(fault("C;L\nA;a\n;b\n") == .code(line: 3))
        #expect(fault("C;L\nA;a\n\"x;y\";b\n") == .code(line: 3))
        #expect(fault("C;L\nA;a\n\(String(repeating: "x", count: 257));b\n") == .code(line: 3))
        #expect(fault("C;L\nA;\"a\nB;b\n") == .unreadable(reason: "csv.unterminated-quote", line: "2"))
    }

    @Test func `refuses a column that is not there, or there twice, and a file of nothing`() {
        #expect(fault("C;L\nA;a\n") { $0.columns = ["X"] } == .unknownColumn(column: "X", columns: ["C", "L"]))
        #expect(fault("C;L\nA;a\n") { $0.label = "M" } == .unknownColumn(column: "M", columns: ["C", "L"]))
        #expect(fault("C;C\nA;a\n") { $0.columns = ["C"] } == .repeatedColumn(column: "C"))
        #expect(fault("") == .empty)
        #expect(fault("C;L\n") == .empty)
        #expect(fault("\"C;L\nA;a\n") == .headerMalformed)
    }

    @Test func `names no value in a fault`() {
        let canary = "DUPONT"
        for text in [
            "C;L\n\(canary)\n", "C;L\n\(canary);\"\(canary)\"x\n", "C;L\n\"\(canary);\";x\n", "C\n\(canary)\"\n",
        ] {
            let found = fault(text)
            #expect(found.map { !$0.description.contains(canary) } == true, "\(text.count)")
        }
    }

    @Test func `has a sentence for every fault, with all its arguments`() {
        let faults: [NomenclatureFault] = [
            .badName, .badVersion, .notInstalled(name: "n"), .versionTaken(name: "n", version: "v"),
            .dayMissing(name: "n"), .damaged(name: "n", version: "v"), .tooLarge(limit: 1), .empty, .headerMalformed,
            .unknownColumn(column: "c", columns: ["d"]), .repeatedColumn(column: "c"),
            .unreadable(reason: "csv.empty", line: "1"), .record(line: 1, reason: "record.field-count", count: 1),
            .code(line: 1), .tooManyCodes(limit: 1),
        ]
        #expect(Set(faults.map(\.code)) == Set(NomenclatureMessages.table.all.map(\.code)))
        for fault in faults {
            for language in Language.allCases {
                #expect(!NomenclatureMessages.table.text(fault, language).contains("{"))
            }
        }
    }

    @Test func `survives any bytes in an official file`() throws {
        let files = Checkout.files(below: "Tests/ConventionTests/Corpus/nomenclatures", suffix: ".csv")
        #expect(files.count >= 8)
        try fuzz(try files.map { try Checkout.read($0) }, seed: 20_261_122, count: 2000) { try fuzzNomenclature($0) }
    }

    /// File, columns of the code, column of the label, codes.
    private static let official: [(file: String, columns: [String], label: String, count: Int)] = [
        ("IR_CIM_V", ["CIM_COD"], "CIM_LIB", 18_334), ("MS_CIM_V", ["CIM_COD"], "CIM_LIL", 19_272),
        ("IR_GEO_V", ["GEO_DPT_COD", "GEO_COM_COD"], "GEO_COM_LIB", 0), ("IR_NAT_V", ["PRS_NAT"], "PRS_NAT_LIB", 1348),
        ("IR_BIO_R", ["BIO_PRS_IDE"], "BIO_INF_LIB", 1076), ("IR_SPE_V", ["PFS_SPE_COD"], "PFS_SPE_LIB", 57),
    ]

    @Test(
        .enabled(if: Checkout.shared != nil, "the official files lie in ../shared, which is not part of the project"),
        arguments: official)
    func `reads official files whole`(_ file: String, _ columns: [String], _ label: String, _ count: Int) throws {
        let folder = try #require(Checkout.shared) + "/domain/snds/nomenclatures/"
        let bytes = [UInt8](try Data(contentsOf: URL(filePath: folder + file + ".csv")))
        var format = NomenclatureFile()
        format.columns = columns
        format.label = label
        let list = try NomenclatureReader.read(MemorySource(bytes), format)
        #expect(list.rows >= list.codes.count)
        if count > 0 { #expect(list.codes.count == count) }
        #expect(NomenclatureList.codes(of: list.csv)?.count == list.codes.count)
    }

    @Test(.enabled(if: Checkout.shared != nil, "the official files lie in ../shared, which is not part of the project"))
    func `refuses an official file in which a code is broken over two lines, and says where`() throws {
        let path = try #require(Checkout.shared) + "/domain/snds/nomenclatures/IR_CCAM_V63.csv"
        var format = NomenclatureFile()
        format.label = "CAM_PRS_IDE_LIB"
        let bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
        #expect(throws: NomenclatureFault.code(line: 4478)) {
            try NomenclatureReader.read(MemorySource(bytes), format)
        }
    }
}
