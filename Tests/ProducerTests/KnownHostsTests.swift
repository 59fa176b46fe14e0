import Envelope
import Producer
import Support
import TestSupport
import Testing

@Suite struct KnownHostsTests {
    /// A key made for the test: what the base64 of a line is does not matter but for its form.
    static func line(_ place: String) throws -> String {
        place + " " + (try SSHPrivateKey.generate().publicKey.description)
    }

    @Test(arguments: [
        ("gateway.example", "gateway.example", 22), ("[gateway.example]:2222", "gateway.example", 2222),
        ("[10.0.0.1]:22,other", "10.0.0.1", 22),
    ])
    func `the first line says where the gateway is`(place: String, host: String, port: UInt16) throws {
        let text = "# a comment\n" + (try Self.line(place)) + "\n" + (try Self.line("second")) + "\n"
        let hosts = try #require(KnownHosts(Array(text.utf8)))
        #expect(hosts.host == host && hosts.port == port && hosts.keys.count == 2)
    }

    @Test func `a hashed name gives a key and no address`() throws {
        let hosts = try #require(KnownHosts(Array(try Self.line("|1|abc|def").utf8)))
        #expect(hosts.host == nil && hosts.keys.count == 1)
    }

    @Test(arguments: [
        "", "# nothing\n", "host ssh-ed25519 AAAA\n", "host\n", "@revoked host ssh-ed25519 AAAA\n", "[host]:0 KEY\n",
        "[host]:99999 KEY\n", "[host KEY\n", "host ssh-dss AAAA\n",
    ])
    func `a file that is not plain is not believed`(text: String) throws {
        let key = try SSHPrivateKey.generate().publicKey.description
        let whole = text.split(separator: "KEY", omittingEmptySubsequences: false).joined(separator: key)
        #expect(KnownHosts(Array(whole.utf8)) == nil)
    }

    @Test func `survives any bytes`() throws {
        let corpus = try ["host", "[host]:22", "|1|a|b", "@revoked host"].map { Array(try Self.line($0).utf8) }
        fuzz(corpus, seed: 5, count: 2000, fuzzKnownHosts)
    }
}

/// Reads `bytes` as a file of host keys.
func fuzzKnownHosts(_ bytes: [UInt8]) { _ = KnownHosts(bytes) }
