import Foundation
import Journal
import Support
import TestSupport
import Testing

struct JournalWriterTests {
    private let fixture: JournalFixture
    private var file: String { "ingester/\(JournalFixture.day).jsonl" }

    init() throws { fixture = try JournalFixture() }

    @Test func `numbers and chains lines from sixty-four zeros on, across days`() throws {
        let two = try JournalFixture.twoDays()
        let lines =
            try two.lines("ingester/\(JournalFixture.day).jsonl")
            + two.lines("ingester/\(JournalFixture.nextDay).jsonl")
        let read = lines.compactMap { JournalLine(Array($0.utf8)) }
        #expect(read.map(\.sequence) == [1, 2, 3, 4, 5, 6])
        #expect(read.first?.previous == String(repeating: "0", count: 64))
        #expect(try JournalVerifier.verify(two.path).isSound)
    }

    @Test func `writes control characters as text and keeps every event on one line`() throws {
        try fixture.writer().append(
            JournalEvent("drop.refused", [("name", .text("a\n\u{1b}[2J\u{202e}\"x")), ("seq", .text("mine"))]))
        let line = try #require(try fixture.lines(file).first.flatMap { JournalLine(Array($0.utf8)) })
        #expect(line.sequence == 1)
        #expect(line.fields.map(\.name) == ["name", "seq_"])
        #expect(
            line.fields.first?.value.string?.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x202e }
                == true)
    }

    @Test func `an event too long for a line is written without its fields`() throws {
        let long = (0..<200).map { ("f\($0)", JSONValue.text(String(repeating: "x", count: 200))) }
        try fixture.writer().append([JournalEvent("big", long), JournalEvent("next")])
        let lines = try fixture.lines(file)
        #expect(lines.first?.contains("\"truncated\":true") == true)
        #expect(try JournalVerifier.verify(fixture.path).isSound)
    }

    @Test(arguments: [1, 40, 100]) func `cuts a line that a crash left unfinished and says so`(kept: Int) throws {
        try fixture.writer().append([JournalEvent("one"), JournalEvent("two")])
        let whole = try fixture.directory.read(file)
        try fixture.directory.write(file, whole + whole.prefix(kept))
        #expect(try fixture.broken()?.reason == .unfinished)
        try fixture.writer().append(JournalEvent("three"))
        let events = try fixture.lines(file).compactMap { JournalLine(Array($0.utf8)) }
        #expect(events.map(\.event) == ["one", "two", "journal.recovered", "three"])
        let report = try JournalVerifier.verify(fixture.path)
        #expect(report.isSound)
        #expect(report.chains.first?.notices.map(\.event) == ["journal.recovered"])
    }

    @Test func `starts the day anew where its only line was unfinished`() throws {
        try fixture.writer().append(JournalEvent("one"))
        fixture.clock.advance(seconds: 86_400)
        try fixture.directory.write("ingester/\(JournalFixture.nextDay).jsonl", "{\"seq\":2,")
        try fixture.writer().append(JournalEvent("two"))
        #expect(try JournalVerifier.verify(fixture.path).isSound)
        #expect(try fixture.lines("ingester/\(JournalFixture.nextDay).jsonl").count == 2)
    }

    @Test func `keeps to the newest file when the clock is set back`() throws {
        let writer = try fixture.writer()
        fixture.clock.advance(seconds: 86_400)
        try writer.append(JournalEvent("one"))
        fixture.clock.set(JournalFixture.start)
        try writer.append(JournalEvent("two"))
        try fixture.writer().append(JournalEvent("three"))
        #expect(try fixture.lines("ingester/\(JournalFixture.nextDay).jsonl").count == 3)
        #expect(try JournalVerifier.verify(fixture.path).isSound)
    }

    @Test func `refuses to chain to a line that is none`() throws {
        try fixture.writer().append(JournalEvent("one"))
        try fixture.write(file, ["{\"seq\":\"1\"}"])
        #expect(throws: JournalFault.damaged(file: "\(JournalFixture.day).jsonl")) {
            try fixture.writer().append(JournalEvent("two"))
        }
    }

    @Test func `says in the chain that lines are missing at its end`() throws {
        let writer = try fixture.writer()
        for name in ["one", "two", "three"] { try writer.append(JournalEvent(name)) }
        try fixture.write(file, Array(try fixture.lines(file).prefix(1)))
        try fixture.writer().append(JournalEvent("four"))
        let report = try JournalVerifier.verify(fixture.path)
        #expect(report.chains.first?.notices.map(\.event) == ["journal.lines-missing"])
    }

    @Test func `several writers share one chain`() async throws {
        let fixture = fixture
        // Each writer locks by a descriptor of its own, as separate processes do.
        try await withThrowingTaskGroup(of: Void.self) { group in
            for task in 0..<6 {
                group.addTask {
                    let writer = try fixture.writer(.receiver)
                    for index in 0..<15 {
                        try writer.append(JournalEvent("session", [("n", .count(task * 100 + index))]))
                    }
                }
            }
            try await group.waitForAll()
        }
        let report = try JournalVerifier.verify(fixture.path)
        #expect(report.isSound)
        #expect(report.chains.first?.lines == 90)
    }

    @Test func `each role has a chain of its own`() throws {
        for role in JournalRole.allCases { try fixture.writer(role).append(JournalEvent("start")) }
        let report = try JournalVerifier.verify(fixture.path)
        #expect(report.chains.map(\.role) == JournalRole.allCases)
        #expect(report.chains.allSatisfy { $0.lines == 1 })
    }
}
