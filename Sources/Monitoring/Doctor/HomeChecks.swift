internal import Glibc
internal import Platform
internal import Support

/// Checks of a home directory: layout, rights, space.
package enum HomeChecks {
    /// Directories that `ecluse init` makes (design §3).
    static let directories = ["conventions", "keys", "spool", "archive", "catalogue", "journal"]
    /// Free bytes below which drops would soon be refused, and below which an operator should look.
    static let leastSpace: UInt64 = 1 << 30
    static let comfortableSpace: UInt64 = 20 << 30
    /// Deepest directory of keys that is looked into.
    private static let maximumDepth = 4

    /// All checks of the home at `path`; `keys` is its directory of keys.
    package static func all(home path: String, keys: String? = nil) -> [Check] {
        let keys = keys ?? path + "/keys"
        return [
            Check("home: layout") { layout(path) }, Check("home: rights") { homeRights(path) },
            Check("keys: rights") { keyRights(keys) }, Check("disk space") { space(path) },
        ]
    }

    static func layout(_ path: String) -> Finding {
        guard let home = try? Directory(path) else {
            return .problem(
                "cannot open the home directory", do: "check the path and its rights, or run: ecluse init HOME")
        }
        var missing = directories.filter { name in (try? home.status(name))??.kind != .directory }
        if (try? home.status("ecluse.json5"))??.kind != .file { missing.append("ecluse.json5") }
        guard missing.isEmpty else {
            return .problem(
                "missing: " + missing.joined(separator: ", "),
                do: "run: ecluse init HOME (it leaves what exists as it is)")
        }
        return .ok("complete")
    }

    static func homeRights(_ path: String) -> Finding {
        guard let home = try? Directory(path), let status = try? home.descriptor.status() else {
            return .problem("cannot open the home directory", do: "check the path and its rights")
        }
        guard status.permissions & 0o022 == 0 else {
            return .problem("others may write", do: "run: chmod go-w HOME")
        }
        return .ok("mode " + String(status.permissions, radix: 8))
    }

    static func keyRights(_ path: String) -> Finding {
        guard let keys = try? Directory(path), let status = try? keys.descriptor.status() else {
            return .warning(
                "cannot open the directory of keys", do: "run ecluse doctor as the user of the role, or as root")
        }
        var open: [String] = []
        var count = 0
        guard (try? inspect(keys, "keys", 0, &open, &count)) != nil else {
            return .warning(
                "cannot read all of the keys' rights", do: "run ecluse doctor as the user of the role, or as root")
        }
        if status.permissions & 0o022 != 0 { open.append("keys") }
        guard open.isEmpty else {
            return .problem(
                "open to others: " + open.joined(separator: ", "),
                do: "run: chmod 0600 on each, owner the role that needs it; replace a key that others could read")
        }
        return .ok("\(count) files, each its owner's alone")
    }

    /// Collects files that others than their owner may read or write; public halves (`.pub`) only where they may write.
    private static func inspect(
        _ directory: borrowing Directory, _ place: String, _ depth: Int, _ open: inout [String], _ count: inout Int
    ) throws {
        for name in try directory.names() {
            guard let status = try directory.status(name) else { continue }
            switch status.kind {
            case .directory where depth < maximumDepth:
                try inspect(try directory.directory(name), place + "/" + name, depth + 1, &open, &count)
            case .file:
                count += 1
                let forbidden: UInt32 = name.hasSuffix(".pub") ? 0o022 : 0o077
                if status.permissions & forbidden != 0 { open.append(place + "/" + name) }
            default: open.append(place + "/" + name)
            }
        }
    }

    static func space(_ path: String) -> Finding {
        var status = statvfs()
        guard unsafe statvfs(path, &status) == 0 else {
            return .problem("unknown", do: "check that the home directory exists and is mounted")
        }
        return space(free: UInt64(status.f_bavail) * UInt64(status.f_frsize))
    }

    static func space(free: UInt64) -> Finding {
        let text = Figures.bytes(free) + " free"
        if free < leastSpace {
            return .problem(text, do: "free space or enlarge the volume now: new drops will be refused")
        }
        if free < comfortableSpace { return .warning(text, do: "plan more space: sealed originals are kept for years") }
        return .ok(text)
    }
}
