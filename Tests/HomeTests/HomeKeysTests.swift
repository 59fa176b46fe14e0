import Convention
import Crypto
import Envelope
import Foundation
import Home
import Pseudonymisation
import Support
import Testing

@Suite struct HomeKeysTests {
    /// Example key, where it would stand in a home.
    private static let examples = [
        ("host/ssh_host_ed25519_key", "keys/host/ssh_host_ed25519_key"),
        ("receipt/receipt_ed25519_key", "keys/receipt/receipt_ed25519_key"),
        ("envelope/example.agekey", "keys/envelope/anything.agekey"),
        ("pseudonym/sidep-person.1", "keys/pseudonym/sidep-person.1"),
    ]

    private func loadAll(_ home: Home) throws {
        _ = try home.keys.host()
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
