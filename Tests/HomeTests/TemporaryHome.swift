import Foundation
import Home
import Support

/// A home in a directory of its own, removed with the object.
final class TemporaryHome {
    static let project = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    static let now = FixedClock(Timestamp(seconds: 1_795_219_200))

    /// What makes a home one for demonstrations.
    static let demo: [String: JSONValue] = ["operators.demo": true, "listen.address": "127.0.0.1"]

    let path: String

    init(_ changes: [String: JSONValue] = [:]) throws {
        path = FileManager.default.temporaryDirectory.appending(path: "ecluse-home-\(UUID().uuidString)").path
        _ = try HomeInitialiser.initialise(path, clock: TemporaryHome.now, changes: changes)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func home() throws -> Home { try Home(path) }

    /// Copies an example key over `file`.
    func install(example: String, as file: String) throws {
        let bytes = try Data(contentsOf: TemporaryHome.project.appending(path: "keys-example/" + example))
        try bytes.write(to: URL(filePath: path + "/" + file))
        unsafe chmod(path + "/" + file, 0o600)
    }

    /// A copy of a convention of the project whose accounts have another key than the example.
    func convention(_ name: String) throws -> String {
        let copy = path + "-" + name
        try? FileManager.default.removeItem(atPath: copy)
        try FileManager.default.copyItem(
            at: TemporaryHome.project.appending(path: "Conventions/" + name), to: URL(filePath: copy))
        let file = URL(filePath: copy + "/convention.json")
        let text = try String(contentsOf: file, encoding: .utf8)
        let line = text.split(separator: "\"").first { $0.hasPrefix("ssh-ed25519 ") } ?? ""
        let own =
            "ssh-ed25519 "
            + Data([0, 0, 0, 11] + Array("ssh-ed25519".utf8) + [0, 0, 0, 32] + [UInt8](repeating: 7, count: 32))
            .base64EncodedString()
        try text.replacing(line, with: own).write(to: file, atomically: true, encoding: .utf8)
        return copy
    }
}

/// The fault that `body` throws.
func fault(_ body: () throws -> some Any) -> HomeFault? {
    do {
        _ = try body()
        return nil
    } catch {
        return error as? HomeFault
    }
}
