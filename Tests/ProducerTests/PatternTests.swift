import Convention
import Producer
import Records
import Support
import Testing
import Treatment

@Suite struct PatternTests {
    /// The texts of a column whose field has `pattern`.
    private func texts(_ pattern: String, required: Bool = true, unique: Bool = false) throws -> [String] {
        var field = Field(name: "a", type: .string, required: required)
        field.pattern = pattern
        field.isUnique = unique
        let schema = TableSchema(name: "t", fields: [field, Field(name: "b", type: .integer)])
        return try made(schema, rows: 500).lines.dropFirst().map { String($0.prefix { $0 != ";" }) }
    }

    @Test(arguments: [
        #"[A-Z]\d{2}[0-9A-Z+]{0,5}( [A-Z]\d{2})*"#, #"^(\d{2}|2A|2B)\d{7}$"#, #"[A-Z]{4}\d{3}\S*"#, #"\d{1,5}-\d"#,
        #"[0-9A-Z][0-9A-Z.+ -]{0,19}"#, #"(?:ab|cd)?x+"#, #"\.[a-c\d]{2,}"#, #"(?=[AB])[A-Z]\d"#,
        #"(?<day>[^a-z]{3})x"#,
    ])
    func `makes texts that match`(pattern: String) throws {
        let regex = try Regex(pattern)
        let made = try texts(pattern)
        #expect(made.count == 500)
        #expect(try made.allSatisfy { try regex.wholeMatch(in: $0) != nil })
        #expect(Set(made).count > 3)
    }

    @Test(arguments: [#"T-[0-9]{4}"#, #"([A-F]|XY)\d{2,3}"#, #"[a-z]{2}\d?[A-C]"#])
    func `makes as many different texts as a key needs`(pattern: String) throws {
        let regex = try Regex(pattern)
        let made = try texts(pattern, unique: true)
        #expect(Set(made).count == 500)
        #expect(try made.allSatisfy { try regex.wholeMatch(in: $0) != nil })
    }

    @Test(arguments: [#"(a)\1"#, #"\d{5000}"#])
    func `leaves empty what it cannot make, and says so where a value is needed`(pattern: String) throws {
        #expect(Set(try texts(pattern, required: false)) == [""])
        #expect(throws: SynthesisFault.column(table: "t", field: "a")) { _ = try texts(pattern) }
    }
}
