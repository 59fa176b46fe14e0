import Foundation
import SSH
import Testing

/// The test that the receiver makes of libssh before it serves anybody.
@Suite struct SelfTestTests {
    @Test func `forged packets end the session with every cipher that is offered`() {
        #expect(throws: Never.self) { try SSHSelfTest.run() }
    }

    @Test func `a library that lets forged packets through is found out`() {
        // The relay forges nothing: to the test that looks like a library that does not check tags.
        #expect(throws: SSHFault.selfTest("chacha20-poly1305@openssh.com")) { try SSHSelfTest.run(relay: .honest) }
    }

    @Test func `leaves no descriptor behind`() throws {
        try SSHSelfTest.run()
        let mine = Set(try sockets())
        try SSHSelfTest.run()
        // Other tests of this process may open and close some; the self-test opens eighty.
        #expect(Set(try sockets()).subtracting(mine).count < 40)
    }

    private func sockets() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").compactMap {
            try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/" + $0)
        }.filter { $0.hasPrefix("socket:") }
    }
}
