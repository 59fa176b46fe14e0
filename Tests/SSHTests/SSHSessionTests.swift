import Foundation
import SSH
import TestSupport
import Testing

/// What our settings of libssh do on the wire, with OpenSSH's client at the other end.
@Suite(.enabled(if: Tool.find("ssh") != nil, "no ssh")) struct SSHSessionTests {
    /// Identification lines, and whether MACs over the plaintext are offered to them.
    static let lines: [(line: String, olderMACs: Bool)] = [
        ("SSH-2.0-libssh2_1.10.0\r\n", true), ("SSH-2.0-libssh2_1.9.0_DEV\r\n", true),
        ("SSH-2.0-libssh2_1.4.3\n", true),
        ("SSH-2.0-libssh2_1.11.0\r\n", false), ("SSH-2.0-libssh2_1.11\r\n", false), ("SSH-2.0-libssh2_2.0\r\n", false),
        ("SSH-2.0-libssh2_\r\n", false), ("SSH-2.0-libssh2_x.1\r\n", false), ("SSH-2.0-OpenSSH_9.2p1\r\n", false),
        ("SSH-2.0-x libssh2_1.10.0\r\n", false), ("SSH-1.99-libssh2_1.10.0\r\n", false),
    ]

    @Test(arguments: lines.indices) func `older MACs are offered to clients that need them alone`(_ index: Int) throws {
        let harness = try SSHHarness()
        let (line, isOlder) = Self.lines[index]
        let text = String(decoding: try harness.greeting(line), as: UTF8.self)
        let strict = "hmac-sha2-256-etm@openssh.com,hmac-sha2-512-etm@openssh.com"
        #expect(text.contains(strict))
        #expect(text.contains(strict + ",hmac-sha2-256,hmac-sha2-512") == isOlder)
        #expect(!text.contains("zlib"))
    }

    @Test func `a client that waits for our line gets the strict list`() throws {
        let harness = try SSHHarness()
        let text = String(
            decoding: try harness.greeting("SSH-2.0-libssh2_1.10.0\r\n", isPatient: true), as: UTF8.self)
        #expect(text.contains("hmac-sha2-512-etm@openssh.com") && !text.contains(",hmac-sha2-256,"))
    }

    /// Bytes that are not all the same.
    private static let load = SeededGenerator.load(6 << 20)

    @Test(arguments: [
        "chacha20-poly1305@openssh.com", "aes256-gcm@openssh.com", "aes128-gcm@openssh.com", "aes256-ctr",
    ])
    func `new keys are agreed on during an upload, at our wish and at the client's`(_ cipher: String) throws {
        let harness = try SSHHarness { $0.rekeyBytes = 1 << 20 }
        for options in [[], ["-o", "RekeyLimit=600K"]] {
            let sent = try harness.ssh(["-c", cipher, "-v", "-o", "LogLevel=DEBUG1"] + options, input: Self.load)
            let exchanges = sent.errors.components(separatedBy: "SSH2_MSG_NEWKEYS received").count - 1
            // The first, and one for each MiB and what is on its way meanwhile: a window of 2 MiB at most.
            #expect(exchanges > 2, "\(exchanges) key exchanges")
        }
        let results = try harness.results(2)
        for result in results {
            #expect(result.fault == nil)
            #expect(result.bytes.count == Self.load.count)
            #expect(result.bytes == Self.load)
        }
    }

    @Test func `an RSA key under 3072 bits does not log in, whoever it belongs to`() throws {
        let harness = try SSHHarness { $0.loginSeconds = 5 }
        for bits in ["2048", "3072"] {
            let made = try Tool.run(
                "ssh-keygen", ["-q", "-N", "", "-t", "rsa", "-b", bits, "-f", harness.folder.file(bits)])
            #expect(made.status == 0)
        }
        let short = try harness.ssh(key: "2048", input: [1, 2, 3])
        #expect(short.status == 255)
        let refused = try harness.results(1)[0]
        #expect(refused.refusals > 0 && refused.bytes.isEmpty)
        let long = try harness.ssh(key: "3072", input: [1, 2, 3])
        let result = try harness.results(2)[1]
        #expect(result.bytes == [1, 2, 3], "\(long.errors)")
    }

    @Test func `a client that says nothing is hung up on, and so is one that asks for nothing`() throws {
        let harness = try SSHHarness {
            $0.keyExchangeSeconds = 1
            $0.loginSeconds = 1
        }
        #expect(try harness.greeting("").starts(with: Array("SSH-2.0-libssh".utf8)), "and nothing more")
        #expect(try harness.results()[0].fault == .keyExchange)
        let idle = try harness.ssh(["-N", "-o", "SessionType=none"], input: [])
        #expect(idle.status != 0)
        let result = try harness.results(2)[1]
        #expect(result.fault == .noChannel && result.bytes.isEmpty)
    }

    @Test func `a client that takes no answers is gone after a while`() throws {
        let harness = try SSHHarness(isTalkative: true) { $0.stallSeconds = 1 }
        let client = try RunningTool("ssh", harness.words(), stdin: [1])
        #expect(client.waits(for: "..."))
        client.send(SIGSTOP)
        let result = try harness.results()[0]
        #expect(result.fault == .stalled)
        client.send(SIGKILL)
    }

    @Test func `a subsystem that is none of ours is refused`() throws {
        let harness = try SSHHarness { $0.loginSeconds = 5 }
        #expect(try harness.ssh(input: [1], subsystem: "netconf").status == 255)
        let result = try harness.results()[0]
        #expect(result.fault != nil && result.bytes.isEmpty)
    }
}

extension SeededGenerator {
    fileprivate static func load(_ count: Int) -> [UInt8] {
        var generator = SeededGenerator(7)
        return generator.bytes(count)
    }
}
