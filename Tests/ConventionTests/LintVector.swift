import Foundation
import Support
import Testing

/// A change to the good convention of `Vectors/base`, and the problem that it must give.
///
/// `<LF>` stands for a line feed and `<FF>` for the byte 0xff, which no UTF-8 text has.
struct LintVector: CustomTestStringConvertible {
    let name: String
    let code: String
    let pointer: String
    let file: String
    let find: String
    let put: String
    /// Another file of the folder: its name, a space, its content; empty where there is none.
    let also: String

    var testDescription: String { name }

    static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Vectors")

    static let all: [LintVector] = {
        let lint = folder.appending(path: "lint")
        let names = (try? FileManager.default.contentsOfDirectory(atPath: lint.path)) ?? []
        return names.sorted().compactMap { name in
            (try? String(contentsOf: lint.appending(path: name), encoding: .utf8)).map { LintVector(name, $0) }
        }
    }()

    init(_ name: String, _ text: String) {
        var values: [String: String] = [:]
        for line in text.split(separator: "\n") {
            let parts = line.split(separator: ":", maxSplits: 1)
            values[String(parts[0])] = parts.count > 1 ? String(parts[1].dropFirst()) : ""
        }
        self.name = name
        code = values["expect"] ?? ""
        pointer = values["pointer"] ?? ""
        file = values["file"] ?? ""
        find = (values["find"] ?? "").replacing("<LF>", with: "\n")
        put = (values["put"] ?? "").replacing("<LF>", with: "\n")
        also = values["also"] ?? ""
    }

    /// The files of the folder at `path`.
    static func files(_ path: URL) throws -> [String: [UInt8]] {
        var files: [String: [UInt8]] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: path.path) {
            files[name] = Array(try Data(contentsOf: path.appending(path: name)))
        }
        return files
    }

    static func base() throws -> [String: [UInt8]] { try files(folder.appending(path: "base")) }

    /// The files of the base with this vector's change.
    func files() throws -> [String: [UInt8]] {
        var files = try LintVector.base()
        let text = String(decoding: files[file] ?? [], as: UTF8.self)
        try #require(text.contains(find))
        let changed = text.replacing(find, with: put, maxReplacements: 1)
        let parts = changed.components(separatedBy: "<FF>")
        files[file] = Array(parts.map { Array($0.utf8) }.joined(separator: [0xff]))
        if let space = also.firstIndex(of: " ") { files[String(also[..<space])] = Array(also[space...].utf8) }
        // A key that signs, for the vectors that need one.
        if put.contains("signer.asc") {
            files["signer.asc"] = [UInt8](try Data(contentsOf: LintVector.folder.appending(path: "signer.asc")))
        }
        return files
    }
}
