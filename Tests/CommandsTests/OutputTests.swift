import Commands
import Glibc
import Support
import TestSupport
import Testing

@Suite struct OutputTests {
    @Test func `has no colours where it is no terminal`() throws {
        var ends: [Int32] = [0, 0]
        try #require(unsafe pipe(&ends) == 0)
        defer { for end in ends { close(end) } }
        #expect(Output(descriptor: ends[1]).styled("x", .red) == "x")
        #expect(Output.memory(colours: true).styled("x", .red) == "\u{1b}[31mx\u{1b}[0m")
    }

    @Test func `drops the rest where the reader has gone away`() throws {
        var ends: [Int32] = [0, 0]
        try #require(unsafe pipe(&ends) == 0)
        signal(SIGPIPE, SIG_IGN)
        close(ends[0])
        defer { close(ends[1]) }
        let output = Output(descriptor: ends[1])
        #expect(!output.isClosed)
        output.line("for nobody")
        #expect(output.isClosed)
        output.line("for nobody")
    }

    @Test func `aligns the columns of a table`() {
        var table = TextTable("table", ">rows", "state")
        table.add("test", "100000", "ingested")
        table.add("a", "7")
        #expect(table.lines == ["table    rows  state", "test   100000  ingested", "a           7"])
    }

    @Test func `says everything in both languages with the same arguments`() {
        for message in CommandMessages.table.all {
            #expect(!message.french.isEmpty && !message.english.isEmpty, "\(message.code)")
        }
    }
}
