import Reception
import Support
import TestSupport
import Testing

@Suite struct SessionReportTests {
    private static var reports: [SessionReport] {
        var ending = SessionEnding("session.finished")
        ending.bytesIn = 1 << 40
        ending.client = "SSH-2.0-x"
        let fields: [(name: String, value: JSONValue)] = [
            ("channel", "data"), ("name", "é\u{1b}[2J\"\\"), ("bytes", 12), ("seconds", JSONValue(.number(0.5))),
        ]
        return [
            .authenticated(account: "alpha", client: "SSH-2.0-x y"), .ended(ending),
            .event(SessionEvent(.uploadHandedOver, fields)),
        ]
    }

    @Test func `what is said is what is heard`() throws {
        for report in Self.reports {
            let read = try #require(SessionReport(report.bytes))
            #expect(read.bytes == report.bytes)
        }
    }

    @Test(arguments: [
        "", "{}", "[]", "null", #"{"event":"reception.listening","fields":{}}"#,
        #"{"event":"session.authenticated","fields":{}}"#, #"{"event":"upload.started","fields":{"account":"x"}}"#,
        #"{"event":"upload.started","fields":{"name":["x"]}}"#, #"{"event":"upload.started"}"#,
        #"{"account":"alpha"}"#, #"{"ended":{"reason":"a b","bytesIn":0,"bytesOut":0,"refusals":0,"client":""}}"#,
        #"{"ended":{"reason":"ok","bytesIn":-1,"bytesOut":0,"refusals":0,"client":""}}"#,
    ])
    func `what no process of ours says is not heard`(text: String) { #expect(SessionReport(Array(text.utf8)) == nil) }

    @Test func `long texts are not heard`() {
        let long = String(repeating: "x", count: 5000)
        #expect(SessionReport(SessionReport.authenticated(account: long, client: "").bytes) == nil)
        #expect(SessionReport(SessionReport.authenticated(account: "a", client: long).bytes) == nil)
        #expect(SessionReport(SessionReport.event(SessionEvent(.refused, [("reason", .text(long))])).bytes) == nil)
    }

    @Test func `mutated messages are heard or not, and never more than they may be`() {
        var mutator = Mutator(3)
        let corpus = Self.reports.map(\.bytes)
        for round in 0..<20_000 {
            let bytes = mutator.mutate(corpus[round % corpus.count])
            guard case .event(let event) = SessionReport(bytes) else { continue }
            #expect(event.fields.count <= 9)
        }
    }
}
