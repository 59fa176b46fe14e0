/// An absolute path of the account's view, without `.`, `..` and empty components.
///
/// There is no way up out of the root and no working directory but the root.
package struct SFTPPath: Hashable, Sendable, CustomStringConvertible {
    /// Longest path that is read, in bytes.
    package static let maximumBytes = 4096
    /// Most components that are read.
    package static let maximumComponents = 32

    /// The names from the root down; none for the root itself.
    package let components: [String]

    /// The root.
    package static let root = SFTPPath(components: [])

    private init(components: [String]) { self.components = components }

    /// The path that `bytes` write; nil where they are not UTF-8, hold a NUL or are too long.
    package init?(_ bytes: [UInt8]) {
        guard bytes.count <= SFTPPath.maximumBytes, !bytes.contains(0) else { return nil }
        var components: [String] = []
        for part in bytes.split(separator: UInt8(ascii: "/")) {
            guard let name = String(validating: part, as: UTF8.self) else { return nil }
            switch name {
            case ".": continue
            case "..": _ = components.popLast()
            default: components.append(name)
            }
        }
        guard components.count <= SFTPPath.maximumComponents else { return nil }
        self.components = components
    }

    /// The path as the client would write it.
    package var description: String { "/" + components.joined(separator: "/") }
}
