import OpenPGP
import Support
import TestSupport
import Testing

@Suite struct OpenPGPKeyTests {
    private static let moment = Timestamp(seconds: 1_795_219_200)

    @Test func `makes a key that is sealed to, and reads it back`() throws {
        let made = try OpenPGPKeyGeneration.generate(user: "Example", at: OpenPGPKeyTests.moment)
        let text = String(decoding: made.public, as: UTF8.self)
        #expect(text.hasPrefix("-----BEGIN PGP PUBLIC KEY BLOCK-----\n"))
        let ring = try OpenPGPKeyRing(at: OpenPGPKeyTests.moment)
        try ring.add(secretKeys: made.secret)
        let keys = try ring.keys()
        #expect(keys.count == 2)
        #expect(Set(keys.map(\.primaryFingerprint)).count == 1)
        let sealed = try #require(keys.first { $0.canEncrypt })
        #expect(sealed.hasSecret && sealed.algorithm == .rsa(bits: 3072) && !sealed.canSign)
        #expect(sealed.validUntil == .max)

        let open = try OpenPGPKeyRing(at: OpenPGPKeyTests.moment)
        try open.add(publicKeys: made.public)
        #expect(try open.keys().allSatisfy { !$0.hasSecret })
    }

    @Test(.enabled(if: Tool.find("gpg") != nil, "the Debian package gnupg is not installed"))
    func `makes a key that gpg reads`() throws {
        let made = try OpenPGPKeyGeneration.generate(user: "Example", at: OpenPGPKeyTests.moment)
        let folder = try TemporaryDirectory()
        let file = try folder.write("key.asc", made.public)
        let shown = try Tool.run("gpg", ["--homedir", folder.path, "--batch", "--with-colons", "--show-keys", file])
        #expect(shown.status == 0, "\(shown.errors)")
        #expect(shown.output.contains("rsa3072") || shown.output.contains(":3072:1:"))
        #expect(shown.output.contains("uid:") && shown.output.contains("sub:"))
    }

    @Test func `bytes that are no key are refused`() throws {
        let ring = try OpenPGPKeyRing(at: OpenPGPKeyTests.moment)
        #expect(throws: OpenPGPFault.keyMalformed) { try ring.add(publicKeys: Array("no key at all".utf8)) }
        let noKey = Array("no key at all".utf8)
        #expect(throws: OpenPGPFault.keyMalformed) { try ring.add(secretKeys: SecretBytes(copying: noKey.span)) }
        #expect(try ring.keys().isEmpty)
    }

    @Test func `what is no message comes to no end`() throws {
        let ring = try OpenPGPKeyRing(at: OpenPGPKeyTests.moment)
        let nothing = try unsafe OpenPGPDecryption.run(ring, read: { _ in 0 }, write: { _ in true })
        #expect(nothing.end == .altered && nothing.signatures.isEmpty && nothing.protection == .none)
        let stopped = try unsafe OpenPGPDecryption.run(ring, read: { _ in nil }, write: { _ in true })
        #expect(stopped.end == .stopped)
    }
}
