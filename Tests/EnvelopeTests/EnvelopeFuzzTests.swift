import Envelope
import Support
import TestSupport
import Testing

/// What a fuzzer calls with any bytes: these must only not crash, hang or grow.
enum EnvelopeFuzz {
    static let identity = try? AgeIdentity(
        Array("AGE-SECRET-KEY-1EGTZVFFV20835NWYV6270LXYVK2VKNX2MMDKWYKLMGR48UAWX40Q2P2LM0".utf8))

    /// A header that is read is written back byte for byte.
    static func fuzzAgeHeader(_ bytes: [UInt8]) {
        guard let header = try? AgeHeader.parse(bytes) else { return }
        #expect(bytes.starts(with: header.serialised()))
    }

    static func fuzzAgeReader(_ bytes: [UInt8]) {
        _ = open(bytes, identity.map { [$0] } ?? [], size: 5000)
    }

    /// An armor that is read is, but for white space and line ends, the one that is written.
    static func fuzzAgeArmor(_ bytes: [UInt8]) {
        let result = drain(ArmorReader(source: MemorySource(bytes)), size: 5000)
        guard result.error == nil else { return }
        let kept = bytes.filter { $0 != 13 && $0 != 10 && $0 != 32 && $0 != 9 }
        #expect(AgeArmor.encode(result.bytes).filter { $0 != 13 && $0 != 10 && $0 != 32 && $0 != 9 } == kept)
    }

    /// Keys of age and of OpenSSH, secret and public.
    static func fuzzKeys(_ bytes: [UInt8]) {
        _ = try? AgeIdentity.parse(file: bytes)
        if let key = try? SSHPrivateKey(bytes) {
            #expect((try? SSHPublicKey(blob: key.publicKey.blob)) == key.publicKey)
        }
        _ = try? SSHPublicKey(blob: bytes)
        let text = String(decoding: bytes, as: UTF8.self)
        _ = try? AgeRecipient(text)
        _ = try? SSHPublicKey(line: text)
    }

    /// Signature files of OpenSSH, none of which is that of nothing.
    static func fuzzSSHSignature(_ bytes: [UInt8]) {
        _ = try? SSHSignature.signer(of: bytes)
        #expect(throws: EnvelopeFault.self) {
            try SSHSignature.Detached(bytes).verify(digest: [], namespace: SSHSignature.dropNamespace)
        }
    }

    /// Whatever comes before librnp: armor, head, lengths of parts; and librnp itself.
    static func fuzzOpenPGP(_ bytes: [UInt8]) {
        _ = openPGP(bytes, openPGPIdentity.map { [$0] } ?? [], size: 5000)
        _ = try? EnvelopeInspector.describe { MemorySource(bytes) }
    }

    /// Every structure of CMS, sealed and merely signed.
    static func fuzzCMS(_ bytes: [UInt8]) {
        guard let cmsIdentity else { return }
        let policy = EnvelopePolicy(formats: [.cms], requiresSignature: true, signers: [.certificate(cmsCertificate)])
        let envelope = try? EnvelopeOpener.open(
            MemorySource(bytes), identities: EnvelopeIdentities(cms: [cmsIdentity]), policy: policy,
            now: Timestamp(seconds: 1_795_000_000))
        if let envelope { _ = drain(envelope, size: 5000) }
        _ = try? EnvelopeInspector.describe { MemorySource(bytes) }
    }

    /// Files that hold certificates, those with their keys, and lists of revoked ones.
    static func fuzzCertificates(_ bytes: [UInt8]) {
        _ = try? CMSIdentity(file: bytes)
        _ = CertificateFile.der(bytes)
        if let list = RevocationFile.der(bytes) { #expect(RevocationFile.der(list) == list) }
    }

    private static let cmsFile = (try? fixtures("Corpus").first { $0.name == "cms-identity" }?.bytes) ?? []
    static let cmsIdentity = try? CMSIdentity(file: cmsFile)
    static let cmsCertificate = CertificateFile.der(cmsFile) ?? []

    static let openPGPIdentity = try? OpenPGPVectors.identity("25519")

    static let all: [@Sendable ([UInt8]) -> Void] = [
        fuzzAgeHeader, fuzzAgeReader, fuzzAgeArmor, fuzzKeys, fuzzSSHSignature, fuzzOpenPGP, fuzzCMS, fuzzCertificates,
    ]
}

struct EnvelopeFuzzTests {
    /// Mutations in a run without a budget of time.
    private static let count = 2000

    private let corpus: [(name: String, bytes: [UInt8])]

    init() throws { corpus = try fixtures("Corpus") }

    /// Runs `target` over the files of the corpus whose names begin with one of `prefixes`, and mutations of them.
    private func fuzz(_ name: String, _ prefixes: String..., target: ([UInt8]) -> Void) throws {
        let files = corpus.filter { file in prefixes.contains { file.name.hasPrefix($0) } }.map(\.bytes)
        try #require(!files.isEmpty)
        TestSupport.fuzz(files, seed: 1, count: EnvelopeFuzzTests.count, name: name, target)
    }

    @Test func `fuzz: headers of age`() throws { try fuzz("age header", "age-", target: EnvelopeFuzz.fuzzAgeHeader) }

    @Test func `fuzz: files of age`() throws { try fuzz("age file", "age-", target: EnvelopeFuzz.fuzzAgeReader) }

    @Test func `fuzz: armor`() throws {
        try fuzz("armor", "age-armored", "openpgp-armored") { bytes in
            EnvelopeFuzz.fuzzAgeArmor(bytes)
            _ = try? EnvelopeInspector.describe { MemorySource(bytes) }
        }
    }

    @Test func `fuzz: keys of age and OpenSSH`() throws {
        try fuzz("keys", "age-identity", "ssh-private-key", "ssh-public-key", target: EnvelopeFuzz.fuzzKeys)
    }

    @Test func `fuzz: signature files of OpenSSH`() throws {
        try fuzz("SSHSIG", "ssh-signature", target: EnvelopeFuzz.fuzzSSHSignature)
    }

    @Test func `fuzz: OpenPGP`() throws { try fuzz("OpenPGP", "openpgp-", target: EnvelopeFuzz.fuzzOpenPGP) }

    @Test func `fuzz: CMS`() throws {
        try #require(EnvelopeFuzz.cmsIdentity != nil)
        try fuzz("CMS", "cms-", target: EnvelopeFuzz.fuzzCMS)
    }

    @Test func `fuzz: certificates`() throws {
        try #require(!EnvelopeFuzz.cmsCertificate.isEmpty)
        try fuzz("certificates", "cms-identity", "crl", target: EnvelopeFuzz.fuzzCertificates)
    }

    @Test func `every reader survives the files of every other`() throws {
        #expect(corpus.count >= 6)
        for file in corpus { for target in EnvelopeFuzz.all { target(file.bytes) } }
    }

    @Test func `survives random bytes`() {
        var random = Seeded(2)
        for length in 0..<200 {
            let bytes = random.bytes(length)
            for target in EnvelopeFuzz.all { target(bytes) }
        }
    }
}
