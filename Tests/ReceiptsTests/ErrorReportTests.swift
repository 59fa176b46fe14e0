import Receipts
import Support
import Testing

struct ErrorReportTests {
    private let messages = MessageTable([
        Message(
            "records.pattern", fr: "Champ {field} : forme « inattendue ».", en: "Field {field}: unexpected, \"odd\".")
    ])

    private func lines(_ report: ErrorReport, _ language: Language) -> [String] {
        String(decoding: report.csv(language, messages), as: UTF8.self).split(
            separator: "\r\n", omittingEmptySubsequences: false
        ).map(String.init)
    }

    @Test func `lists line, field, rule and shape in the producer's language`() {
        var report = ErrorReport()
        report.add(table: "rpu", line: 12, field: "cp", rule: "records.pattern", shape: "99A99")
        report.add(table: "rpu", line: 3, field: "cp", rule: "records.pattern", shape: "A;\"A")
        #expect(
            lines(report, .french) == [
                "\u{feff}table;ligne;champ;règle;forme de la valeur;explication",
                "rpu;3;cp;records.pattern;\"A;\"\"A\";Champ cp : forme « inattendue ».",
                "rpu;12;cp;records.pattern;99A99;Champ cp : forme « inattendue ».", "",
            ])
        #expect(lines(report, .english)[1].hasSuffix("\"Field cp: unexpected, \"\"odd\"\".\""))
    }

    @Test func `explains a rule of the convention by the sentence of its kind`() {
        var report = ErrorReport()
        report.explain(
            table: "rpu", field: nil, rule: "rule.order", message: "records.pattern", details: ["field": "entry"])
        report.add(table: "rpu", line: 12, field: nil, rule: "rule.order", shape: "")
        #expect(lines(report, .french)[1] == "rpu;12;;rule.order;;Champ  : forme « inattendue ».")
    }

    @Test func `keeps so many examples a rule and counts all`() {
        var report = ErrorReport(examplesPerRule: 2)
        for line in 1...50 { report.add(table: "t", line: line, field: "a", rule: "records.pattern", shape: "9") }
        report.add(table: "t", line: 60, field: "b", rule: "records.pattern", shape: "9")
        report.add(7, table: "t", field: "b", rule: "records.pattern")
        #expect(report.counts.map(\.count) == [50, 8])
        #expect(report.counts.map(\.key.field) == ["a", "b"])
        #expect(lines(report, .english).count == 1 + 3 + 1)
    }

    @Test(arguments: ["=1+1", "+A", "-9", "@A"])
    func `writes no cell that a spreadsheet takes for a formula`(shape: String) {
        var report = ErrorReport()
        report.add(table: "t", line: 1, field: "a", rule: "x", shape: shape)
        #expect(lines(report, .english)[1].contains(",'\(shape),"))
    }

    @Test func `cuts long shapes and keeps control characters out`() {
        var report = ErrorReport()
        report.add(table: "t", line: 1, field: "a", rule: "x", shape: "\n\u{1b}" + String(repeating: "A", count: 1000))
        let line = lines(report, .english)[1]
        #expect(line.count < 150 && !line.contains("\u{1b}"))
    }

    @Test func `is empty until something is added`() {
        var report = ErrorReport()
        #expect(report.isEmpty)
        report.add(0, table: "t", field: nil, rule: "x")
        #expect(report.isEmpty)
        report.add(1, table: "t", field: nil, rule: "x")
        #expect(!report.isEmpty)
    }
}
