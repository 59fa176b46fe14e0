import Producer
import Records
import Support
import Testing
import Treatment

@Suite struct PatternTests {
    /// The texts of a column whose field has `pattern`.
    private func texts(_ pattern: String) -> [String] {
        var field = Field(name: "a", type: .string, required: true)
        field.pattern = pattern
        let schema = TableSchema(name: "t", fields: [field, Field(name: "b", type: .integer)])
        let options = SyntheticDrop.Options(rows: 500, day: CivilDate(days: 20_000))
        let drop = SyntheticDrop(
            schema: schema, dialect: CSVDialect(), treatments: [.keep, .keep], personField: nil, options: options)
        var bytes: [UInt8] = []
        drop.write { bytes += $0 }
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n").dropFirst().map {
            String($0.prefix { $0 != ";" })
        }
    }

    @Test(arguments: [
        #"[A-Z]\d{2}[0-9A-Z+]{0,5}( [A-Z]\d{2})*"#, #"^(\d{2}|2A|2B)\d{7}$"#, #"[A-Z]{4}\d{3}\S*"#, #"\d{1,5}-\d"#,
        #"[0-9A-Z][0-9A-Z.+ -]{0,19}"#, #"(?:ab|cd)?x+"#, #"\.[a-c\d]{2,}"#,
    ])
    func `makes texts that match`(pattern: String) throws {
        let regex = try Regex(pattern)
        let made = texts(pattern)
        #expect(made.count == 500)
        #expect(try made.allSatisfy { try regex.wholeMatch(in: $0) != nil })
        #expect(Set(made).count > 3)
    }

    @Test(arguments: [#"(?=a)b"#, #"[^a]"#, #"(a"#, "a{5000}", "a{3,2}", #"\1"#, "*", "[z-a]", "["])
    func `leaves empty what it cannot make`(pattern: String) { #expect(Set(texts(pattern)) == [""]) }
}
