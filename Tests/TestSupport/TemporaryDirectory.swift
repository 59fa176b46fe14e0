internal import Foundation

/// A directory of a test's own, removed with everything in it when the value goes out of scope.
package final class TemporaryDirectory: Sendable {
    /// Its absolute path.
    package let path: String

    /// An empty directory below the system's temporary directory, readable by this user alone.
    package init() throws {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("ecluse-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            at: url, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        path = url.path
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// The path of `name` in this directory.
    package func file(_ name: String) -> String { path + "/" + name }

    /// Writes `bytes` to the file `name`, making directories on the way, and returns its path.
    @discardableResult
    package func write(_ name: String, _ bytes: [UInt8]) throws -> String {
        let url = URL(fileURLWithPath: file(name))
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: url)
        return url.path
    }

    /// Writes the UTF-8 bytes of `text` to the file `name` and returns its path.
    @discardableResult
    package func write(_ name: String, _ text: String) throws -> String { try write(name, Array(text.utf8)) }

    /// The bytes of the file `name`.
    package func read(_ name: String) throws -> [UInt8] {
        try Array(Data(contentsOf: URL(fileURLWithPath: file(name))))
    }

    /// The paths below this directory of all files in it, at any depth, sorted.
    package func allFiles() -> [String] {
        let walker = FileManager.default.enumerator(atPath: path)
        var paths: [String] = []
        while let name = walker?.nextObject() as? String {
            var isDirectory: ObjCBool = false
            if unsafe FileManager.default.fileExists(atPath: file(name), isDirectory: &isDirectory),
                !isDirectory.boolValue
            {
                paths.append(name)
            }
        }
        return paths.sorted()
    }
}
