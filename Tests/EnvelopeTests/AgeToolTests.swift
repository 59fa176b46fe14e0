import Envelope
import Support
import Testing

@Suite(.enabled(if: Tool.exists("age") && Tool.exists("age-keygen"), "the Debian package age is not installed"))
struct AgeToolTests {
    private static let lengths = [0, 1, 65_536, 65_536 * 3 + 1]

    @Test(arguments: lengths, [false, true])
    func `opens what age sealed`(length: Int, armored: Bool) throws {
        let scratch = try Scratch()
        let plain = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 7 >> 2) }
        let input = try scratch.write("plain", plain)
        #expect(try Tool.run("age-keygen", ["-o", scratch.path("key")]).status == 0)
        let identities = try AgeIdentity.parse(file: scratch.read("key"))
        let options = armored ? ["-a"] : []
        let recipient = identities[0].recipient.description
        let sealed = try Tool.run("age", options + ["-r", recipient, "-o", scratch.path("sealed"), input])
        #expect(sealed.status == 0, "\(sealed.output)")
        let result = open(try scratch.read("sealed"), identities)
        #expect(result.error == nil)
        #expect(result.bytes == plain)
    }

    @Test(arguments: lengths, [false, true])
    func `seals what age opens`(length: Int, armored: Bool) throws {
        let scratch = try Scratch()
        let plain = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 5 >> 1) }
        let identity = try AgeIdentity.generate()
        let file = try AgeWriter.seal(plain, to: [identity.recipient])
        let sealed = try scratch.write("sealed", armored ? AgeArmor.encode(file) : file)
        let key = try scratch.write("key", identity.serialised() + [10])
        let opened = try Tool.run("age", ["-d", "-i", key, "-o", scratch.path("plain"), sealed])
        #expect(opened.status == 0, "\(opened.output)")
        // The tool makes no file for a payload of no bytes.
        #expect(try length == 0 ? opened.output.isEmpty : scratch.read("plain") == plain)
    }

    /// A new Ed25519 key of `ssh-keygen`, and the path of its public half.
    private func sshKey(_ scratch: Scratch, _ name: String = "id") throws -> (secret: [UInt8], public: String) {
        let made = try Tool.run("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "day", "-f", scratch.path(name)])
        try #require(made.status == 0, "\(made.output)")
        return (try scratch.read(name), scratch.path(name + ".pub"))
    }

    @Test(arguments: lengths, [false, true])
    func `opens what age sealed to an SSH key`(length: Int, armored: Bool) throws {
        let scratch = try Scratch()
        let plain = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 3 >> 1) }
        let input = try scratch.write("plain", plain)
        let (key, other) = (try sshKey(scratch), try sshKey(scratch, "other"))
        let options = armored ? ["-a"] : []
        let sealed = try Tool.run(
            "age", options + ["-R", other.public, "-R", key.public, "-o", scratch.path("sealed"), input])
        #expect(sealed.status == 0, "\(sealed.output)")
        let file = try scratch.read("sealed")
        for secret in [key.secret, other.secret] {
            let result = open(file, try AgeIdentity.parse(file: secret))
            #expect(result.error == nil)
            #expect(result.bytes == plain)
        }
        let stranger = try AgeIdentity.parse(file: try sshKey(scratch, "stranger").secret)
        #expect(open(file, stranger + [try AgeIdentity.generate()]).error as? EnvelopeFault == .notForUs)
        let shown = try EnvelopeInspector.describe { MemorySource(file) }.recipients
        #expect(shown.count == 2 && Set(shown).count == 2)
        #expect(shown.allSatisfy { $0.hasPrefix("ssh-ed25519 ") && $0.count == 18 })
    }

    @Test func `seals to an SSH key what age opens with it`() throws {
        let scratch = try Scratch()
        let key = try sshKey(scratch)
        let identity = try #require(try AgeIdentity.parse(file: key.secret).first)
        #expect(String(decoding: try scratch.read("id.pub"), as: UTF8.self) == "\(identity.recipient) day\n")
        let plain = Array("a;b\n1;2\n".utf8)
        let sealed = try scratch.write("sealed", AgeWriter.seal(plain, to: [identity.recipient]))
        let opened = try Tool.run("age", ["-d", "-i", scratch.path("id"), "-o", scratch.path("plain"), sealed])
        #expect(opened.status == 0, "\(opened.output)")
        #expect(try scratch.read("plain") == plain)
    }

    @Test func `refuses a file for an SSH key in which any bit is another, or that is cut`() throws {
        let scratch = try Scratch()
        let key = try sshKey(scratch)
        let input = try scratch.write("plain", Array("a;b\n1;2\n".utf8))
        _ = try Tool.run("age", ["-R", key.public, "-o", scratch.path("sealed"), input])
        let file = try scratch.read("sealed")
        let identities = try AgeIdentity.parse(file: key.secret)
        #expect(open(file, identities).error == nil)
        var altered = file
        for bit in 0..<(file.count * 8) {
            altered[bit / 8] ^= 1 << UInt8(bit % 8)
            #expect(open(altered, identities).error is EnvelopeFault, "bit \(bit)")
            altered[bit / 8] = file[bit / 8]
        }
        for length in 0..<file.count { #expect(open(Array(file[..<length]), identities).error is EnvelopeFault) }
    }

    @Test func `other keys of OpenSSH open no age file`() throws {
        let scratch = try Scratch()
        for (name, options) in [
            ("rsa", ["-t", "rsa", "-b", "2048", "-N", ""]), ("locked", ["-t", "ed25519", "-N", "words"]),
            ("ecdsa", ["-t", "ecdsa", "-N", ""]),
        ] {
            _ = try Tool.run("ssh-keygen", ["-q"] + options + ["-f", scratch.path(name)])
            #expect(throws: EnvelopeFault.keyMalformed(kind: "ssh")) {
                try AgeIdentity.parse(file: scratch.read(name))
            }
        }
    }

    @Test func `derives the same recipient as age-keygen`() throws {
        let scratch = try Scratch()
        let identity = try AgeIdentity.generate()
        let key = try scratch.write("key", identity.serialised() + [10])
        let derived = try Tool.run("age-keygen", ["-y", key])
        #expect(derived.output.split(separator: "\n").first.map(String.init) == identity.recipient.description)
    }
}
