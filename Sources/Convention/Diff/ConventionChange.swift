package import Support

/// One difference between two versions of a convention, and what it means.
package struct ConventionChange: Sendable, Equatable {
    /// What became of the thing that differs.
    package enum Kind: String, Sendable, CaseIterable { case added, removed, changed, moved }

    /// File of the folder; empty for a column of the catalogue.
    package let file: String
    /// JSON pointer (RFC 6901) in the new file, or in the old one of what was removed, names in the place of numbers where elements
    /// have names; a table and a column of the catalogue.
    package let pointer: String
    package let kind: Kind
    package let effects: Effects

    /// How much it asks of the producer or of those who read the table, whichever is more.
    package var impact: Impact { effects.impact }

    /// One line for a terminal: place, what happened, what it means for both.
    package func line(_ language: Language) -> String {
        let place = file.isEmpty ? pointer : pointer.isEmpty ? file : "\(file) \(pointer)"
        let parts = [DiffMessages.code(kind), DiffMessages.code(effects.producer), DiffMessages.code(effects.table)]
        let words = parts.map { DiffMessages.table.text($0, language) }
        let impacts = [effects.producer.impact, effects.table.impact].map {
            DiffMessages.table.text(DiffMessages.code($0), language)
        }
        let colon = language == .french ? "\u{a0}: " : ": "
        let producer = DiffMessages.table.text("diff.for-producer", language, ["impact": impacts[0]])
        let table = DiffMessages.table.text("diff.for-table", language, ["impact": impacts[1]])
        return
            "\(Visible.escape(place))\(colon)\(words[0]). \(producer)\(colon)\(words[1]). \(table)\(colon)\(words[2])."
    }
}
