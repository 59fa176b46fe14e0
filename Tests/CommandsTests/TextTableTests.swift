import Commands
import Testing

struct TextTableTests {
    private func table(_ rows: [[String]]) -> TextTable {
        var table = TextTable("NAME", ">ROWS")
        for row in rows { table.add(row) }
        return table
    }

    @Test func `lines columns up by cells, not by characters`() {
        let text = table([["été", "5"], ["e\u{301}te\u{301}", "10"], ["日本", "100"], ["plain", "1000"]]).render()
        #expect(text == "NAME   ROWS\nété       5\ne\u{301}te\u{301}      10\n日本    100\nplain  1000\n")
    }

    @Test func `cuts the widest column to fit and never wraps`() {
        let text = table([[String(repeating: "long-", count: 40), "12"]]).render(width: 40)
        let lines = text.split(separator: "\n")
        #expect(lines.count == 2)
        #expect(lines.allSatisfy { $0.count <= 40 })
        #expect(lines.last?.contains("…") == true)
        #expect(lines.last?.hasSuffix("12") == true)
    }

    @Test func `never cuts a column that is copied into the next command`() {
        var table = TextTable("=DROP", "NAME")
        table.add(String(repeating: "d", count: 26), String(repeating: "n", count: 26))
        let line = table.render(width: 40).split(separator: "\n")[1]
        #expect(line == String(repeating: "d", count: 26) + "  " + String(repeating: "n", count: 11) + "…")
    }

    @Test func `gives no cell a hold of the terminal`() {
        let text = table([["a\u{1b}[2J\nb\u{202e}", "1"]]).render()
        #expect(text.split(separator: "\n").count == 2)
        #expect(!text.unicodeScalars.contains { $0 == "\u{1b}" || $0 == "\u{202e}" })
    }

    @Test func `fills missing cells and leaves out those that no column has`() {
        #expect(table([["a"], ["b", "2", "3"]]).render() == "NAME  ROWS\na\nb        2\n")
    }
}
