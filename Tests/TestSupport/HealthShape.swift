internal import Foundation

/// Judges JSON-LD documents by the SHACL shape of HealthDCAT-AP, with tools that others wrote.
package enum HealthShape {
    /// What was found of one document.
    package struct Verdict: Decodable, Sendable {
        package let conforms: Bool
        /// What is wrong, in pyshacl's words.
        package let text: String
        /// Its statements as N-Triples, sorted.
        package let triples: [String]
    }

    /// The shape; nil where there is no `../shared`.
    package static let path: String? = {
        let path = Checkout.shared.map { $0 + "/domain/healthdcat/hdap-validator-sensitivity-shape.ttl" }
        return path.flatMap { FileManager.default.fileExists(atPath: $0) ? $0 : nil }
    }()

    /// Whether documents can be read and judged.
    package static let canJudge = PythonReaders.has("pyshacl") && PythonReaders.has("rdflib")
    /// Why tests that need that are skipped.
    package static let absence = "no pyshacl in .build/venv: ./ecluse test installs it"

    /// Reads `documents` and, where the shape is there, judges them by it.
    package static func judge(_ documents: [String]) throws -> [Verdict] {
        let text = try PythonReaders.run("shacl.py", [path ?? "-"] + documents)
        return try JSONDecoder().decode([Verdict].self, from: Data(text.utf8))
    }
}
