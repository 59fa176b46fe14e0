import Support
import Testing

private struct Sample: Fault {
    let code: FaultCode = "sample.too-long"
    let arguments = ["limit": "10", "name": "a\u{1b}b"]
}

@Suite struct MessageTests {
    private let message = Message("sample.too-long", fr: "« {name} » dépasse {limit}", en: "“{name}” is over {limit}")

    @Test func `fills each argument in each language`() {
        #expect(message.text(.french, ["name": "x", "limit": "3"]) == "« x » dépasse 3")
        #expect(message.text(.english, ["name": "x", "limit": "3"]) == "“x” is over 3")
    }

    @Test func `fills once, escapes, and leaves an unknown argument visible`() {
        #expect(message.text(.english, ["name": "{limit}", "limit": "\n"]) == "“{limit}” is over \\u{a}")
        #expect(message.text(.english) == "“{name}” is over {limit}")
        #expect(Message("a.b", fr: "{", en: "} {x").text(.english) == "} {x")
    }

    @Test func `a table finds a message and falls back to the code`() {
        let table = MessageTable(merging: [MessageTable([message]), MessageTable([Message("z.z", fr: "z", en: "z")])])
        #expect(table.text(Sample(), .english) == "“a\\u{1b}b” is over 10")
        #expect(table.text("no.such", .french) == "no.such")
        #expect(table.all.map(\.code.rawValue) == ["sample.too-long", "z.z"])
    }

    @Test func `a fault describes itself in one line without control characters`() {
        #expect(Sample().description == "sample.too-long limit=10 name=a\\u{1b}b")
    }
}
