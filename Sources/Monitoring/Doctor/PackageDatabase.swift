internal import Platform

/// The packages that dpkg has installed, read from its database: no program is started.
package struct PackageDatabase: Sendable {
    /// Where Debian keeps it.
    package static let path = "/var/lib/dpkg/status"
    /// Longest database that is read, in bytes.
    static let maximumBytes = 64 << 20

    private let versions: [String: DebianVersion]

    /// The database at `path`; nil where there is none, as on another system.
    package init?(path: String = PackageDatabase.path) {
        guard let file = try? FileDescriptor.open(path, .read), let text = try? file.readAll(limit: Self.maximumBytes)
        else {
            return nil
        }
        self.init(text: text)
    }

    /// The database in `text`: stanzas of `Name: value` lines with a blank line between.
    package init(text: [UInt8]) {
        var versions: [String: DebianVersion] = [:]
        var name = ""
        var installed = false
        for line in text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            if let value = Self.value(line, "Package") {
                name = value
                installed = false
            } else if let value = Self.value(line, "Status") {
                installed = value.hasSuffix(" installed")
            } else if let value = Self.value(line, "Version"), installed {
                versions[name] = DebianVersion(value)
            }
        }
        self.versions = versions
    }

    private static func value(_ line: ArraySlice<UInt8>, _ name: String) -> String? {
        let prefix = Array("\(name): ".utf8)
        return line.starts(with: prefix) ? String(decoding: line.dropFirst(prefix.count), as: UTF8.self) : nil
    }

    /// The installed version of `package`.
    package func version(_ package: String) -> DebianVersion? { versions[package] }
}
