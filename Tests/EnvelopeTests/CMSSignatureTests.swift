import Envelope
import Foundation
import Support
import TestSupport
import Testing

/// Signatures inside CMS files: whose they are, and what is refused.
@Suite(.enabled(if: CMSBench.canRun, "openssl is not installed")) struct CMSSignatureTests {
    private static let plain = Array("a;b\n1;2\n".utf8)

    private let bench: CMSBench
    private let identity: CMSIdentity

    init() throws {
        bench = try CMSBench()
        try bench.makeKey("gateway", "p256")
        identity = try bench.identity("gateway")
    }

    private func seal(_ content: [UInt8], _ cipher: String = "aes-256-gcm") throws -> [UInt8] {
        try bench.seal(content, cipher, to: [("gateway", [])], form: ["-outform", "DER", "-stream"])
    }

    private func open(
        _ file: [UInt8], _ signers: [EnvelopeSigner], required: Bool = true, now: Timestamp = CMSBench.now
    ) -> (bytes: [UInt8], finding: SignatureFinding?, fault: EnvelopeFault?) {
        CMSBench.open(file, [identity], signers: signers, required: required, now: now)
    }

    private static let kinds: [(key: String, options: [String])] = [
        ("rsa", []), ("rsa", ["-md", "sha384"]), ("rsa", ["-keyopt", "rsa_padding_mode:pss"]),
        ("rsa", ["-md", "sha512", "-keyopt", "rsa_padding_mode:pss", "-keyopt", "rsa_pss_saltlen:20"]), ("p256", []),
        ("p384", ["-md", "sha512"]), ("p256", ["-keyid"]), ("rsa", ["-nocerts"]), ("rsa", ["-stream"]),
    ]

    @Test func `finds the pinned signer of every kind of signature, around GCM and CBC`() throws {
        for name in ["rsa", "p256", "p384"] { try bench.makeKey(name, name) }
        for kind in Self.kinds {
            let signed = try bench.sign(Self.plain, by: [kind.key], kind.options)
            for cipher in ["aes-256-gcm", "aes-128-cbc"] {
                let result = open(try seal(signed, cipher), [.certificate(try bench.certificate(kind.key))])
                #expect(result.fault == nil && result.bytes == Self.plain, "\(kind) \(cipher)")
                #expect(result.finding?.signer?.kind == .certificate, "\(kind) \(cipher)")
            }
        }
        let shown = try bench.openssl(["x509", "-in", bench.path("p384.pem"), "-noout", "-fingerprint", "-sha256"])
        let file = try seal(try bench.sign(Self.plain, by: ["p384"]))
        let signer = try #require(open(file, [.certificate(try bench.certificate("p384"))]).finding?.signer)
        let fingerprint = signer.fingerprint.dropFirst("SHA256:".count).uppercased()
        #expect(shown.replacingOccurrences(of: ":", with: "").contains(fingerprint))
    }

    @Test(.enabled(if: PythonReaders.areInstalled, Comment(rawValue: PythonReaders.absence)))
    func `finds a signer with Ed25519, which openssl does not write`() throws {
        try bench.makeKey("signer", "ed25519")
        let input = try bench.scratch.write("unsigned", Self.plain)
        let signer = EnvelopeSigner.certificate(try bench.certificate("signer"))
        _ = try PythonReaders.run(
            "cms_sign.py", [bench.path("signer.key"), bench.path("signer.pem"), input, bench.path("signed")])
        var signed = try bench.scratch.read("signed")
        #expect(open(try seal(signed), [signer]).finding?.signer?.kind == .certificate)
        signed[signed.count - 1] ^= 1
        #expect(open(try seal(signed), [signer]).fault == .signatureWrong)
    }

    @Test func `refuses a signature by others, a missing one, and one over other content`() throws {
        for name in ["signer", "other"] { try bench.makeKey(name, "p256") }
        let signer = EnvelopeSigner.certificate(try bench.certificate("signer"))
        let byOther = try bench.sign(Self.plain, by: ["other"])
        for cipher in ["aes-256-gcm", "aes-256-cbc"] {
            #expect(open(try seal(byOther, cipher), [signer], required: false).fault == .signerUnknown)
            #expect(open(try seal(byOther, cipher), [signer]).fault == .signerUnknown)
        }
        #expect(open(try seal(Self.plain), [signer]).fault == .signatureMissing)
        #expect(open(try seal(Self.plain), [signer], required: false).finding == .unsigned)

        var changed = try bench.sign(Self.plain, by: ["signer"])
        let place = try #require(changed.firstRange(of: Self.plain))
        changed[place.lowerBound] ^= 1
        #expect(open(try seal(changed), [signer], required: false).fault == .signatureWrong)
        #expect(open(try seal(changed, "aes-256-cbc"), [signer]).fault == .unauthenticated)
        // One good signature among several is enough.
        let both = try bench.sign(Self.plain, by: ["other", "signer"])
        #expect(open(try seal(both), [signer]).finding?.signer != nil)
    }

    @Test func `refuses signatures without attributes, with SHA-1, or whose content is elsewhere`() throws {
        try bench.makeKey("signer", "rsa")
        let signer = EnvelopeSigner.certificate(try bench.certificate("signer"))
        func fault(_ options: [String]) throws -> EnvelopeFault? {
            open(try seal(try bench.sign(Self.plain, by: ["signer"], options)), [signer]).fault
        }
        #expect(try fault(["-noattr"]) == .unsupportedAlgorithm("SignedData, -noattr"))
        #expect(try fault(["-md", "sha1"]) == .unsupportedAlgorithm("SHA-1"))
        let input = try bench.scratch.write("unsigned", Self.plain)
        try bench.openssl([
            "cms", "-sign", "-binary", "-outform", "DER", "-in", input, "-out", bench.path("detached"), "-signer",
            bench.path("signer.pem"), "-inkey", bench.path("signer.key"),
        ])
        let detached = open(try seal(try bench.scratch.read("detached")), [signer])
        #expect(detached.fault?.code == "envelope.structure-malformed")
    }

    @Test func `follows the chain to the authority, and judges validity and use on the way`() throws {
        try bench.makeKey("root", "rsa")
        try bench.makeKey("stranger", "rsa")
        try bench.issue("middle", by: "root", "basicConstraints=critical,CA:true\nkeyUsage=keyCertSign")
        let use = "keyUsage=critical,digitalSignature\nextendedKeyUsage=emailProtection"
        try bench.issue("good", by: "root", use)
        try bench.issue("deep", by: "middle", use)
        try bench.issue("server", by: "root", "keyUsage=critical,digitalSignature\nextendedKeyUsage=serverAuth")
        try bench.issue("sealer", by: "root", "keyUsage=critical,keyEncipherment")
        let root = EnvelopeSigner.authority(try bench.certificate("root"))
        func result(_ name: String, _ options: [String] = [], now: Timestamp = CMSBench.now) throws
            -> (bytes: [UInt8], finding: SignatureFinding?, fault: EnvelopeFault?)
        {
            open(try seal(try bench.sign(Self.plain, by: [name], options)), [root], now: now)
        }
        #expect(try result("good").finding?.signer?.kind == .certificate)
        #expect(try result("deep").fault == .signerUnknown, "the middle is not there")
        #expect(try result("deep", ["-certfile", bench.path("middle.pem")]).finding?.signer != nil)
        #expect(try result("stranger").fault == .signerUnknown)
        #expect(try result("server").fault == .signerUsage)
        #expect(try result("good", now: CMSBench.now.advanced(seconds: 40 * 86_400)).fault == .signerExpired)
        #expect(try result("good", now: CMSBench.now.advanced(seconds: -86_400)).fault == .signerExpired)
        // openssl itself refuses to sign with such a certificate, unless it is told not to look.
        if let sealer = try? bench.sign(Self.plain, by: ["sealer"]) {
            #expect(open(try seal(sealer), [root]).fault == .signerUsage)
        }
    }

    @Test func `judges a pinned certificate by its dates and use too`() throws {
        try bench.makeKey("root", "rsa")
        try bench.issue("server", by: "root", "keyUsage=critical,digitalSignature\nextendedKeyUsage=serverAuth")
        try bench.makeKey("signer", "p256")
        let server = open(
            try seal(try bench.sign(Self.plain, by: ["server"])), [.certificate(try bench.certificate("server"))])
        #expect(server.fault == .signerUsage)
        let later = CMSBench.now.advanced(seconds: 40 * 86_400)
        let expired = open(
            try seal(try bench.sign(Self.plain, by: ["signer"])), [.certificate(try bench.certificate("signer"))],
            now: later)
        #expect(expired.fault == .signerExpired)
    }
}
