import Foundation
import Journal
import Support
import TestSupport
import Testing

/// A way to tamper with two days of three lines, and the fault that must be found first.
struct Tampering: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let file: String
    let line: Int
    let reason: JournalBreak.Reason
    let act: @Sendable (JournalFixture) throws -> Void

    static let first = "ingester/\(JournalFixture.day).jsonl"
    static let second = "ingester/\(JournalFixture.nextDay).jsonl"

    private static func change(_ name: String, _ body: @escaping @Sendable (inout [String]) -> Void)
        -> @Sendable (JournalFixture)
        throws -> Void
    {
        { fixture in
            var lines = try fixture.lines(name)
            body(&lines)
            try fixture.write(name, lines)
        }
    }

    static let all = [
        Tampering(
            testDescription: "edits a line", file: first, line: 2, reason: .previous,
            act: change(first) { $0[0] = $0[0].replacing("received", with: "rejected") }),
        Tampering(
            testDescription: "edits the last line of a day", file: second, line: 1, reason: .previous,
            act: change(first) { $0[2] = $0[2].replacing("\"index\":2", with: "\"index\":7") }),
        Tampering(
            testDescription: "edits the very last line", file: second, line: 3, reason: .head,
            act: change(second) { $0[2] = $0[2].replacing("\"index\":5", with: "\"index\":7") }),
        Tampering(
            testDescription: "deletes a line", file: first, line: 2, reason: .sequence,
            act: change(first) { $0.remove(at: 1) }),
        Tampering(
            testDescription: "deletes the first line", file: first, line: 1, reason: .sequence,
            act: change(first) { $0.remove(at: 0) }),
        Tampering(
            testDescription: "inserts a copy of a line", file: first, line: 3, reason: .sequence,
            act: change(first) { $0.insert($0[1], at: 2) }),
        Tampering(
            testDescription: "forges a line with the right number", file: first, line: 2, reason: .previous,
            act: change(first) { lines in
                let start = lines[1].components(separatedBy: "\"previous\"")[0]
                lines[1] = start + "\"previous\":\"" + String(repeating: "0", count: 64) + "\"}"
            }),
        Tampering(
            testDescription: "swaps two lines", file: first, line: 1, reason: .sequence,
            act: change(first) { $0.swapAt(0, 1) }),
        Tampering(
            testDescription: "truncates the last day by a line", file: second, line: 0, reason: .truncated,
            act: change(second) { $0.removeLast() }),
        Tampering(
            testDescription: "truncates within a line", file: second, line: 3, reason: .unfinished,
            act: { fixture in
                try fixture.directory.write(second, Array(try fixture.directory.read(second).dropLast(20)))
            }),
        Tampering(
            testDescription: "drops the first file", file: second, line: 1, reason: .sequence,
            act: { try $0.remove(first) }),
        Tampering(
            testDescription: "drops the last file", file: first, line: 0, reason: .truncated,
            act: { try $0.remove(second) }),
        Tampering(
            testDescription: "puts bytes that are no JSON", file: first, line: 2, reason: .malformed,
            act: change(first) { $0[1] = "\u{0}\u{1}" }),
        Tampering(
            testDescription: "puts an endless line", file: first, line: 1, reason: .tooLong,
            act: change(first) { $0[0] = String(repeating: "x", count: 200_000) }),
        Tampering(
            testDescription: "puts another role's line", file: first, line: 1, reason: .role,
            act: change(first) { $0[0] = $0[0].replacing("\"ingester\"", with: "\"receiver\"") }),
        Tampering(
            testDescription: "renames a file to an earlier day", file: "ingester/2026-09-20.jsonl", line: 1,
            reason: .day,
            act: { fixture in
                try fixture.write("ingester/2026-09-20.jsonl", try fixture.lines(first))
                try fixture.remove(first)
            }),
    ]
}

struct JournalVerifierTests {
    @Test(arguments: Tampering.all) func `finds who`(_ tampering: Tampering) throws {
        let fixture = try JournalFixture.twoDays()
        #expect(try fixture.broken() == nil)
        try tampering.act(fixture)
        #expect(
            try fixture.broken() == JournalBreak(file: tampering.file, line: tampering.line, reason: tampering.reason))
    }

    @Test func `counts days and lines of a sound journal`() throws {
        let fixture = try JournalFixture.twoDays()
        let report = try JournalVerifier.verify(fixture.path)
        #expect(report.chains.map(\.days) == [2])
        #expect(report.chains.map(\.lines) == [6])
    }

    @Test func `an empty journal is sound`() throws {
        let fixture = try JournalFixture()
        #expect(try JournalVerifier.verify(fixture.path).isSound)
    }
}

struct JournalSealerTests {
    private let fixture: JournalFixture
    /// Stands for a signature: the message turned round.
    private let sign: JournalSealer.Signer = { Array($0.reversed()) }
    private let check: JournalVerifier.SealCheck = { message, signature in Array(message.reversed()) == signature }

    init() throws { fixture = try JournalFixture.twoDays() }

    private func seal(_ day: Int) throws {
        let date = CivilDate(days: JournalFixture.start.date.days + Int32(day))
        try JournalSealer.seal(fixture.path, role: .ingester, day: date, now: fixture.clock.now(), sign: sign)
    }

    @Test func `seals a day that is over, once`() throws {
        let today = fixture.clock.now().date
        #expect(
            try JournalSealer.unsealedDays(fixture.path, role: .ingester, before: today).map(\.description)
                == [JournalFixture.day])
        try seal(0)
        #expect(try JournalSealer.unsealedDays(fixture.path, role: .ingester, before: today).isEmpty)
        let report = try JournalVerifier.verify(fixture.path, seal: check)
        #expect(report.isSound && report.chains.first?.sealedDays == 1)
    }

    @Test func `does not seal the present day nor one without lines`() throws {
        for day in [1, -1, 5] { #expect(throws: JournalFault.self) { try seal(day) } }
        #expect(fixture.directory.allFiles().allSatisfy { !$0.hasSuffix(".seal") })
    }

    @Test func `finds a chain rewritten under its seal`() throws {
        try seal(0)
        let other = try JournalFixture()
        let writer = try other.writer()
        for index in 0..<3 { try writer.append(JournalEvent("forged", [("index", .count(index))])) }
        for name in [Tampering.first, "ingester/head"] {
            try fixture.directory.write(name, try other.directory.read(name))
        }
        try fixture.remove(Tampering.second)
        #expect(try JournalVerifier.verify(fixture.path).isSound)
        let report = try JournalVerifier.verify(fixture.path, seal: check)
        #expect(report.chains.first?.broken?.reason == .seal)
    }

    @Test func `finds that the lines of a sealed day are gone`() throws {
        try seal(0)
        try fixture.remove(Tampering.first)
        #expect(try fixture.broken()?.reason == .dayMissing)
    }

    @Test func `writes no more to a sealed day when the clock is set back`() throws {
        try seal(0)
        try fixture.remove(Tampering.second)
        try fixture.directory.write("ingester/head", "")
        fixture.clock.set(JournalFixture.start)
        try fixture.writer().append(JournalEvent("late"))
        #expect(try fixture.lines(Tampering.second).count == 1)
        #expect(try JournalVerifier.verify(fixture.path, seal: check).isSound)
    }
}
