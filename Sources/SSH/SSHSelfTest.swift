internal import CLibSSH

/// Shows, before anybody is served, that a forged packet ends a session.
///
/// libssh 0.10.6 before Debian's 0.10.6-0+deb12u3 took AES-GCM packets whatever their tag said (CVE-2026-59847), and says the same version
/// number with and without the mend: only trying tells.
package enum SSHSelfTest {
    /// What stands between client and server.
    package enum Relay: Sendable {
        /// Forges packets.
        case forging
        /// Forges none: for seeing the test fail.
        case honest
    }

    /// For every cipher and MAC that is offered, lets a client of libssh talk to our server, untouched and with a forged packet.
    ///
    /// - Throws: ``SSHFault/selfTest(_:)`` where an untouched exchange fails or a forged one does not.
    package static func run(relay: Relay = .forging) throws(SSHFault) {
        SSHLibrary.start()
        for suite in Suite.all {
            try expect(.answered, suite, nil)
            for forgery in SelfTestExchange.Forgery.allCases {
                try expect(.ended, suite, relay == .forging ? forgery : nil)
            }
        }
    }

    private static func expect(
        _ outcome: SelfTestExchange.Outcome, _ suite: Suite, _ forgery: SelfTestExchange.Forgery?
    ) throws(SSHFault) {
        guard try SelfTestExchange(suite).run(forgery) == outcome else { throw .selfTest(suite.name) }
    }

    /// A cipher with the MAC that goes with it.
    struct Suite {
        let cipher: String
        let mac: String
        /// Bytes of the tag or MAC at the end of a packet.
        let tagLength: Int
        let name: String

        static let all = Algorithms.ciphers.flatMap { cipher in
            guard let length = cipher.tagLength else {
                return (Algorithms.macs + Algorithms.olderMACs).map { mac in
                    Suite(
                        cipher: cipher.name, mac: mac.name, tagLength: mac.length, name: cipher.name + " " + mac.name)
                }
            }
            return [Suite(cipher: cipher.name, mac: Algorithms.macs[0].name, tagLength: length, name: cipher.name)]
        }
    }
}
