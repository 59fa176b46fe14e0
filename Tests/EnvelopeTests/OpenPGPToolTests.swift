import Envelope
import Foundation
import Support
import Testing

/// A GnuPG home with the signers of the vectors, and an rnp home with their gateways, in a directory of a test's own.
private final class OpenPGPTools {
    let scratch: Scratch
    private let gnupg: String

    init() throws {
        scratch = try Scratch()
        gnupg = scratch.path("gnupg")
        try FileManager.default.createDirectory(
            atPath: gnupg, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        for name in ["signer", "signer-rsa"] {
            _ = try gpg(["--import", OpenPGPVectors.path(name + ".secret.asc")])
        }
    }

    deinit { _ = try? Tool.run("gpgconf", ["--homedir", gnupg, "--kill", "all"]) }

    /// What `gpg` writes with `options` for the file `input`.
    func seal(_ options: [String], _ input: String) throws -> [UInt8] {
        let output = scratch.path("sealed")
        try? FileManager.default.removeItem(atPath: output)
        let result = try gpg(["--output", output] + options + [input])
        try #require(result.status == 0, "\(result.output)")
        return try scratch.read("sealed")
    }

    private func gpg(_ options: [String]) throws -> (status: Int32, output: String) {
        try Tool.run(
            "gpg",
            ["--homedir", gnupg, "--batch", "--quiet", "--no-tty", "--pinentry-mode", "loopback", "--passphrase", ""]
                + ["--trust-model", "always"] + options)
    }
}

@Suite(.enabled(if: Tool.exists("gpg"), "the Debian package gnupg is not installed"))
struct OpenPGPToolTests {
    /// Ways in which files are sealed, today and ten years ago.
    private static let ways: [[String]] = [
        ["-f", "25519"], ["-f", "p256"], ["-f", "rsa"], ["-f", "rsa", "-f", "p256", "-f", "25519"],
        ["-f", "rsa", "--armor"], ["-f", "25519", "--compress-algo", "zip"],
        ["-f", "25519", "--compress-algo", "zlib"], ["-f", "25519", "--compress-algo", "bzip2"],
        ["-f", "25519", "--compress-algo", "none"], ["-f", "rsa", "--rfc4880"], ["-f", "rsa", "--openpgp"],
        ["-f", "25519", "--cipher-algo", "AES128"], ["-f", "25519", "--cipher-algo", "CAMELLIA256"],
        ["-f", "rsa", "--cipher-algo", "TWOFISH"], ["-f", "25519", "--comment", "of the export", "--armor"],
    ]
    private static let lengths = [0, 1, 8191, 1_500_000]

    @Test(arguments: ways)
    func `opens what gpg sealed, signed or not`(way: [String]) throws {
        let tools = try OpenPGPTools()
        let options = way.map { ["25519", "p256", "rsa"].contains($0) ? OpenPGPVectors.path("gateway-\($0).asc") : $0 }
        let identities = try OpenPGPVectors.identities()
        let signers = try OpenPGPVectors.signers(["signer", "signer-rsa"])
        for (index, length) in OpenPGPToolTests.lengths.enumerated() {
            let plain = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 7 >> 2) }
            let input = try tools.scratch.write("plain", plain)
            let unsigned = openPGP(try tools.seal(["--encrypt"] + options, input), identities)
            #expect(unsigned.error == nil)
            #expect(unsigned.bytes == plain)
            let user = index % 2 == 0 ? "=Example signer" : "=Example signer RSA"
            let signed = openPGP(
                try tools.seal(["--encrypt", "--sign", "-u", user] + options, input), identities, signers: signers,
                required: true)
            #expect(signed.error == nil)
            #expect(signed.bytes == plain)
            #expect(signed.signature?.signer != nil)
        }
    }

    @Test func `a content that grows too much is stopped`() throws {
        let tools = try OpenPGPTools()
        let input = try tools.scratch.write("plain", [UInt8](repeating: 48, count: 64 << 20))
        let recipient = ["--encrypt", "-f", OpenPGPVectors.path("gateway-25519.asc")]
        let identities = [try OpenPGPVectors.identity("25519")]
        let bomb = openPGP(try tools.seal(recipient + ["--compress-algo", "bzip2"], input), identities)
        #expect((bomb.error as? EnvelopeFault)?.code == "envelope.openpgp-expands")
        #expect(bomb.bytes.count < 17 << 20)
    }

    @Test(.enabled(if: Tool.exists("rnp"), "the Debian package rnp is not installed"), arguments: ["ocb", "eax"])
    func `opens content of many small authenticated chunks, and refuses it with any of them changed`(mode: String)
        throws
    {
        let scratch = try Scratch()
        let home = scratch.path("rnp")
        try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
        let key = OpenPGPVectors.path("gateway-25519.asc")
        #expect(try Tool.run("rnpkeys", ["--homedir", home, "--import-keys", key]).status == 0)
        let plain = (0..<5000).map { UInt8(truncatingIfNeeded: $0 &* 7 >> 2) }
        // The smallest chunks that the format has: 64 bytes, each with its tag.
        let sealed = try Tool.run(
            "rnp",
            [
                "--homedir", home, "-e", "-r", try OpenPGPVectors.identity("25519").fingerprint, "--aead=" + mode,
                "--aead-chunk-bits=0", "-z", "0", "--output", scratch.path("sealed"),
                try scratch.write("plain", plain),
            ])
        try #require(sealed.status == 0, "\(sealed.output)")
        let file = try scratch.read("sealed")
        #expect(file.count > plain.count + plain.count / 64 * 16)
        let identities = [try OpenPGPVectors.identity("25519")]
        for size in [7, 64, 100_000] {
            let result = openPGP(file, identities, size: size)
            #expect(result.error == nil && result.bytes == plain)
        }
        var altered = file
        for place in stride(from: 100, to: file.count, by: 37) {
            altered[place] ^= 1
            #expect(openPGP(altered, identities).error is EnvelopeFault, "byte \(place)")
            altered[place] = file[place]
        }
        for length in stride(from: 100, to: file.count, by: 41) {
            #expect(openPGP(Array(file[..<length]), identities).error is EnvelopeFault, "\(length) bytes")
        }
        // A chunk left out, and two that changed places.
        let whole = 100 + 10 * 80
        #expect(openPGP(Array(file[..<whole] + file[(whole + 80)...]), identities).error is EnvelopeFault)
        let swapped = file[..<whole] + file[(whole + 80)..<(whole + 160)] + file[whole..<(whole + 80)]
        #expect(openPGP(Array(swapped + file[(whole + 160)...]), identities).error is EnvelopeFault)
    }

    @Test func `the key that a new home makes is one that gpg seals to`() throws {
        let tools = try OpenPGPTools()
        var made = try OpenPGPIdentity.generate(user: "Example", at: Timestamp(seconds: 1_795_219_200))
        defer { SecretBytes.zero(&made.secret) }
        let key = try tools.scratch.write("gateway.asc", made.public)
        let plain = Array("a;b\n1;2\n".utf8)
        let sealed = try tools.seal(["--encrypt", "-f", key], try tools.scratch.write("plain", plain))
        let again = try OpenPGPIdentity(made.secret)
        #expect(again.fingerprint == made.identity.fingerprint)
        for identity in [made.identity, again] { #expect(openPGP(sealed, [identity]).bytes == plain) }
    }
}
