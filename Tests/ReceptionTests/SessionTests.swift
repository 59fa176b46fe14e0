import Convention
import Foundation
import Platform
import Reception
import Spool
import Support
import Synchronization
import Testing

@Suite(.enabled(if: ReceptionHarness.hasClients, "the OpenSSH client is not installed"))
struct SessionTests {
    @Test func `names what happened in a session`() throws {
        let harness = try ReceptionHarness()
        let (path, _) = try harness.file("day", count: 10)
        _ = try harness.sftp("put \(path) /inbox/day\n-mkdir /inbox/x\n-put \(path) /inbox/day\n")
        let names = harness.events.withLock { $0 }
        let expected = [
            "session.authenticated", "upload.started", "upload.handed-over", "session.refused",
        ]
        #expect(names.prefix(4).elementsEqual(expected))
    }

    @Test func `hangs up on a client that never speaks`() throws {
        let harness = try ReceptionHarness { $0.deadlines.keyExchange = 1 }
        let socket = try Self.connect(harness.port)
        var buffer = [UInt8](repeating: 0, count: 4096)
        // The server's version and proposal, then the end: nothing else ends this loop.
        while try unsafe buffer.withUnsafeMutableBytes({ try unsafe socket.read(into: $0) }) > 0 {}
        #expect(harness.events.withLock { !$0.contains("session.authenticated") })
    }

    @Test(arguments: [0, 1, 2, 3]) func `ends sessions that begin with noise`(seed: Int) throws {
        let harness = try ReceptionHarness { $0.deadlines.keyExchange = 1 }
        let socket = try Self.connect(harness.port)
        let noise = (0..<3000).map { UInt8(truncatingIfNeeded: ($0 + seed) &* 167 ^ seed) }
        try? socket.write(seed % 2 == 0 ? Array("SSH-2.0-x\r\n".utf8) + noise : noise)
        var buffer = [UInt8](repeating: 0, count: 4096)
        while let count = try? unsafe buffer.withUnsafeMutableBytes({ try unsafe socket.read(into: $0) }), count > 0 {}
        let (path, _) = try harness.file("day", count: 10)
        #expect(try harness.sftp("put \(path) /inbox/day\n").status == 0)
    }

    @Test func `a key from a network that is not the account's is as good as a wrong key`() throws {
        let far = try ReceptionHarness { $0.accounts[0].networks = [NetworkRange("192.0.2.0/24")].compactMap { $0 } }
        let (path, _) = try far.file("day", count: 10)
        let refused = try far.sftp("put \(path) /inbox/day\n")
        let wrongKey = try far.sftp("put \(path) /inbox/day\n", key: "evil")
        #expect(refused.status != 0)
        #expect(refused.status == wrongKey.status)
        #expect(try SpoolInbox(spool: far.path + "/spool").accounts().isEmpty, "nobody was let in")
        let near = try ReceptionHarness { $0.accounts[0].networks = [NetworkRange("127.0.0.0/8")].compactMap { $0 } }
        let (other, _) = try near.file("day", count: 10)
        #expect(try near.sftp("put \(other) /inbox/day\n").status == 0)
    }

    @Test func `an account without sessions left is refused after it has shown its key`() throws {
        let harness = try ReceptionHarness { $0.accounts[0].sessions = 0 }
        let (path, _) = try harness.file("day", count: 10)
        #expect(try harness.sftp("put \(path) /inbox/day\n").status != 0)
        #expect(try harness.drops.isEmpty)
    }

    @Test func `a session that has lasted its time ends`() throws {
        let harness = try ReceptionHarness { $0.deadlines.session = 0 }
        let (path, _) = try harness.file("day", count: 10)
        #expect(try harness.sftp("put \(path) /inbox/day\n").status != 0)
        #expect(try harness.drops.isEmpty)
    }

    @Test func `what an account sends is counted against its rate, where it has one`() throws {
        for rate in [nil, UInt64(1) << 30] {
            let harness = try ReceptionHarness { $0.accounts[0].limits.bytesPerSecond = rate }
            let (path, bytes) = try harness.file("day", count: 300_000)
            #expect(try harness.sftp("put \(path) /inbox/day\n").status == 0)
            #expect(try harness.payload(try #require(try harness.drops.first)) == bytes)
            // The moment at which all of it would have arrived at that rate; how long is waited for it, `AccountPace` decides.
            let schedule = harness.path + "/spool/alpha/upload/sessions/" + AccountPace.fileName
            let moment = FileManager.default.contents(atPath: schedule)
            #expect((moment?.contains { $0 != 0 } ?? false) == (rate != nil))
        }
    }

    private static func connect(_ port: UInt16) throws -> FileDescriptor {
        let raw = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        try #require(raw >= 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        let result = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe Foundation.connect(raw, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        try #require(result == 0)
        return FileDescriptor(owning: raw)
    }
}
