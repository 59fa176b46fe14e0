import Foundation

/// Emergency visits in the flat form, written by hand.
enum Oscour {
    static let name = "O990000002_0_20261120060000.csv.age"

    static let columns = [
        "finess", "cp", "commune", "naissance", "sexe", "entree", "mode_entree", "provenance", "transport",
        "transport_pec", "motif", "gravite", "dp", "liste_da", "liste_actes", "sortie", "mode_sortie", "destination",
        "orient",
    ]

    /// A good row, with some fields set otherwise.
    static func row(_ changes: [String: String] = [:]) -> [String] {
        var fields = [
            "finess": "910019447", "cp": "75011", "commune": "Paris", "naissance": "17/05/1980", "sexe": "F",
            "entree": "20/11/2026 08:30", "mode_entree": "8", "transport": "PERSO", "transport_pec": "AUCUN",
            "gravite": "2", "dp": "R104", "sortie": "20/11/2026 11:05", "mode_sortie": "8",
        ]
        fields.merge(changes) { $1 }
        return columns.map { fields[$0] ?? "" }
    }

    /// The file of `rows` in ISO-8859-1.
    static func file(_ rows: [[String]]) -> [UInt8] {
        let text = ([columns] + rows).map { $0.joined(separator: ";") + "\r\n" }.joined()
        return text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
    }
}
