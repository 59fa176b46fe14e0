import Patterns
import Support
import Testing

@Suite struct PatternTests {
    @Test func `matches the whole text and never a part of it`() throws {
        let pattern = try Pattern("[0-9]{3}|ab")
        #expect(pattern.matches("123"))
        #expect(pattern.matches("ab"))
        #expect(!pattern.matches("1234"))
        #expect(!pattern.matches("x123"))
        #expect(!pattern.matches("123\n"))
    }

    @Test func `matches accented letters as characters`() throws {
        #expect(try Pattern("é.è").matches("éàè"))
    }

    @Test func `refuses a text that is not UTF-8`() throws {
        let matcher = try PatternMatcher(Pattern(".*"))
        let bytes: [UInt8] = [0xC3, 0x28]
        let isMatch = matcher.matches(bytes.span)
        #expect(!isMatch)
    }

    @Test(arguments: ["(", "[z-a]", "a{3,2}", "\\C", "(?"])
    func `refuses what is no pattern, with its place`(text: String) {
        #expect(throws: PatternFault.self) { try Pattern(text) }
    }

    @Test func `refuses a pattern that is too long or too deep`() {
        #expect(throws: PatternFault.tooLong(length: 5000)) { try Pattern(String(repeating: "a", count: 5000)) }
        let deep = String(repeating: "(", count: 100) + String(repeating: ")", count: 100)
        #expect(throws: PatternFault.self) { try Pattern(deep) }
    }

    @Test func `gives up on a text that would take for ever`() throws {
        let text = String(repeating: "a", count: 5000) + "!"
        #expect(try !Pattern("(a+)+(a+)+b").matches(text))
    }

    @Test func `says what a named group matched`() throws {
        let pattern = try Pattern(#"É_(?<period>\d{6})(_(?<part>\d))?\.csv"#)
        #expect(pattern.group("period", of: "É_202601.csv") == "202601")
        #expect(pattern.group("part", of: "É_202601_2.csv") == "2")
        #expect(pattern.group("part", of: "É_202601.csv") == nil)
        #expect(pattern.group("other", of: "É_202601.csv") == nil)
        #expect(pattern.group("period", of: "É_202601.csv.age") == nil)
        #expect(try Pattern("[0-9]+").group("period", of: "202601") == nil)
        #expect(try Pattern("((a)(?<x>b)?)*").group("x", of: "aba") == "b")
    }

    @Test func `has a sentence for each of its codes`() {
        let faults: [PatternFault] = [.invalid(error: 1, offset: 2), .tooLong(length: 3), .outOfMemory]
        for fault in faults {
            let text = PatternsMessages.table.text(fault, .french)
            #expect(text != fault.code.rawValue)
            #expect(!text.contains("{"))
        }
    }
}
