import Envelope
import Support
import Testing

struct SSHKeyTests {
    private let hasTool = Tool.exists("ssh-keygen")

    @Test func `writes and reads a private key again`() throws {
        let key = try SSHPrivateKey.generate()
        let again = try SSHPrivateKey(try key.serialised(comment: "récépissés"))
        #expect(again.publicKey == key.publicKey)
        #expect(try SSHPublicKey(line: key.publicKey.description + " a comment\n") == key.publicKey)
        #expect(try SSHPublicKey(line: String(key.publicKey.description.split(separator: " ")[1])) == key.publicKey)
    }

    @Test(.enabled(if: Tool.exists("ssh-keygen")))
    func `writes private keys that ssh-keygen reads, with the same fingerprint`() throws {
        let scratch = try Scratch()
        let key = try SSHPrivateKey.generate()
        let path = try scratch.write("key", try key.serialised(comment: "receipts"))
        let derived = try Tool.run("ssh-keygen", ["-y", "-f", path])
        #expect(derived.status == 0)
        #expect(derived.output.hasPrefix(key.publicKey.description))
        let line = try scratch.write("key.pub", Array(key.publicKey.description.utf8) + [10])
        let listed = try Tool.run("ssh-keygen", ["-l", "-f", line])
        #expect(listed.output.hasPrefix("256 \(key.publicKey.fingerprint) "))
    }

    @Test(
        .enabled(if: Tool.exists("ssh-keygen")),
        arguments: zip(["ed25519", "rsa", "ecdsa"], [256, 3072, 256]))
    func `recognises public keys of ssh-keygen and their size`(type: String, bits: Int) throws {
        let scratch = try Scratch()
        let made = try Tool.run(
            "ssh-keygen", ["-q", "-t", type, "-b", String(bits), "-N", "", "-C", "x", "-f", scratch.path("key")])
        #expect(made.status == 0)
        let key = try SSHPublicKey(line: String(decoding: try scratch.read("key.pub"), as: UTF8.self))
        #expect(key.bits == bits)
        let listed = try Tool.run("ssh-keygen", ["-l", "-f", scratch.path("key.pub")])
        #expect(listed.output.contains(" \(key.fingerprint) "))
        if type == "ed25519" {
            #expect(try SSHPrivateKey(scratch.read("key")).publicKey == key)
        } else {
            #expect(throws: EnvelopeFault.self) { try SSHPrivateKey(scratch.read("key")) }
        }
    }

    @Test(.enabled(if: Tool.exists("ssh-keygen")))
    func `refuses a private key with a passphrase`() throws {
        let scratch = try Scratch()
        _ = try Tool.run("ssh-keygen", ["-q", "-t", "ed25519", "-N", "secret", "-f", scratch.path("key")])
        #expect(throws: EnvelopeFault.keyMalformed(kind: "ssh")) { try SSHPrivateKey(scratch.read("key")) }
    }

    @Test func `refuses public keys that are cut, joined, misnamed or unknown`() throws {
        let key = try SSHPrivateKey.generate().publicKey
        for length in 0..<key.blob.count {
            #expect(throws: EnvelopeFault.self) { try SSHPublicKey(blob: Array(key.blob.prefix(length))) }
        }
        #expect(throws: EnvelopeFault.self) { try SSHPublicKey(blob: key.blob + [0]) }
        let base64 = key.description.split(separator: " ")[1]
        for line in ["ssh-rsa \(base64)", "ssh-ed25519", "", "ssh-dss AAAA", "command=\"x\" \(key)"] {
            #expect(throws: EnvelopeFault.self) { try SSHPublicKey(line: line) }
        }
    }

    @Test func `shows nothing of a private key`() throws {
        let key = try SSHPrivateKey.generate()
        var shown = "\(key)" + String(reflecting: key)
        dump(key, to: &shown)
        #expect(!shown.contains("seed") && !shown.contains("["))
    }
}
