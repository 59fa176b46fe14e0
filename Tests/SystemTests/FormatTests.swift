import Foundation
import TestSupport
import Testing

/// Files of every format through the real gateway, against what other readers see in the same files.
@Suite(.serialized, .enabled(if: PythonReaders.areInstalled, Comment(rawValue: PythonReaders.absence)))
struct FormatTests {
    private static let convention = Checkout.root + "/Tests/SystemTests/Vectors/formats"

    private func gateway() throws -> Gateway {
        let gateway = try Gateway(conventions: [Self.convention])
        try gateway.start()
        return gateway
    }

    /// The rows of a table of the catalogue.
    private func rows(_ gateway: Gateway, _ table: String) throws -> [[String?]] {
        try PythonReaders.rows("delta-polars", gateway.home + "/catalogue/formats/" + table)
    }

    /// What a Python program reads from `file`: lists of rows, by name of table.
    private func reference(_ gateway: Gateway, _ file: [UInt8], _ script: String) throws -> [String: [[String?]]] {
        let path = try gateway.desk.write("reference", file)
        return try JSONDecoder().decode(
            [String: [[String?]]].self, from: Data(try PythonReaders.output(script, [path]).utf8))
    }

    private static func visits(_ count: Int) -> [UInt8] {
        var text = """
            <?xml version="1.0" encoding="ISO-8859-1"?>
            <OSCOUR><ETABLISSEMENT><ORDRE>0</ORDRE><FINESS>990000002</FINESS></ETABLISSEMENT><PASSAGES>

            """
        for index in 0..<count {
            let codes = (0..<(index % 4)).map { "<DA>E1\($0)</DA>" }.joined()
            let town = ["Besançon", "Saint-Étienne", "A &amp; B", "<![CDATA[<x>]]>", ""][index % 5]
            text +=
                "<PATIENT>\n<LISTE_DA>\(codes)</LISTE_DA><COMMUNE>\(town)</COMMUNE><CP>\(10_000 + index % 80_000)</CP>"
                + (index % 3 == 0 ? "" : "<DP>R07\(index % 10)</DP>") + "</PATIENT>\n"
        }
        let document = text + "</PASSAGES></OSCOUR>\n"
        return Array(document.data(using: .isoLatin1) ?? Data())
    }

    @Test func `an XML file gives its records and their lists to two tables, as ElementTree reads them`() throws {
        let gateway = try gateway()
        let file = Self.visits(20_000)
        let receipt = try gateway.send(file, "VISITES_20261120.xml.age")
        #expect(receipt.state == "ingested", "\(receipt.text)")
        #expect(receipt.counts("visite")["kept"] == 20_000)
        #expect(receipt.counts("diagnostic")["kept"] == 30_000)
        let expected = try reference(
            gateway, file,
            """
            import json, sys, xml.etree.ElementTree as E
            root = E.parse(sys.argv[1]).getroot()
            finess = root.findtext("ETABLISSEMENT/FINESS")
            visits, codes = [], []
            for number, visit in enumerate(root.findall("PASSAGES/PATIENT"), 1):
                text = lambda name: visit.findtext(name) or None
                visits.append([finess, str(number), text("COMMUNE"), text("CP"), text("DP")])
                codes += [[str(number), str(rank), da.text] for rank, da in enumerate(visit.findall("LISTE_DA/DA"), 1)]
            print(json.dumps({"visite": visits, "diagnostic": codes}))
            """)
        for table in ["visite", "diagnostic"] { #expect(try rows(gateway, table) == expected[table], "\(table)") }
    }

    @Test func `an XML record out of structure is left out with its line, and a document out of structure is refused`()
        throws
    {
        let gateway = try gateway()
        let head = "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>\n<OSCOUR><PASSAGES>\n"
        let good = "<PATIENT><LISTE_DA><DA>I10</DA></LISTE_DA></PATIENT>\n"
        let names = (1...5).map { "VISITES_2026112\($0).xml.age" }
        for (name, document, reason) in [
            (names[0], head + good + "<!-- cut", "xml.malformed"),
            (names[1], "<!DOCTYPE OSCOUR [<!ENTITY x \"y\">]>\n<OSCOUR>&x;</OSCOUR>", "xml.encoding"),
            (names[2], "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><!DOCTYPE OSCOUR><OSCOUR/>", "xml.doctype"),
            (names[3], head + good + "</PASSAGES><AUTRE/></OSCOUR>", "xml.unknown-element"),
        ] {
            let receipt = try gateway.send(Array(document.utf8), name)
            #expect(receipt.state == "rejected")
            #expect(receipt.reason == reason, "\(receipt.text)")
            for table in ["visite", "diagnostic"] { try gateway.expectNothingPublished("formats", table) }
        }
        let site = "<ETABLISSEMENT><FINESS>990000002</FINESS></ETABLISSEMENT><PASSAGES>\n"
        let document =
            head.replacingOccurrences(of: "<PASSAGES>\n", with: site) + good
            + "<PATIENT><AUTRE/><LISTE_DA/></PATIENT>\n<PATIENT/>\n<PATIENT><CP>x</CP><LISTE_DA><DA>1</DA></LISTE_DA></PATIENT>\n"
            + good + good + good + "</PASSAGES></OSCOUR>"
        let receipt = try gateway.send(Array(document.utf8), names[4])
        #expect(receipt.state == "partial", "\(receipt.text)")
        #expect(receipt.counts("visite") == ["read": 7, "kept": 4, "rejected": 3, "excluded": 0, "duplicate": 0])
        #expect(receipt.counts("diagnostic")["kept"] == 4)
        let report = try gateway.errorReport(receipt)
        for line in [
            "visite;4;;record.unknown-member;", "visite;5;;record.missing-element;", "visite;6;cp;field.pattern;",
            "diagnostic;6;code;field.pattern;",
        ] { #expect(report.contains { $0.hasPrefix(line) }, "\(line) in \(report)") }
    }

    @Test func `fixed-width lines of two versions give their groups to a table of their own, as slices read them`()
        throws
    {
        let gateway = try gateway()
        var text = ""
        for index in 0..<20_000 {
            let name = ["Zoé   ", "Li    ", "      ", "Noël  "][index % 4]
            let age = String(index % 100), pad = String(repeating: " ", count: 3 - age.count)
            let codes = (0..<(index % 3)).map { "J\(10 + $0)   " }.joined()
            if index % 2 == 0 {
                text += "121\(name)\(pad)\(age) \(index % 3)\(codes)\r\n"
            } else {
                text += "122\(pad)\(age)\(name)0\(index % 3)00\(index % 2)\(codes)DEQP0031\n"
            }
        }
        text += "123zone de version inconnue\n121Zoé    42 3I10   \n121Zoé    42 3I10   J18   K35   \n"
        let file = Array(text.data(using: .isoLatin1) ?? Data())
        let receipt = try gateway.send(file, "RUM_20261120.txt.age")
        #expect(receipt.state == "partial", "\(receipt.text)")
        #expect(receipt.counts("rum")["rejected"] == 3)
        let report = try gateway.errorReport(receipt)
        #expect(report.contains { $0.hasPrefix("rum;20001;;record.unknown-version;") }, "\(report)")
        for line in ["rum;20002;;record.group-count;", "rum;20003;;record.group-count;"] {
            #expect(report.contains { $0.hasPrefix(line) }, "\(report)")
        }
        let expected = try reference(
            gateway, file,
            """
            import json, sys
            lines, codes = [], []
            for number, line in enumerate(open(sys.argv[1], encoding="latin-1", newline=""), 1):
                line = line.rstrip("\\r\\n")
                if number > 20000: break
                a, b, head = (slice(3, 9), slice(9, 12), 14) if line[:3] == "121" else (slice(6, 12), slice(3, 6), 17)
                first = [line[head + 6 * rank:head + 6 * rank + 6].strip() for rank in range(int(line[12:14]))]
                lines.append([str(number), line[:3], line[a].strip() or None, line[b].strip()] + (first + [None] * 2)[:2])
                for rank in range(int(line[12:14])):
                    codes.append([str(number), str(rank + 1), line[head + 6 * rank:head + 6 * rank + 6].strip()])
            print(json.dumps({"rum": lines, "rum_da": codes}))
            """)
        for table in ["rum", "rum_da"] { #expect(try rows(gateway, table) == expected[table], "\(table)") }
    }

    @Test func `JSON lines come out as polars reads them`() throws {
        let gateway = try gateway()
        var text = ""
        for index in 0..<20_000 {
            let words = ["\"Zo\\u00e9 \\ud83d\\ude00\"", "null", "\"a\\\"b\\\\c\\n\"", "\"é\"", "\"\""][index % 5]
            let value = ["1.5", "-2e-3", "0", "null", "1234567890.125"][index % 5]
            text +=
                index % 2 == 0
                ? "{\"id\":\(index),\"texte\":\(words),\"valeur\":\(value),\"ok\":true,\"jour\":\"2026-11-20\"}\n"
                : "{ \"ok\" : false , \"valeur\" : \(value) , \"texte\" : \(words), \"id\" : \(index) }\r\n"
        }
        let bad = ["{\"id\":1,\"autre\":2}", "{\"id\":1", "{\"id\":[1]}", "{\"id\":\"x\"}"]
        let receipt = try gateway.send(
            Array((text + bad.joined(separator: "\n")).utf8), "MESURES_20261120.jsonl.age")
        #expect(receipt.state == "partial", "\(receipt.text)")
        #expect(receipt.counts("mesure")["rejected"] == 4)
        let report = try gateway.errorReport(receipt)
        for (index, code) in ["record.unknown-member", "record.malformed-json", "record.nested-value"].enumerated() {
            #expect(report.contains { $0.hasPrefix("mesure;\(20_001 + index);;\(code);") }, "\(report)")
        }
        #expect(report.contains { $0.hasPrefix("mesure;20004;id;field.type;") }, "\(report)")
        let expected = try reference(
            gateway, Array(text.utf8),
            """
            import json, struct, sys, polars as pl
            frame = pl.read_ndjson(sys.argv[1])
            bits = lambda x: None if x is None else struct.pack(">d", x).hex()
            day = lambda x: None if x is None else str((__import__("datetime").date.fromisoformat(x) - __import__("datetime").date(1970, 1, 1)).days)
            rows = [[str(r["id"]), r["texte"] or None, bits(r["valeur"]), "true" if r["ok"] else "false", day(r["jour"])]
                    for r in frame.iter_rows(named=True)]
            print(json.dumps({"mesure": rows}))
            """)
        #expect(try rows(gateway, "mesure") == expected["mesure"])
    }
}
