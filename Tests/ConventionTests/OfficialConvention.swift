import Foundation
import Support
import TestSupport
import Testing

/// What a folder of `Conventions` says, and what the public layouts beside the working copy say.
enum OfficialConvention {
    /// The layouts, nil in a bare clone.
    static let domain: String? = Checkout.shared.map { $0 + "/domain" }.flatMap {
        FileManager.default.fileExists(atPath: $0) ? $0 : nil
    }
    /// Why the comparisons are skipped.
    static let absence: Comment = "no ../shared/domain beside the working copy"

    /// A JSON file of a convention's folder.
    static func read(_ id: String, _ file: String) throws -> JSONValue {
        try JSONParser.parse(try Checkout.read("Conventions/\(id)/\(file)"))
    }

    /// A JSON file of the layouts.
    static func layout(_ path: String) throws -> JSONValue { try JSONParser.parse(try bytes(path)) }

    /// A text of the layouts.
    static func text(_ path: String) throws -> String { String(decoding: try bytes(path), as: UTF8.self) }

    private static func bytes(_ path: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(fileURLWithPath: try #require(domain) + "/" + path)))
    }

    /// The codes of a list of the convention.
    static func codes(_ id: String, _ list: String) throws -> Set<String> {
        Set(first(try Checkout.text("Conventions/\(id)/\(list).codes.csv")))
    }

    /// The codes of a nomenclature of the SNDS.
    static func nomenclature(_ name: String) throws -> [String] {
        first(try text("snds/nomenclatures/\(name).csv")).map { $0.replacing("\"", with: "") }
    }

    /// The first column of the lines after the header.
    private static func first(_ text: String) -> [String] {
        text.split(whereSeparator: \.isNewline).dropFirst().map { line in String(line.prefix { $0 != ";" }) }
    }
}
