import TestSupport
import Testing

/// Messages as they stand in the sources: every sentence in both languages, with the same arguments.
@Suite struct MessageTests {
    @Test func `every message says the same in French and in English`() throws {
        var found = 0
        var codes: [String: String] = [:]
        for path in Checkout.files(below: "Sources", suffix: "Messages.swift") {
            for message in SourceMessage.all(in: try Checkout.text(path)) {
                found += 1
                #expect(message.problems == [], "\(path) \(message.code)")
                #expect(codes.updateValue(path, forKey: message.code) == nil, "\(message.code) stands twice")
            }
        }
        #expect(found >= 12)
    }

    @Test(arguments: [
        (#"Message("a.b", fr: "", en: "x")"#, "no French"), (#"Message("a.b", fr: "x", en: "")"#, "no English"),
        (#"Message("a.b", fr: "la {name}", en: "the {other}")"#, "other arguments"),
        (#"Message("A b", fr: "x", en: "x")"#, "code"),
        (#"Message("a.b", fr: "ligne 3: x", en: "x")"#, "French punctuation"),
    ])
    func `a message that is wrong is found`(text: String, problem: String) {
        #expect(SourceMessage.all(in: text).flatMap(\.problems) == [problem])
    }
}

/// A message of a `Messages.swift`.
struct SourceMessage {
    let code: String
    let french: String
    let english: String

    static func all(in text: String) -> [SourceMessage] {
        // Sentences may be joined from several literals.
        // A no-break space may be written as its number.
        let joined = text.replacing(/"\s*\+\s*"/, with: "").replacing(/\\u\{(A0|a0|202F|202f)\}/, with: " ")
        let literal = #/Message\(\s*"((?:[^"\\]|\\.)*)",\s*fr:\s*"((?:[^"\\]|\\.)*)",\s*en:\s*"((?:[^"\\]|\\.)*)"/#
        return joined.matches(of: literal).map {
            SourceMessage(code: String($0.1), french: String($0.2), english: String($0.3))
        }
    }

    var problems: [String] {
        var problems: [String] = []
        if french.isEmpty { problems.append("no French") }
        if english.isEmpty { problems.append("no English") }
        if !french.isEmpty, !english.isEmpty, arguments(french) != arguments(english) {
            problems.append("other arguments")
        }
        if code.wholeMatch(of: /[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)*/) == nil { problems.append("code") }
        // French sets a space before these marks; `:` inside a code or a time has no space after it either.
        if french.contains(/[A-Za-zéèà0-9}»][:;?!]( |$)/) {
            problems.append("French punctuation")
        }
        return problems
    }

    private func arguments(_ text: String) -> Set<String> { Set(text.matches(of: /\{(\w+)\}/).map { String($0.1) }) }
}
