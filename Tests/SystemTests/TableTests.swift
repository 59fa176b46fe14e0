import Foundation
import Support
import TestSupport
import Testing

/// The catalogue as others read it, against what was sent and treated by other means.
@Suite(.serialized, .enabled(if: PythonReaders.areInstalled, Comment(rawValue: PythonReaders.absence)))
struct TableTests {
    /// Postcodes and the departments that they stand for, nil where none is told.
    static let places: [(postcode: String, department: String?)] = [
        ("75011", "75"), ("01000", "01"), ("20000", "2A"), ("20137", "2A"), ("20200", "2B"), ("20620", "2B"),
        ("97110", "971"), ("97411", "974"), ("97600", "976"), ("98800", "988"), ("99109", "99"), ("99999", nil),
        ("", nil),
        ("20999", nil),
    ]

    static let births = [
        "1980-05-17", "2026-11-20", "1926-11-20", "1936-11-20", "1936-11-21", "2000-02-29", "1910-01-01", "2008-11-21",
    ]

    /// What the table must hold of row `id`, its number left out.
    private static func row(_ id: Int) throws -> (sent: [String], expected: [String?]) {
        let place = places[id % places.count]
        let birth = births[id % births.count]
        let sexe = ["M", "F", "I"][id % 3]
        let test = ["RT-PCR", "TAG", "SERO"][id % 3]
        let result = ["P", "N", "I", "X"][id % 4]
        let screening = ["", "0", "1", "8", "9"][id % 5]
        let symptoms = ["", "A", "S", "U"][id % 4]
        let loinc = id % 7 == 0 ? "" : "94500-6"
        let sample = "2026-11-20T23:59:59"
        let sent = Sidep.row(
            id, person: id % 40,
            [
                "cp_residence": place.postcode, "date_naissance": birth, "sexe": sexe, "type_test": test,
                "resultat": result, "criblage": screening, "symptomes": symptoms, "code_loinc": loinc,
                "date_prelevement": sample, "date_validation": "2026-11-21T00:00:00",
                "rpps_prescripteur": "10001234567",
            ])
        func text(_ value: String) -> String? { value.isEmpty ? nil : value }
        let expected: [String?] = [
            nil, String(min(90, Reference.age(birth, on: sample))), sexe, place.department,
            String(Reference.days("2026-11-20")), String(Reference.days("2026-11-21")), test, text(loinc), result,
            text(screening), text(symptoms), "910019447",
        ]
        return (sent, expected)
    }

    static let readers = ["pyarrow", "polars", "duckdb", "delta-polars", "delta-rs", "delta-duckdb"]

    @Test func `every reader sees every value as it was sent and treated`() throws {
        let gateway = try Gateway()
        try gateway.start()
        let rows = try (0..<400).map { try Self.row($0) }
        let receipt = try gateway.send(Sidep.file(rows.map(\.sent)), "SIDEP_20261120.csv.age")
        #expect(receipt.state == "ingested", "\(receipt.text)")
        let table = gateway.home + "/catalogue/sidep/test"
        let shown = try gateway.json(["catalogue", "show", "sidep/test"])
        #expect(
            shown["columns"]?.array?.compactMap { $0["name"]?.string } == [
                "patient", "id_test", "age", "sexe", "departement", "date_prelevement", "date_validation", "type_test",
                "code_loinc", "resultat", "criblage", "symptomes", "finess_labo",
            ])
        let persons = try (0..<40).map { try Reference.pseudonym(Sidep.person($0)) }
        let files = gateway.dataFiles()
        #expect(files.count == 1)
        for reader in Self.readers {
            let path = reader.hasPrefix("delta") ? table : gateway.folder.file(files[0])
            var read = try PythonReaders.rows(reader, path)
            #expect(read.count == rows.count, "\(reader)")
            let numbers = read.compactMap { $0[1] }
            #expect(Set(numbers).count == rows.count, "\(reader): each test has a number of its own")
            #expect(!numbers.contains { $0.hasPrefix("T") })
            for index in read.indices { read[index].remove(at: 1) }
            for (index, row) in rows.enumerated() {
                var expected = row.expected
                expected[0] = persons[index % 40]
                #expect(read[index] == expected, "\(reader), row \(index)")
            }
        }
        let everything = try gateway.dataFiles().flatMap { try gateway.folder.read($0) }
        #expect(!everything.isEmpty)
    }

    @Test func `drops of several days come out of the table together, and each version holds its own`() throws {
        let gateway = try Gateway()
        try gateway.start()
        let first = try gateway.send(Sidep.day(100), "SIDEP_20261120.csv.age")
        let second = try gateway.send(Sidep.day(50, from: 101), "SIDEP_20261121.csv.age")
        let versions = [first, second].compactMap { $0.table("test")?["version"]?.integer }
        #expect(versions.count == 2 && versions[0] < versions[1])
        let script = """
            import sys
            from deltalake import DeltaTable
            path, old, new = sys.argv[1:]
            print(len(DeltaTable(path, version=int(old)).to_pyarrow_table()), len(DeltaTable(path, version=int(new)).to_pyarrow_table()))
            """
        let counts = try PythonReaders.output(
            script, [gateway.home + "/catalogue/sidep/test", String(versions[0]), String(versions[1])])
        #expect(counts.trimmingCharacters(in: .newlines) == "100 150")
        #expect(try gateway.rows("sidep", "test") == 150)
    }

    @Test func `the same person has the same pseudonym in every drop, however the hexadecimal was written`() throws {
        let gateway = try Gateway()
        try gateway.start()
        let person = String(repeating: "0aBc", count: 16)
        let rows = [person, person.uppercased(), person.lowercased()].enumerated().map { index, text in
            Sidep.row(index + 1, ["pseudo_patient": text])
        }
        #expect(try gateway.send(Sidep.file(rows), "SIDEP_20261120.csv.age").state == "ingested")
        #expect(
            try gateway.send(Sidep.file([Sidep.row(9, ["pseudo_patient": person])]), "SIDEP_20261121.csv.age").state
                == "ingested")
        let read = try PythonReaders.rows("delta-polars", gateway.home + "/catalogue/sidep/test")
        #expect(Set(read.map { $0[0] }) == [try Reference.pseudonym(person)])
        #expect(read.count == 4)
    }

    @Test func `no rejected, excluded or repeated record is in the table`() throws {
        let gateway = try Gateway()
        try gateway.start()
        let update = Sidep.oppositions((1...20).map { ($0, "add") })
        #expect(
            try gateway.send(update, "OPPOSITION_SIDEP_20261119.csv.age", folder: "oppositions").state == "ingested")
        var rows = (1...1000).map { Sidep.row($0) }
        rows[499] = Sidep.row(500, ["sexe": "Q"])
        rows.append(Sidep.row(600, person: 5000))
        #expect(try gateway.send(Sidep.file(rows), "SIDEP_20261120.csv.age").state == "partial")
        let read = Set(try PythonReaders.rows("delta-rs", gateway.home + "/catalogue/sidep/test").compactMap { $0[0] })
        #expect(read.count == 979)
        for person in [1, 20, 500, 5000] {
            let pseudonym = try Reference.pseudonym(Sidep.person(person))
            #expect(!read.contains(pseudonym), "person \(person)")
        }
        for person in [21, 600, 1000] {
            let pseudonym = try Reference.pseudonym(Sidep.person(person))
            #expect(read.contains(pseudonym), "person \(person)")
        }
    }

    @Test func `an emergency visit comes out treated as its convention says`() throws {
        let gateway = try Gateway()
        try gateway.start()
        let rows = [
            Oscour.row(["cp": "20137", "commune": "Ajaccio", "motif": "R10"]),
            Oscour.row(["cp": "97411", "naissance": "", "sortie": "", "gravite": "", "entree": "20/11/2026 00:00"]),
        ]
        let receipt = try gateway.send(Oscour.file(rows), Oscour.name, account: Gateway.oscour)
        #expect(receipt.state == "ingested", "\(receipt.text)")
        let columns = try gateway.json(["catalogue", "show", "oscour/rpu"])["columns"]?.array ?? []
        let names = columns.compactMap { $0["name"]?.string }
        #expect(!names.contains("commune"))
        let day = Reference.days("2026-11-20") * 86_400
        for reader in ["delta-polars", "delta-rs", "delta-duckdb"] {
            let read = try PythonReaders.rows(reader, gateway.home + "/catalogue/oscour/rpu").map { row in
                Dictionary(uniqueKeysWithValues: zip(names, row))
            }
            #expect(read.map { $0["departement"] } == ["2A", "974"], "\(reader)")
            #expect(read.map { $0["age"] } == ["46", .some(nil)])
            #expect(read.map { $0["entree"] } == [String((day + 8 * 3600) * 1_000_000), String(day * 1_000_000)])
            #expect(read.map { $0["duree_minutes"] } == ["155", .some(nil)])
            #expect(read.map { $0["motif"] } == ["R10", .some(nil)])
            #expect(read.map { $0["gravite"] } == ["2", .some(nil)])
        }
    }
}
