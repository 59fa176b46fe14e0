import Foundation
import TestSupport
import Testing

/// What the gateway must come to, computed another way.
enum Reference {
    /// The pseudonym of a level-1 pseudonym, by `openssl` with the example secret.
    static func pseudonym(_ levelOne: String) throws -> String {
        let lines = try Checkout.text("keys-example/pseudonym/sidep-person.1").split(separator: "\n")
        let message = Array("sidep-person".utf8) + [0x1f] + Array(levelOne.lowercased().utf8)
        let result = try Tool.run(
            "openssl", ["dgst", "-sha256", "-mac", "HMAC", "-macopt", "hexkey:\(lines[1])", "-r"], stdin: message)
        try #require(result.status == 0, "\(result.errors)")
        return "e1-" + result.output.prefix(32)
    }

    /// The SHA-256 of the file at `path`, by `sha256sum`.
    static func sha256(ofFile path: String) throws -> String {
        String(try Tool.run("sha256sum", ["-b", path]).output.prefix(64))
    }

    /// Days from 1970 to a date written `YYYY-MM-DD`, by the calendar of Foundation.
    static func days(_ date: String) -> Int {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        let parts = date.prefix(10).split(separator: "-").compactMap { Int($0) }
        let components = DateComponents(timeZone: .gmt, year: parts[0], month: parts[1], day: parts[2])
        return Int((calendar.date(from: components) ?? .distantPast).timeIntervalSince1970) / 86400
    }

    /// Whole years from `birth` to `day`, by the calendar of Foundation.
    static func age(_ birth: String, on day: String) -> Int {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        func date(_ text: String) -> Date { Date(timeIntervalSince1970: Double(days(text)) * 86400) }
        return calendar.dateComponents([.year], from: date(birth), to: date(day)).year ?? -1
    }
}
