import Envelope
import Foundation
import Support
import TestSupport
import Testing

/// What the real tools seal is opened.
@Suite(.enabled(if: CMSBench.canRun, "openssl is not installed")) struct CMSToolTests {
    private static let ciphers = ["aes-128-gcm", "aes-192-gcm", "aes-256-gcm"]
    /// Certificates with the options that `openssl cms -encrypt` takes for them.
    private static let recipients: [(name: String, options: [String])] = [
        ("rsa", CMSBench.oaep), ("rsa", ["-keyopt", "rsa_padding_mode:oaep", "-keyopt", "rsa_oaep_md:sha512"]),
        ("p256", []), ("p256", ["-keyopt", "ecdh_kdf_md:sha256"]), ("p384", ["-keyopt", "ecdh_kdf_md:sha384"]),
        ("p384", ["-keyopt", "ecdh_kdf_md:sha512"]), ("p256", ["-keyid"]),
    ]

    private func bench() throws -> CMSBench {
        let bench = try CMSBench()
        for name in ["rsa", "p256", "p384"] { try bench.makeKey(name, name) }
        return bench
    }

    private func sample(_ count: Int) -> [UInt8] {
        var random = Seeded(UInt64(count) + 3)
        return random.bytes(count)
    }

    @Test func `opens every cipher, recipient, form and size that openssl writes`() throws {
        let bench = try bench()
        let forms: [[String]] = [["-outform", "DER"], ["-outform", "DER", "-stream"], ["-outform", "PEM"]]
        var turn = 0
        for cipher in Self.ciphers {
            for recipient in Self.recipients {
                let sizes = [0, 1, 15, 16, 17, 4095, 200_001]
                let form = forms[turn % forms.count]
                // openssl itself fails to stream nothing.
                let plain = sample(max(sizes[turn % sizes.count], form.contains("-stream") ? 1 : 0))
                turn += 1
                let file = try bench.seal(plain, cipher, to: [recipient], form: form)
                let result = CMSBench.open(file, [try bench.identity(recipient.name)])
                #expect(result.fault == nil, "\(cipher) \(recipient) \(form)")
                #expect(result.bytes == plain, "\(cipher) \(recipient) \(form)")
                #expect(result.finding == .unsigned)
            }
        }
    }

    @Test func `gives the same however much is read or arrives at a time`() throws {
        let bench = try bench()
        let plain = sample(5000)
        let identity = try bench.identity("p256")
        for form in [["-outform", "DER"], ["-outform", "DER", "-stream"], ["-outform", "PEM"]] {
            let file = try bench.seal(plain, "aes-256-gcm", to: [("p256", [])], form: form)
            for (size, drip) in [(1, nil), (13, 1), (4096, 7), (1 << 20, 4097)] as [(Int, Int?)] {
                #expect(CMSBench.open(file, [identity], size: size, drip: drip).bytes == plain)
            }
        }
    }

    @Test func `opens with any of several keys and for any of several recipients`() throws {
        let bench = try bench()
        let all: [(name: String, options: [String])] = [("rsa", CMSBench.oaep), ("p256", []), ("p384", [])]
        let file = try bench.seal([1, 2, 3], "aes-256-gcm", to: all, form: ["-outform", "DER", "-stream"])
        for (name, _) in all { #expect(CMSBench.open(file, [try bench.identity(name)]).bytes == [1, 2, 3]) }
        let every = try all.map { try bench.identity($0.name) }
        #expect(CMSBench.open(file, every).bytes == [1, 2, 3])
        try bench.makeKey("other", "p256")
        #expect(CMSBench.open(file, [try bench.identity("other")]).fault == .notForUs)
        #expect(CMSBench.open(file, []).fault == .notForUs)
    }

    @Test func `refuses weak padding, weak modes, other types and messages of mail, each with a code of its own`()
        throws
    {
        let bench = try bench()
        let rsa = try bench.identity("rsa")
        func fault(_ file: [UInt8]) -> EnvelopeFault? { CMSBench.open(file, [rsa]).fault }
        let plain = Array("a;b\n1;2\n".utf8)
        #expect(fault(try bench.seal(plain, "aes-256-gcm", to: [("rsa", [])])) == .weakKeyTransport)
        let sha1 = ["-keyopt", "rsa_padding_mode:oaep"]
        #expect(
            fault(try bench.seal(plain, "aes-256-gcm", to: [("rsa", sha1)])) == .unsupportedAlgorithm("RSA-OAEP, SHA-1")
        )
        #expect(fault(try bench.seal(plain, "aes-256-cbc", to: [("rsa", CMSBench.oaep)])) == .unauthenticated)
        #expect(fault(try bench.seal(plain, "des3", to: [("rsa", CMSBench.oaep)])) == .unsupportedAlgorithm("3DES"))
        let mail = try bench.seal(plain, "aes-256-gcm", to: [("rsa", CMSBench.oaep)], form: ["-outform", "SMIME"])
        #expect(fault(mail) == .mimeMessage)
        try bench.makeKey("signer", "p256")
        #expect(fault(try bench.sign(plain, by: ["signer"])) == .notSealed(.cms))
        try bench.openssl([
            "cms", "-encrypt", "-binary", "-outform", "DER", "-aes-256-cbc", "-in", bench.path("plain"), "-out",
            bench.path("sealed"), "-pwri_password", "secret",
        ])
        #expect(fault(try bench.scratch.read("sealed")) == .passphrase)
        #expect(CMSBench.open(try bench.seal(plain, "aes-256-gcm", to: [("p256", [])]), [rsa]).fault == .notForUs)
    }

    /// What is sealed with ``cms_seal.py``, and what comes of it.
    private static let variants: [(name: String, options: [String], fault: EnvelopeFault?)] = [
        ("x25519", ["hkdf256"], nil), ("x25519", ["hkdf384", "ukm"], nil), ("x25519", ["x963", "ski"], nil),
        ("x25519", ["long", "ukm", "ski"], nil), ("rsa", ["nested"], nil), ("rsa", ["ski", "tag12"], nil),
        ("rsa", ["java", "long"], nil), ("rsa", ["unprotected"], nil), ("rsa", ["attributes"], .attributesAfterContent),
        ("rsa", ["sha1"], .unsupportedAlgorithm("RSA-OAEP, SHA-1")),
    ]

    @Test(.enabled(if: PythonReaders.areInstalled, Comment(rawValue: PythonReaders.absence)))
    func `opens what the standards allow and openssl does not write`() throws {
        let bench = try CMSBench()
        try bench.makeKey("rsa", "rsa")
        try bench.makeX25519("x25519")
        let plain = sample(100_000)
        let input = try bench.scratch.write("plain", plain)
        for variant in Self.variants {
            _ = try PythonReaders.run(
                "cms_seal.py", [bench.path(variant.name + ".pem"), input, bench.path("sealed")] + variant.options)
            let result = CMSBench.open(try bench.scratch.read("sealed"), [try bench.identity(variant.name)])
            #expect(result.fault == variant.fault, "\(variant)")
            if variant.fault == nil { #expect(result.bytes == plain, "\(variant)") }
        }
    }

    @Test func `shows format, recipients and signers without a key`() throws {
        let bench = try bench()
        let file = try bench.seal(
            [1], "aes-256-gcm", to: [("rsa", CMSBench.oaep), ("p384", [])], form: ["-outform", "PEM"])
        let shown = try EnvelopeInspector.describe { MemorySource(file) }
        #expect(shown.kind == .cms && shown.isText && shown.cipher == "AES-256-GCM" && shown.signers.isEmpty)
        func serial(_ name: String) throws -> String {
            let line = try bench.openssl(["x509", "-in", bench.path(name + ".pem"), "-noout", "-serial"])
            return String(line.dropFirst("serial=".count).prefix { !$0.isWhitespace })
        }
        let expected = ["RSA-OAEP, serial \(try serial("rsa"))", "ECDH, serial \(try serial("p384"))"]
        #expect(Set(shown.recipients) == Set(expected))
        let signed = try bench.sign([1], by: ["p256"])
        let open = try EnvelopeInspector.describe { MemorySource(signed) }
        let signer = "serial " + (try serial("p256"))
        #expect(open.cipher == nil && open.recipients.isEmpty && open.signers == [signer])
        #expect(throws: EnvelopeFault.self) { try EnvelopeInspector.describe { MemorySource(Array(file.prefix(300))) } }
    }

    @Test func `makes an identity that the plainest command seals to`() throws {
        let bench = try CMSBench()
        let identity = try CMSIdentity.generate(name: "gateway", now: CMSBench.now)
        _ = try bench.scratch.write("own.pem", identity.certificateText)
        let file = try bench.seal([7, 8, 9], "aes-256-gcm", to: [("own", [])], form: ["-outform", "DER", "-stream"])
        let again = try CMSIdentity(file: identity.serialised())
        #expect(CMSBench.open(file, [again]).bytes == [7, 8, 9])
        #expect("\(identity)\(String(reflecting: identity))".contains("PRIVATE") == false)
        let shown = try bench.openssl(["x509", "-in", bench.path("own.pem"), "-noout", "-text"])
        #expect(shown.contains("Key Agreement") && shown.contains("CN = gateway"))
        #expect(throws: EnvelopeFault.keyMalformed(kind: "CMS")) { try CMSIdentity(file: identity.certificateText) }
    }
}
