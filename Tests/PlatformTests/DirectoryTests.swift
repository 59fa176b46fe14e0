import Foundation
import Platform
import Support
import TestSupport
import Testing

@Suite struct DirectoryTests {
    private let temporary: TemporaryDirectory

    init() throws { temporary = try TemporaryDirectory() }

    private func fault(_ body: () throws(SystemError) -> Void) -> String? {
        do { try body() } catch { return error.code.rawValue }
        return nil
    }

    @Test func `installs with rights of its own, not through what lies in the way`() throws {
        try FileManager.default.createDirectory(atPath: temporary.file("place"), withIntermediateDirectories: false)
        let victim = try temporary.write("victim", "untouched")
        try FileManager.default.createSymbolicLink(
            atPath: temporary.file("place/.key.new"), withDestinationPath: victim)
        try #require(unsafe chmod(temporary.file("place"), 0o750) == 0)
        if geteuid() == 0 { try #require(unsafe chown(temporary.file("place"), 64_101, 64_102) == 0) }
        let place = try Directory(temporary.file("place"))
        try place.install("key", [1, 2], permissions: 0o600)
        try place.install("open", [3], permissions: try place.readableLikeThis())
        try place.installDirectory("inner")
        #expect(try place.read("key", limit: 10) == [1, 2])
        #expect(String(decoding: try temporary.read("victim"), as: UTF8.self) == "untouched")
        #expect(try place.names() == ["inner", "key", "open"])
        let rights = try ["key", "open", "inner"].map { try #require(try place.status($0)) }
        #expect(rights.map(\.permissions) == [0o600, 0o640, 0o750])
        if geteuid() == 0 {
            #expect(rights.allSatisfy { $0.owner == 64_101 && $0.group == 64_102 })
        }
    }

    @Test func `writes a file whole and leaves no temporary name`() throws {
        let directory = try Directory(temporary.path)
        try directory.writeDurably("a", [1, 2, 3])
        try directory.writeDurably("a", [4])
        #expect(try directory.read("a", limit: 10) == [4])
        #expect(try directory.names() == ["a"])
        #expect(try directory.status("a")?.permissions == 0o600)
    }

    @Test func `follows no link, neither of a file nor of a directory`() throws {
        try temporary.write("real/secret", "x")
        try FileManager.default.createSymbolicLink(
            atPath: temporary.file("link"), withDestinationPath: temporary.file("real/secret"))
        try FileManager.default.createSymbolicLink(
            atPath: temporary.file("folder"), withDestinationPath: temporary.file("real"))
        let directory = try Directory(temporary.path)
        #expect(fault { () throws(SystemError) in _ = try directory.open("link", .read) } == "system.call-failed")
        #expect(
            fault { () throws(SystemError) in _ = try directory.open("link", [.write, .create]) }
                == "system.call-failed")
        #expect(fault { () throws(SystemError) in _ = try directory.directory("folder") } != nil)
        #expect(fault { () throws(SystemError) in _ = try Directory(temporary.file("folder")) } != nil)
        #expect(try directory.status("link")?.kind == .link)
    }

    @Test func `an exclusive rename never replaces`() throws {
        let directory = try Directory(temporary.path)
        try directory.writeDurably("old", [1])
        try directory.writeDurably("new", [2])
        #expect(
            fault { () throws(SystemError) in try directory.renameExclusively("old", to: "new", in: directory) }
                == "system.exists")
        #expect(try directory.read("new", limit: 10) == [2])
        try directory.renameExclusively("old", to: "third", in: directory)
        #expect(try directory.names() == ["new", "third"])
        #expect(
            fault { () throws(SystemError) in try directory.link("new", to: "third", in: directory) } == "system.exists"
        )
        try directory.rename("new", to: "third", in: directory)
        #expect(try directory.read("third", limit: 10) == [2])
    }

    @Test func `refuses a file above the limit and names that are not there`() throws {
        let directory = try Directory(temporary.path)
        try directory.writeDurably("a", [UInt8](repeating: 0, count: 100))
        #expect(fault { () throws(SystemError) in _ = try directory.read("a", limit: 99) } == "system.call-failed")
        #expect(fault { () throws(SystemError) in _ = try directory.read("b", limit: 99) } == "system.not-found")
        #expect(try directory.status("b") == nil)
        try directory.remove("b")
        try directory.make("d")
        try directory.make("d")
        #expect(try directory.status("d")?.kind == .directory)
        try directory.removeDirectory("d")
        #expect(try directory.names() == ["a"])
    }

    @Test func `an exclusive creation fails where the name is taken`() throws {
        let directory = try Directory(temporary.path)
        let file = try directory.open("a", [.write, .create, .exclusive])
        try file.write([1])
        try file.close()
        #expect(
            fault { () throws(SystemError) in _ = try directory.open("a", [.write, .create, .exclusive]) }
                == "system.exists")
    }

    @Test func `a lock keeps another descriptor out until it goes`() throws {
        let directory = try Directory(temporary.path)
        let second = try directory.open("lock", [.readWrite, .create])
        do {
            let first = try directory.open("lock", [.readWrite])
            #expect(try first.tryLock())
            #expect(try !second.tryLock())
        }
        #expect(try second.tryLock())
    }

    @Test func `an error names the call and never what a producer chose`() throws {
        let directory = try Directory(temporary.path)
        let text = #expect(throws: SystemError.self) { _ = try directory.open("MARTIN.csv", .read) }
        #expect(text?.description.contains("MARTIN") == false)
        #expect(text?.call == "openat")
    }
}

/// Chooses a crash point for this process, before the first is reached.
private func choose(_ point: String) { unsafe setenv("ECLUSE_CRASH_AT", point, 1) }

private func coreLimit() -> UInt64 {
    var limit = rlimit()
    unsafe getrlimit(__rlimit_resource_t(4), &limit)
    return UInt64(limit.rlim_cur)
}

@Suite struct CrashPointTests {
    @Test func `names every point once and by its role`() {
        let names = CrashPoint.allCases.map(\.rawValue)
        #expect(Set(names).count == names.count && names.count >= 12)
        for name in names { #expect(name.hasPrefix("receiver.") || name.hasPrefix("ingester.")) }
    }

    @Test func `kills the process at the chosen point and at no other`() async throws {
        await #expect(processExitsWith: .signal(9)) {
            choose("ingester.table-committed")
            CrashPoint.reached(.outcomeRecorded)
            CrashPoint.reached(.tableCommitted)
        }
        await #expect(processExitsWith: .success) {
            choose("ingester.table-committed")
            CrashPoint.reached(.outcomeRecorded)
        }
        await #expect(processExitsWith: .success) {
            choose("nothing")
            for point in CrashPoint.allCases { CrashPoint.reached(point) }
        }
    }

    @Test func `a hardened process leaves no core and makes private files`() async {
        await #expect(processExitsWith: .success) {
            ProcessSettings.harden()
            guard coreLimit() == 0, umask(0) == 0o077 else { exit(1) }
            exit(0)
        }
    }
}
