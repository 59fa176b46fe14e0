import Foundation
import Support

/// SI-DEP days written by hand, row by row, so that a test says what it sends.
enum Sidep {
    static let columns = [
        "pseudo_patient", "id_test", "nom", "prenom", "email", "telephone", "adresse", "nir", "date_naissance", "sexe",
        "cp_residence", "date_prelevement", "date_validation", "type_test", "code_loinc", "resultat", "criblage",
        "symptomes",
        "rpps_prescripteur", "finess_labo",
    ]

    /// A level-1 pseudonym that stands for person `index`.
    ///
    /// As a real one it is 64 hexadecimal digits; a run of one digit would be a placeholder, which stands for nobody.
    static func person(_ index: Int) -> String { String(repeating: "9af07c3b", count: 7) + pad(index, 8) }

    /// A level-1 pseudonym that says that the person is not known.
    static let nobody = String(repeating: "0", count: 64)

    /// A good row of person `person`, with some fields set otherwise.
    static func row(_ id: Int, person index: Int? = nil, _ changes: [String: String] = [:]) -> [String] {
        var fields = [
            "pseudo_patient": person(index ?? id), "id_test": "T\(pad(id, 8))", "date_naissance": "1980-05-17",
            "sexe": "F",
            "cp_residence": "75011", "date_prelevement": "2026-11-20T08:30:00",
            "date_validation": "2026-11-20T18:05:00",
            "type_test": "RT-PCR", "code_loinc": "94500-6", "resultat": "N", "finess_labo": "910019447",
        ]
        fields.merge(changes) { $1 }
        return columns.map { fields[$0] ?? "" }
    }

    /// The file of `rows`.
    static func file(_ rows: [[String]], lineEnd: String = "\n", columns: [String] = columns) -> [UInt8] {
        Array((([columns] + rows).map { $0.joined(separator: ";") }.joined(separator: lineEnd) + lineEnd).utf8)
    }

    /// A file of `count` good rows.
    static func day(_ count: Int, from first: Int = 1) -> [UInt8] { file((first..<(first + count)).map { row($0) }) }

    /// An opposition update of (person, action) pairs.
    static func oppositions(_ lines: [(person: Int, action: String)], date: String = "2026-01-01") -> [UInt8] {
        let rows = lines.map { "\(person($0.person));\($0.action);\(date);" }
        return Array((["pseudo_patient;action;date_effet;portee"] + rows).joined(separator: "\n").utf8) + [10]
    }
}
