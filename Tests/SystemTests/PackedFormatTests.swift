import Foundation
import TestSupport
import Testing

/// XML and fixed-width files, and the tables that are parts of theirs, in archives and compressed.
@Suite(.serialized, .enabled(if: PythonReaders.areInstalled, Comment(rawValue: PythonReaders.absence)))
struct PackedFormatTests {
    private static let tables = ["visite", "diagnostic", "rum", "rum_da"]
    private let place: TemporaryDirectory

    init() throws { place = try TemporaryDirectory() }

    /// 500 visits with 750 diagnoses; without its last bytes the document is cut.
    private static func visits(cut: Int = 0) -> [UInt8] {
        let records = (0..<500).map { index in
            let codes = (0..<(index % 4)).map { "<DA>E1\($0)</DA>" }.joined()
            return
                "<PATIENT>\n<CP>\(10_000 + index)</CP><COMMUNE>Besançon</COMMUNE><LISTE_DA>\(codes)</LISTE_DA>\n</PATIENT>"
        }
        let text =
            "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>\n<OSCOUR><ETABLISSEMENT><FINESS>990000002</FINESS>"
            + "</ETABLISSEMENT><PASSAGES>\n" + records.joined(separator: "\n") + "</PASSAGES></OSCOUR>\n"
        return Array((text.data(using: .isoLatin1) ?? Data()).dropLast(cut))
    }

    /// 300 lines with 300 diagnoses.
    private static let lines = Array(
        (0..<300).map { index in
            let codes = (0..<(index % 3)).map { "J\(10 + $0)   " }.joined()
            return "122 \(10 + index % 90)NOM   0\(index % 3)000\(codes)\r\n"
        }.joined().utf8)

    /// The convention of the formats, with each table that has a file changed as said.
    private func gateway(
        _ tables: [String: ChangedConvention.Object], _ convention: ChangedConvention.Object = [:]
    ) throws -> Gateway {
        let path = try ChangedConvention.make(
            "../Tests/SystemTests/Vectors/formats", table: "rum", in: place, named: "formats",
            convention: { object in
                object.merge(convention) { $1 }
                guard let before = object["tables"] as? [ChangedConvention.Object] else { return }
                object["tables"] = before.map { table in
                    guard let changes = tables[table["name"] as? String ?? ""] else { return table }
                    return table.filter { !$0.key.hasPrefix("name") || $0.key == "name" }.merging(changes) { $1 }
                }
            })
        let gateway = try Gateway(conventions: [path])
        try gateway.start()
        return gateway
    }

    private func archive(_ format: String) throws -> Gateway {
        try gateway(
            [
                "visite": ["entryPattern": #"visites\.xml"#, "entryExample": "visites.xml"],
                "rum": ["entryPattern": #"rum\.txt"#, "entryExample": "rum.txt"],
            ],
            [
                "archive": [
                    "format": format, "namePattern": #"LOT_\d+\.[a-z.]+\.age"#, "nameExample": "LOT_1.\(format).age",
                ]
            ])
    }

    /// What `command` writes to standard output in a folder with the two files.
    private static func pack(_ visits: [UInt8], _ command: String) throws -> [UInt8] {
        let folder = try TemporaryDirectory()
        try folder.write("visites.xml", visits)
        try folder.write("rum.txt", lines)
        let made = try Tool.run("sh", ["-c", command], directory: folder.path)
        try #require(made.status == 0, "\(command): \(made.errors)")
        return made.stdout
    }

    /// The tables are those of the two files as they are.
    private func expectAll(_ gateway: Gateway) throws {
        let plain = try Gateway(conventions: [Checkout.root + "/Tests/SystemTests/Vectors/formats"])
        try plain.start()
        for (file, name) in [(Self.visits(), "VISITES_20261120.xml.age"), (Self.lines, "RUM_20261120.txt.age")] {
            let receipt = try plain.send(file, name)
            #expect(receipt.state == "ingested", "\(receipt.text)")
        }
        for (table, count) in zip(Self.tables, [500, 750, 300, 300]) {
            let rows = try PythonReaders.rows("delta-polars", gateway.home + "/catalogue/formats/" + table)
            let expected = try PythonReaders.rows("delta-polars", plain.home + "/catalogue/formats/" + table)
            #expect(rows.count == count && rows == expected, "\(table)")
        }
    }

    @Test(arguments: [
        ("zip", "zip -q o.zip visites.xml rum.txt; cat o.zip"), ("tar.gz", "tar -cz rum.txt visites.xml"),
    ])
    func `an archive of an XML and a fixed-width file fills four tables, or none`(format: String, command: String)
        throws
    {
        let gateway = try archive(format)
        let cut = try gateway.send(try Self.pack(Self.visits(cut: 9), command), "LOT_1.\(format).age")
        #expect(cut.state == "rejected" && cut.reason.hasPrefix("xml.malformed"), "\(cut.text)")
        for table in Self.tables { try gateway.expectNothingPublished("formats", table) }
        let receipt = try gateway.send(try Self.pack(Self.visits(), command), "LOT_2.\(format).age")
        #expect(receipt.state == "ingested", "\(receipt.text)")
        #expect(receipt.counts("diagnostic")["kept"] == 750)
        #expect(receipt.counts("rum_da")["kept"] == 300)
        try expectAll(gateway)
    }

    @Test func `compressed XML and fixed-width files fill their tables, and cut ones fill none`() throws {
        let gateway = try gateway([
            "visite": [
                "compression": "gzip", "namePattern": #"VISITES_\d\.xml\.gz\.age"#,
                "nameExample": "VISITES_1.xml.gz.age",
            ],
            "rum": [
                "compression": "zstd", "namePattern": #"RUM_\d\.txt\.zst\.age"#, "nameExample": "RUM_1.txt.zst.age",
            ],
        ])
        let visits = try Self.pack(Self.visits(), "gzip -c visites.xml")
        let lines = try Self.pack(Self.visits(), "zstd -qc rum.txt")
        for (file, name, reason) in [
            (Array(visits.dropLast(9)), "VISITES_1.xml.gz.age", "container.truncated"),
            (try Self.pack(Self.visits(cut: 9), "gzip -c visites.xml"), "VISITES_2.xml.gz.age", "xml.malformed"),
            (Array(lines.dropLast(9)), "RUM_1.txt.zst.age", "container.truncated"),
        ] {
            let receipt = try gateway.send(file, name)
            #expect(receipt.state == "rejected" && receipt.reason.hasPrefix(reason), "\(receipt.text)")
            for table in Self.tables { try gateway.expectNothingPublished("formats", table) }
        }
        for (file, name) in [(visits, "VISITES_3.xml.gz.age"), (lines, "RUM_2.txt.zst.age")] {
            let receipt = try gateway.send(file, name)
            #expect(receipt.state == "ingested", "\(receipt.text)")
        }
        try expectAll(gateway)
    }
}
