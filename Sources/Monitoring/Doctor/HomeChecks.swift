internal import Glibc
internal import Platform
internal import Support

/// Checks of a home directory: layout, rights, space.
package enum HomeChecks {
    /// Directories that `ecluse init` makes (design §3).
    static let directories = ["conventions", "keys", "spool", "archive", "catalogue", "ledger", "journal"]
    /// Free bytes below which drops would soon be refused, and below which an operator should look.
    static let leastSpace: UInt64 = 1 << 30
    static let comfortableSpace: UInt64 = 20 << 30
    /// Free inodes below which an operator must act.
    static let leastFiles: UInt64 = 10_000
    /// Deepest directory of keys that is looked into.
    private static let maximumDepth = 4

    /// All checks of the home at `path`; `keys` is its directory of keys.
    package static func all(home path: String, keys: String? = nil) -> [Check] {
        let keys = keys ?? path + "/keys"
        return [
            Check("home: layout") { layout(path) }, Check("home: rights") { homeRights(path) },
            Check("keys: rights") { keyRights(keys) }, Check("keys: owners") { keyOwners(keys) },
            Check("spool: rights") { spoolRights(path) }, Check("disk space") { space(path) },
            Check("disk: files") { freeFiles(path) },
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
                do: "restore them from the backup; a home that never was begun is made with: ecluse init HOME")
        }
        return .ok("complete")
    }

    static func homeRights(_ path: String) -> Finding {
        guard let home = try? Directory(path), let status = try? home.descriptor.status() else {
            return .problem("cannot open the home directory", do: "check the path and its rights")
        }
        guard status.permissions & 0o022 == 0 else {
            return .problem("others may write", do: "run: chmod go-w \(path)")
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
                do: "run: chmod 0600 on each file named (a directory: chmod go-w); replace a key that others could read"
            )
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

    /// Every key is its folder's owner's: the role that reads it refuses one of another user.
    static func keyOwners(_ path: String) -> Finding {
        guard let keys = try? Directory(path), let folders = try? keys.names() else {
            return .warning("cannot open the directory of keys", do: "run ecluse doctor as root")
        }
        var foreign: [String] = []
        var owners: [String: UInt32] = [:]
        for folder in folders {
            guard let status = try? keys.status(folder), status.kind == .directory else { continue }
            owners[folder] = status.owner
            guard let own = try? keys.directory(folder), let names = try? own.names() else {
                return .warning(
                    "cannot read keys/\(folder)", do: "run ecluse doctor as root, or as the user of the role")
            }
            for name in names {
                guard let file = (try? own.status(name)) ?? nil, file.owner != status.owner else { continue }
                foreign.append("keys/\(folder)/\(name)")
            }
        }
        guard foreign.isEmpty else {
            return .problem(
                "of another user than their folder: " + foreign.joined(separator: ", "),
                do: "run: chown --reference=FOLDER FILE on each; a role takes a key only from its own user")
        }
        if owners["host"] == owners["envelope"] {
            return .warning(
                "receiver and ingester share a user", do: "for service, give each role its user: see deploy/README.md")
        }
        return .ok("each its role's")
    }

    /// Drops are ciphertext, but nobody's beside the gates'.
    static func spoolRights(_ path: String) -> Finding {
        guard let status = (try? Directory(path).status("spool")) ?? nil else {
            return .problem("cannot look at the spool", do: "check that HOME/spool exists")
        }
        guard status.permissions & 0o007 == 0 else {
            return .problem("open to every user", do: "run: chmod o-rwx \(path)/spool")
        }
        let isShared = status.permissions & 0o2050 == 0o2050
        guard !isShared || status.permissions & 0o020 == 0 else {
            return .problem(
                "the gates may make accounts", do: "run: chmod 2750 \(path)/spool; chown root \(path)/spool")
        }
        return .ok(isShared ? "shared by group \(status.group)" : "its owner's alone")
    }

    static func freeFiles(_ path: String) -> Finding {
        guard let volume = try? Directory(path).volume() else {
            return .problem("unknown", do: "check that the home directory exists and is mounted")
        }
        // Some file systems (btrfs) count no files.
        guard volume.files > 0, volume.freeFiles < leastFiles else { return .ok("\(volume.freeFiles) free") }
        return .problem(
            "\(volume.freeFiles) free", do: "make room for more files (inodes) on the volume: new drops will be refused"
        )
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
