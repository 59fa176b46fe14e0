import Foundation
import Journal
import Support
import Synchronization
import TestSupport

/// A clock that a test sets.
final class SettableClock: Clock {
    private let moment: Mutex<Timestamp>
    init(_ moment: Timestamp) { self.moment = Mutex(moment) }
    func now() -> Timestamp { moment.withLock { $0 } }
    func set(_ next: Timestamp) { moment.withLock { $0 = next } }
    func advance(seconds: Int64) { moment.withLock { $0 = $0.advanced(seconds: seconds) } }
}

/// A journal in a directory of its own, and its files as text.
struct JournalFixture {
    static let start = Timestamp(seconds: 1_790_000_000)
    static let day = "2026-09-21"
    static let nextDay = "2026-09-22"

    let directory: TemporaryDirectory
    let clock = SettableClock(start)
    var path: String { directory.path }

    init() throws { directory = try TemporaryDirectory() }

    func writer(_ role: JournalRole = .ingester) throws -> JournalWriter {
        try JournalWriter(directory: path, role: role, clock: clock)
    }

    /// Two days of three events each.
    static func twoDays() throws -> JournalFixture {
        let fixture = try JournalFixture()
        let writer = try fixture.writer()
        for index in 0..<6 {
            if index == 3 { fixture.clock.advance(seconds: 86_400) }
            try writer.append(JournalEvent("drop.received", [("index", .count(index))]))
        }
        return fixture
    }

    func lines(_ name: String) throws -> [String] {
        String(decoding: try directory.read(name), as: UTF8.self).split(separator: "\n").map(String.init)
    }

    func write(_ name: String, _ lines: [String]) throws {
        try directory.write(name, lines.map { $0 + "\n" }.joined())
    }

    func remove(_ name: String) throws { try FileManager.default.removeItem(atPath: directory.file(name)) }

    func broken() throws -> JournalBreak? { try JournalVerifier.verify(path).chains.lazy.compactMap(\.broken).first }
}
