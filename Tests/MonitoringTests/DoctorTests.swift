import Foundation
import Glibc
import Monitoring
import Support
import TestSupport
import Testing

struct DoctorTests {
    private func statuses(_ answer: Answer) -> [String: String] {
        let pairs = (answer.json.array ?? []).map { ($0["check"]?.string ?? "", $0["status"]?.string ?? "") }
        return Dictionary(pairs) { first, _ in first }
    }

    private func database(libssh version: String) -> PackageDatabase {
        let text = ["libssh-4", "libssl3", "libsqlite3-0", "libzstd1", "zlib1g", "libpcre2-8-0"].map {
            "Package: \($0)\nStatus: install ok installed\nVersion: \(version)\n\n"
        }.joined()
        return PackageDatabase(text: Array(text.utf8))
    }

    @Test func `refuses a libssh that does not authenticate AES-GCM`() {
        let old = Doctor.examine(MachineChecks.all(database: database(libssh: "0.10.6-0+deb12u2")))
        #expect(statuses(old)["package libssh-4"] == "problem")
        #expect(!old.isSound)
        #expect(old.text().contains("apt-get"))
        let new = Doctor.examine(MachineChecks.all(database: database(libssh: "0.10.6-0+deb12u3")))
        #expect(statuses(new)["package libssh-4"] == "ok")
    }

    @Test func `finds a package that is missing and a clock that was never set`() {
        let answer = Doctor.examine(
            MachineChecks.all(clock: FixedClock(Timestamp(seconds: 0)), database: PackageDatabase(text: [])))
        #expect(statuses(answer)["package libssl3"] == "problem")
        #expect(statuses(answer)["clock: year"] == "problem")
    }

    @Test func `every finding that is not ok says what to do`() {
        let answer = Doctor.examine(
            MachineChecks.all(database: nil) + HomeChecks.all(home: "/nonexistent") + [
                Check("one") { .warning("odd", do: "look") }
            ])
        for value in answer.json.array ?? [] where value["status"]?.string != "ok" {
            #expect(value["advice"]?.string?.isEmpty == false)
        }
        #expect(!answer.isSound)
    }

    @Test func `finds keys that others may read`() throws {
        let home = try TemporaryDirectory()
        for name in ["conventions", "keys", "spool", "archive", "catalogue", "ledger", "journal"] {
            try FileManager.default.createDirectory(atPath: home.file(name), withIntermediateDirectories: true)
        }
        try home.write("ecluse.json5", "{}")
        for (name, mode) in [("host", 0o600), ("host.pub", 0o644), ("receipt", 0o640)] {
            try home.write("keys/\(name)", "not a key")
            try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: home.file("keys/\(name)"))
        }
        let bad = Doctor.examine(HomeChecks.all(home: home.path))
        #expect(statuses(bad)["home: layout"] == "ok")
        #expect(statuses(bad)["keys: rights"] == "problem")
        #expect(bad.text().contains("keys/receipt"))
        #expect(!bad.text().contains("keys/host"))
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: home.file("keys/receipt"))
        #expect(statuses(Doctor.examine(HomeChecks.all(home: home.path)))["keys: rights"] == "ok")
    }

    @Test(.enabled(if: geteuid() == 0, "only root can give a file away"))
    func `finds a key that belongs to another user than its folder`() throws {
        let home = try TemporaryDirectory()
        let key = try home.write("keys/host/ssh_host_ed25519_key", "not a key")
        try home.write("keys/envelope/2026-01-01.agekey", "not a key")
        let before = Doctor.examine(HomeChecks.all(home: home.path))
        #expect(statuses(before)["keys: owners"] == "warning")
        #expect(before.text().contains("deploy/README.md"))
        try #require(unsafe chown(key, 64_101, 64_101) == 0)
        let wrong = Doctor.examine(HomeChecks.all(home: home.path))
        #expect(statuses(wrong)["keys: owners"] == "problem")
        #expect(wrong.text().contains("keys/host/ssh_host_ed25519_key") && wrong.text().contains("chown"))
        try #require(unsafe chown(home.file("keys/host"), 64_101, 64_101) == 0)
        #expect(statuses(Doctor.examine(HomeChecks.all(home: home.path)))["keys: owners"] == "ok")
    }

    @Test func `finds a spool that is open to everybody`() throws {
        let home = try TemporaryDirectory()
        try home.write("spool/note", "")
        for (mode, status) in [(0o755, "problem"), (0o700, "ok"), (0o2770, "problem"), (0o2750, "ok")] {
            try #require(unsafe chmod(home.file("spool"), mode_t(mode)) == 0)
            let answer = Doctor.examine(HomeChecks.all(home: home.path))
            #expect(statuses(answer)["spool: rights"] == status, "\(mode)")
        }
    }

    @Test(.enabled(if: geteuid() == 0 && Tool.find("mount") != nil, "only root can mount a small disk"))
    func `finds a disk that is full`() throws {
        let home = try TemporaryDirectory()
        let mounted = try Tool.run("mount", ["-t", "tmpfs", "-o", "size=64k,nr_inodes=64", "none", home.path])
        guard mounted.status == 0 else { return }
        defer { _ = try? Tool.run("umount", [home.path]) }
        let answer = Doctor.examine(HomeChecks.all(home: home.path))
        #expect(statuses(answer)["disk space"] == "problem")
        #expect(statuses(answer)["disk: files"] == "problem")
        #expect(answer.text().contains("enlarge the volume"))
    }

    @Test func `names what a home lacks`() throws {
        let home = try TemporaryDirectory()
        let answer = Doctor.examine(HomeChecks.all(home: home.path))
        #expect(statuses(answer)["home: layout"] == "problem")
        #expect(answer.text().contains("ecluse.json5"))
    }
}
