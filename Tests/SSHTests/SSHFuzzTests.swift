import Foundation
import SSH
import Support
import TestSupport
import Testing

/// Anything that a client may say before its words are encrypted: identification lines and packets, well-formed and mutated.
@Suite(.enabled(if: Tool.find("ssh-keygen") != nil, "no ssh-keygen")) struct SSHFuzzTests {
    /// Mutations of a usual run; the variable `ECLUSE_FUZZ_SECONDS` has it go on for that long.
    private static let mutations = 400
    private static let seconds = ProcessInfo.processInfo.environment["ECLUSE_FUZZ_SECONDS"].flatMap(Double.init) ?? 0

    @Test func `a session ends in order whatever comes before keys are agreed on`() throws {
        let folder = try TemporaryDirectory()
        let made = try Tool.run("ssh-keygen", ["-q", "-N", "", "-t", "ed25519", "-f", folder.file("host")])
        try #require(made.status == 0)
        var settings = SSHSettings(hostKeyPaths: [folder.file("host")])
        settings.keyExchangeSeconds = 2
        settings.loginSeconds = 2
        SSHLibrary.start()
        var mutator = Mutator(20_261_121)
        let end = Date(timeIntervalSinceNow: Self.seconds)
        var count = 0
        while count < Self.mutations || Date.now < end {
            let whole = ClientTalk.all[count % ClientTalk.all.count]
            // The first rounds take the talks as they are. Looking for an older client waits for a line that may never end.
            settings.acceptsOlderMACs = count % 16 == 0
            try listen(to: count < ClientTalk.all.count ? whole : mutator.mutate(whole), settings)
            count += 1
        }
        if Self.seconds > 0 { print("ssh, before keys: \(count) executions") }
    }

    /// Has a session listen to `bytes` and their end: it must neither log anybody in nor hang.
    private func listen(to bytes: [UInt8], _ settings: SSHSettings) throws {
        var pair: [Int32] = [-1, -1]
        try #require(unsafe socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &pair) == 0)
        defer { close(pair[0]) }
        let sent = unsafe send(pair[0], bytes, bytes.count, Int32(MSG_DONTWAIT | MSG_NOSIGNAL))
        try #require(sent == bytes.count)
        shutdown(pair[0], Int32(SHUT_WR))
        let session = try SSHSession(descriptor: pair[1], settings: settings) { _, _ in
            Issue.record("nobody can have shown a key")
            return false
        }
        #expect(throws: SSHFault.self) {
            try session.open(
                now: { DispatchTime.now().uptimeNanoseconds }, goOn: { true },
                authenticated: { _ in Issue.record("nobody can have logged in") })
        }
        session.close()
    }
}

/// What clients say, in the clear (RFC 4253, sections 4.2, 6, 7 and 11).
private enum ClientTalk {
    private static let line = Array("SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n".utf8)

    static let all: [[UInt8]] = [
        line, line + packet(keyExchange("curve25519-sha256")), whole("curve25519-sha256", [30] + string(32)),
        whole("diffie-hellman-group16-sha512", [30] + string(512)),
        whole("diffie-hellman-group18-sha512", [30] + string(1024)), whole("none", [30] + string(32)),
        line + packet([2] + string(100)) + packet([4, 1] + string(20) + string(2)) + packet([3, 0, 0, 0, 1]),
        line + packet([1, 0, 0, 0, 11] + string(5) + string(0)), line + packet([5] + text("ssh-userauth")),
        line + packet([80] + text("keepalive@openssh.com") + [1])
            + packet([90] + text("session") + [UInt8](repeating: 1, count: 12)),
        Array("SSH-2.0-libssh2_1.10.0\r\n".utf8) + packet(keyExchange("curve25519-sha256", mac: "hmac-sha2-256")),
    ]

    /// An exchange up to the first packet that would be encrypted.
    private static func whole(_ method: String, _ start: [UInt8]) -> [UInt8] {
        line + packet(keyExchange(method)) + packet(start) + packet([21]) + [UInt8](repeating: 0x5a, count: 200)
    }

    private static func keyExchange(_ method: String, mac: String = "hmac-sha2-256-etm@openssh.com") -> [UInt8] {
        let lists = [
            method + ",ext-info-c,kex-strict-c-v00@openssh.com", "ssh-ed25519,rsa-sha2-512", "aes256-ctr", "aes256-ctr",
            mac,
            mac, "none", "none", "", "",
        ]
        return [20] + [UInt8](repeating: 9, count: 16) + lists.flatMap(text) + [0, 0, 0, 0, 0]
    }

    private static func packet(_ payload: [UInt8]) -> [UInt8] {
        var padding = 8 - (5 + payload.count) % 8
        if padding < 4 { padding += 8 }
        return number(1 + payload.count + padding) + [UInt8(padding)] + payload + [UInt8](repeating: 0, count: padding)
    }

    private static func text(_ value: String) -> [UInt8] { number(value.utf8.count) + Array(value.utf8) }
    private static func string(_ count: Int) -> [UInt8] { number(count) + [UInt8](repeating: 0x42, count: count) }
    private static func number(_ value: Int) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * $0)) }
    }
}
