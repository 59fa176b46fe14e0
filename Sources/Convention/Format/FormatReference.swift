/// The reference part of `Conventions/README.md`, written from the tables that the loader reads by.
package enum FormatReference {
    /// Markdown: one table an object, one row a member, then the treatments.
    package static var markdown: String {
        ((ConventionFormat.all + ManifestFormat.all).map(section) + [treatments]).joined(separator: "\n")
    }

    /// Markdown of one object.
    package static func section(_ rule: ObjectRule) -> String {
        var text =
            "### \(rule.name)\n\n\(rule.summary)\n\n| member | value | default | meaning | example |\n|---|---|---|---|---|\n"
        for member in rule.members {
            text +=
                "| `\(member.name)` | \(member.kind.summary) | \(member.fallback ?? "**required**") | \(cell(member)) |\n"
        }
        return text
    }

    private static func cell(_ member: MemberRule) -> String {
        "\(member.summary) | " + (member.example.isEmpty ? "" : "`\(member.example)`")
    }

    private static var treatments: String {
        var text = "### treatments\n\nThe `treatment` of a field: `{\"kind\": …}` and the members of that kind.\n\n"
        text += "| kind | field types | members | meaning |\n|---|---|---|---|\n"
        for treatment in TreatmentFormat.all {
            let members = treatment.rule.members.map { "`\($0.name)`" + ($0.fallback == nil ? "" : " (optional)") }
            text += "| `\(treatment.rule.name)` | \(treatment.types.joined(separator: ", ")) | "
            text += "\(members.joined(separator: ", ")) | \(treatment.rule.summary) |\n"
        }
        return text
    }
}
