import Envelope
import Support
import Testing

/// Lists of revoked certificates that a convention brings.
@Suite(.enabled(if: CMSBench.canRun, "openssl is not installed")) struct CMSRevocationTests {
    private static let plain = Array("a;b\n1;2\n".utf8)
    private static let use = "keyUsage=critical,digitalSignature\nextendedKeyUsage=emailProtection"

    private let bench: CMSBench
    private let identity: CMSIdentity

    init() throws {
        bench = try CMSBench()
        try bench.makeKey("gateway", "p256")
        identity = try bench.identity("gateway")
        for name in ["root", "stranger"] { try bench.makeKey(name, "rsa") }
        for name in ["signer", "other"] { try bench.issue(name, by: "root", Self.use) }
    }

    private func list(_ names: [String], by authority: String = "root", days: Int = 20, _ form: String = "PEM") throws
        -> [UInt8]
    {
        try #require(RevocationFile.der(bench.revoke(names, by: authority, days: days, form)))
    }

    private func open(
        _ name: String, _ signer: EnvelopeSigner, _ lists: [[UInt8]], takesOutdated: Bool = false,
        after days: Int64 = 0,
        _ options: [String] = [], cipher: String = "aes-256-gcm"
    ) throws -> (finding: SignatureFinding?, fault: EnvelopeFault?) {
        let signed = try bench.sign(Self.plain, by: [name], options)
        let sealed = try bench.seal(signed, cipher, to: [("gateway", [])])
        let result = CMSBench.open(
            sealed, [identity], signers: [signer], required: true, revocations: lists, takesOutdated: takesOutdated,
            now: CMSBench.now.advanced(seconds: days * 86_400))
        return (result.finding, result.fault)
    }

    @Test func `refuses a signer who is on a list, pinned or chained, and takes one who is not`() throws {
        for form in ["PEM", "DER"] {
            let lists = [try list(["signer"], form)]
            let root = EnvelopeSigner.authority(try bench.certificate("root"))
            for cipher in ["aes-256-gcm", "aes-256-cbc"] {
                #expect(try open("signer", root, lists, cipher: cipher).fault == .signerRevoked)
                #expect(try open("other", root, lists, cipher: cipher).finding?.signer?.isByOutdatedList == false)
            }
            let pinned = EnvelopeSigner.certificate(try bench.certificate("signer"))
            #expect(try open("signer", pinned, lists).fault == .signerRevoked)
            #expect(try open("signer", pinned, []).fault == nil)
        }
    }

    @Test func `a list says nothing of the certificates of another issuer`() throws {
        let root = EnvelopeSigner.authority(try bench.certificate("root"))
        let lists = [try list(["signer"], by: "stranger")]
        #expect(try open("signer", root, lists).fault == nil)
        #expect(try open("signer", root, lists + [try list(["signer"])]).fault == .signerRevoked)
    }

    @Test func `an authority in between that is on a list takes its signers with it`() throws {
        try bench.issue("middle", by: "root", "basicConstraints=critical,CA:true\nkeyUsage=keyCertSign,cRLSign")
        try bench.issue("deep", by: "middle", Self.use)
        let root = EnvelopeSigner.authority(try bench.certificate("root"))
        let chain = ["-certfile", bench.path("middle.pem")]
        #expect(try open("deep", root, [try list(["middle"])], chain).fault == .signerRevoked)
        #expect(try open("deep", root, [try list(["deep"], by: "middle")], chain).fault == .signerRevoked)
        #expect(try open("deep", root, [try list(["other"])], chain).fault == nil)
    }

    @Test func `a list that should have been replaced refuses, or is told of, as the convention says`() throws {
        let root = EnvelopeSigner.authority(try bench.certificate("root"))
        let old = [try list(["other"], days: 2)]
        #expect(try open("signer", root, old, after: 1).finding?.signer?.isByOutdatedList == false)
        #expect(try open("signer", root, old, after: 3).fault == .revocationsOutdated)
        let taken = try open("signer", root, old, takesOutdated: true, after: 3)
        #expect(taken.finding?.signer?.isByOutdatedList == true)
        // Who is on it stays so, and a newer list beside it is enough.
        #expect(try open("other", root, old, takesOutdated: true, after: 3).fault == .signerRevoked)
        let both = old + [try list([])]
        #expect(try open("signer", root, both, after: 3).finding?.signer?.isByOutdatedList == false)
    }

    @Test func `what is no list is none`() throws {
        let good = try bench.revoke(["signer"], by: "root", days: 2, "DER")
        #expect(RevocationFile.der(good) == good)
        #expect(RevocationFile.der(good + [0]) == nil)
        #expect(RevocationFile.der(Array(good.dropLast())) == nil)
        #expect(RevocationFile.der([]) == nil)
        #expect(RevocationFile.der(try bench.certificate("root")) == nil)
    }
}
