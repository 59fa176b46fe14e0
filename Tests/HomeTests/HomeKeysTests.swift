import Convention
import Crypto
import Envelope
import Foundation
import Home
import Pseudonymisation
import Support
import TestSupport
import Testing

@Suite struct HomeKeysTests {
    /// Example key, where it would stand in a home.
    private static let examples = [
        ("host/ssh_host_ed25519_key", "keys/host/ssh_host_ed25519_key"),
        ("host/ssh_host_rsa_key", "keys/host/ssh_host_rsa_key"),
        ("receipt/receipt_ed25519_key", "keys/receipt/receipt_ed25519_key"),
        ("envelope/example.agekey", "keys/envelope/anything.agekey"),
        ("envelope/example.pgpkey", "keys/envelope/anything.pgpkey"),
        ("pseudonym/sidep-person.1", "keys/pseudonym/sidep-person.1"),
    ]

    private func loadAll(_ home: Home) throws {
        _ = try home.keys.hostFiles()
        _ = try home.keys.receipt()
        _ = try home.keys.envelope()
        _ = try home.keys.pseudonyms()
    }

    @Test(arguments: examples) func `refuses every example key outside the demo`(_ example: String, _ file: String)
        throws
    {
        let temporary = try TemporaryHome()
        try loadAll(temporary.home())
        try temporary.install(example: example, as: file)
        #expect(fault { try loadAll(temporary.home()) } == .exampleKey(file: file))
    }

    @Test(arguments: examples) func `takes every example key in the demo`(_ example: String, _ file: String) throws {
        let temporary = try TemporaryHome(TemporaryHome.demo)
        try temporary.install(example: example, as: file)
        try loadAll(temporary.home())
    }

    @Test func `refuses a demo that listens on more than loopback`() throws {
        for address in ["0.0.0.0", "::", "192.0.2.1"] {
            let changes = TemporaryHome.demo.merging(["listen.address": .text(address)]) { _, changed in changed }
            #expect(fault { try TemporaryHome(changes).home() } == .demoExposed)
        }
    }

    @Test func `knows the fingerprint of every file of keys-example`() throws {
        let folder = TemporaryHome.project.appending(path: "keys-example")
        let files = try FileManager.default.subpathsOfDirectory(atPath: folder.path).filter {
            $0.contains("/") && !$0.hasSuffix(".pub")
        }
        #expect(Set(files) == Set(ExampleKeys.fingerprints.keys))
        for file in files {
            var bytes = Array(try Data(contentsOf: folder.appending(path: file)))
            if file.hasPrefix("pseudonym/") {
                #expect(ExampleKeys.contains(try PseudonymSecretFile.decode(&bytes).key))
            } else if file.hasSuffix(".agekey") {
                #expect(try AgeIdentity.parse(file: bytes).allSatisfy { ExampleKeys.contains($0.recipient) })
            } else if file.hasSuffix(".pgpkey") {
                let identity = try OpenPGPIdentity(bytes)
                #expect(ExampleKeys.contains(identity))
            } else if file.hasSuffix("rsa_key") {
                #expect(ExampleKeys.contains(try SSHHostRSAKey(bytes).publicKey))
            } else {
                #expect(ExampleKeys.contains(try SSHPrivateKey(bytes).publicKey))
            }
        }
    }

    @Test func `refuses a key file that others can read`() throws {
        let temporary = try TemporaryHome()
        unsafe chmod(HomeLayout(temporary.path).hostKey, 0o640)
        let home = try temporary.home()
        #expect(fault { try home.keys.host() } == .keyPermissions(file: "keys/host/ssh_host_ed25519_key", mode: 0o640))
    }

    @Test func `a home without an RSA host key serves the other one`() throws {
        let temporary = try TemporaryHome()
        let home = try temporary.home()
        #expect(try home.keys.hostFiles() == [home.layout.hostKey, home.layout.hostRSAKey])
        for file in [home.layout.hostRSAKey, home.layout.hostRSAKey + ".pub"] {
            try FileManager.default.removeItem(atPath: file)
        }
        #expect(try home.keys.hostFiles() == [home.layout.hostKey])
        #expect(try home.keys.identity(home.configuration).hostKeys.map(\.name) == ["ED25519"])
    }

    @Test(arguments: ["not a key", "short", "encrypted", "other kind", "0640"])
    func `refuses an RSA host key that is`(_ what: String) throws {
        let temporary = try TemporaryHome()
        let home = try temporary.home()
        let path = home.layout.hostRSAKey
        let tools: [String: [String]] = [
            "short": ["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"],
            "other kind": ["-algorithm", "ED25519"],
            "encrypted": ["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:3072", "-aes128", "-pass", "pass:x"],
        ]
        if let arguments = tools[what] {
            #expect(try Tool.run("openssl", ["genpkey", "-quiet", "-out", path] + arguments).status == 0)
        } else if what != "0640" {
            try Data(what.utf8).write(to: URL(filePath: path))
        }
        unsafe chmod(path, what == "0640" ? 0o640 : 0o600)
        let expected = what == "0640" ? "home.key-permissions" : "home.key-malformed"
        #expect(fault { try home.keys.hostFiles() }?.code.description == expected)
    }

    @Test func `refuses a missing and a malformed key`() throws {
        let temporary = try TemporaryHome()
        let home = try temporary.home()
        let file = URL(filePath: home.layout.receiptKey)
        try FileManager.default.removeItem(at: file)
        #expect(fault { try home.keys.receipt() }?.code == "home.key-missing")
        try Data("not a key".utf8).write(to: file)
        unsafe chmod(file.path, 0o600)
        #expect(fault { try home.keys.receipt() }?.code == "home.key-malformed")
    }

    @Test func `refuses a pseudonym secret under another's name`() throws {
        let temporary = try TemporaryHome(TemporaryHome.demo)
        try temporary.install(example: "pseudonym/sidep-person.1", as: "keys/pseudonym/others.1")
        #expect(fault { try temporary.home().keys.pseudonyms() }?.code == "home.key-malformed")
    }
}
