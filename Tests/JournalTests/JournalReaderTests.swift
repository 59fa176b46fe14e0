import Journal
import Support
import TestSupport
import Testing

struct JournalReaderTests {
    @Test func `gives the last lines of all roles in order of time, then what is added`() throws {
        let fixture = try JournalFixture.twoDays()
        let receiver = try fixture.writer(.receiver)
        fixture.clock.advance(seconds: 1)
        try receiver.append(JournalEvent("session.opened"))
        let reader = JournalReader(fixture.path)
        #expect(try reader.tail(5).map(\.event) == Array(repeating: "drop.received", count: 4) + ["session.opened"])
        #expect(try reader.poll().isEmpty)
        fixture.clock.advance(seconds: 1)
        try receiver.append(JournalEvent("session.closed"))
        fixture.clock.advance(seconds: 86_400)
        try fixture.writer().append(JournalEvent("next.day"))
        #expect(try reader.poll().map(\.event) == ["session.closed", "next.day"])
        #expect(try reader.poll().isEmpty)
    }

    @Test func `leaves an unfinished line until it is whole`() throws {
        let fixture = try JournalFixture.twoDays()
        let reader = JournalReader(fixture.path)
        #expect(try reader.tail(1).count == 1)
        let whole = try fixture.directory.read(Tampering.second)
        let line = Array(whole.prefix { $0 != UInt8(ascii: "\n") })
        try fixture.directory.write(Tampering.second, whole + line)
        #expect(try reader.poll().isEmpty)
        try fixture.directory.write(Tampering.second, whole + line + Array("\n".utf8))
        #expect(try reader.poll().count == 1)
    }

    @Test func `follows only the roles asked for, from the start without a tail`() throws {
        let fixture = try JournalFixture.twoDays()
        try fixture.writer(.monitor).append(JournalEvent("asked"))
        #expect(try JournalReader(fixture.path, roles: [.monitor]).poll().map(\.event) == ["asked"])
        #expect(try JournalReader(fixture.path, roles: [.receiver]).tail(10).isEmpty)
    }

    @Test func `reads any bytes without crashing`() throws {
        let fixture = try JournalFixture.twoDays()
        let corpus = Checkout.files(below: "Tests/JournalTests/Corpus", suffix: ".jsonl")
        #expect(!corpus.isEmpty)
        let texts = try corpus.map { try Checkout.read($0) } + [try fixture.directory.read(Tampering.first)]
        fuzz(texts, seed: 8, count: 3000) { fuzzJournal($0) }
    }

    @Test func `verifies, follows and resumes any file without crashing`() throws {
        let fixture = try JournalFixture.twoDays()
        let whole = try fixture.directory.read(Tampering.second)
        try fuzz([whole], seed: 9, count: 100) { bytes in
            try fixture.directory.write(Tampering.second, bytes)
            _ = try JournalVerifier.verify(fixture.path)
            _ = try JournalReader(fixture.path).tail(10)
            do { try fixture.writer().append(JournalEvent("after")) } catch is JournalFault {}
        }
    }
}
