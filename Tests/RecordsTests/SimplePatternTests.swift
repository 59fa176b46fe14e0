import Patterns
import Records
import Testing

@Suite struct SimplePatternTests {
    /// Patterns with an own fast path and others that are left to PCRE2: the answers must be the same.
    private static let patterns = [
        "[A-Z]\\d{2}[0-9A-Z+]{0,3}", "[12]\\d{2}(0[1-9]|1[0-2])\\d", "a*b+c?", "(ab|a)(c|bcd)?", "^[ab]{2}$", "^a|b$",
        "a|", "", "\\w+", "(?:a|b){2,3}c", "[-a]b", "[a-]b", "[ab\\-]c", "a{2,}", "a??b", "\\.\\+a", "[^a]b", "a.b",
        "a\\s?b",
        "(a*)*b", "((a|b)+c){0,2}", "a{0}b", "[\\d.]{3}", "a$b", "(a",
    ]

    @Test(arguments: patterns)
    func `agrees with PCRE2`(pattern: String) throws {
        var schema = Samples.texts("a", "b")
        schema.fields[0].pattern = pattern
        guard let reference = try? Pattern(pattern) else {
            #expect(throws: RecordsFault.self) { try RecordPlan(schema: schema, dialect: CSVDialect()) }
            return
        }
        var generator = Generator(state: 99)
        var texts = ["A12", "A12B+1", "112034", "b", "ab", "abcd", "a.+a", ".+a", "12.", "é", "éb"]
        for _ in 0..<300 {
            let count = Int.random(in: 1..<7, using: &generator)
            texts.append(String((0..<count).compactMap { _ in "aabbccd019A-+. é".randomElement(using: &generator) }))
        }
        let parsed = try Samples.parse(schema, "a;b\n" + texts.map { $0 + ";x\n" }.joined())
        #expect(parsed.rejected == texts.map { !reference.matches($0) })
    }
}
