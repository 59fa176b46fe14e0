package import Support

/// One thing wrong with a file that a person wrote, and where.
package struct Problem: Fault, Equatable {
    /// An error makes the file unusable; a warning is worth a look.
    package enum Severity: String, Sendable, CaseIterable { case error, warning }

    /// File name inside the folder.
    package let file: String
    package let place: Place
    /// JSON pointer (RFC 6901) of the value; empty for the file.
    package let pointer: String
    package let code: FaultCode
    package let details: [String: String]
    package let severity: Severity

    /// A problem at `place` of `file`.
    package init(
        file: String, place: Place, pointer: String, code: FaultCode, details: [String: String] = [:],
        severity: Severity = .error
    ) {
        self.file = file
        self.place = place
        self.pointer = pointer
        self.code = code
        self.details = details
        self.severity = severity
    }

    package var arguments: [String: String] {
        details.merging(["file": file, "place": place.description, "pointer": pointer]) { own, _ in own }
    }

    /// One line for a terminal: `convention.json:12:5: error: … (/calendar/due, format.time)`.
    package func line(_ language: Language) -> String {
        let word = language == .french ? (severity == .error ? "erreur" : "avertissement") : severity.rawValue
        let sentence = ConventionMessages.table.text(self, language)
        let colon = language == .french ? " : " : ": "
        let subject = pointer.isEmpty ? "" : "\(Visible.escape(pointer)), "
        return "\(file):\(place)\(colon)\(word)\(colon)\(sentence) (\(subject)\(code))"
    }
}
