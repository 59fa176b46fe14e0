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

    @Test func `derives the same recipient as age-keygen`() throws {
        let scratch = try Scratch()
        let identity = try AgeIdentity.generate()
        let key = try scratch.write("key", identity.serialised() + [10])
        let derived = try Tool.run("age-keygen", ["-y", key])
        #expect(derived.output.split(separator: "\n").first.map(String.init) == identity.recipient.description)
    }
}
