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

    static func fuzzKeys(_ bytes: [UInt8]) {
        _ = try? AgeIdentity.parse(file: bytes)
        _ = try? SSHPrivateKey(bytes)
        _ = try? SSHPublicKey(blob: bytes)
        let text = String(decoding: bytes, as: UTF8.self)
        _ = try? AgeRecipient(text)
        _ = try? SSHPublicKey(line: text)
        _ = try? SSHSignature.signer(of: bytes)
        _ = try? SSHSignature.Detached(bytes).verify(digest: [], namespace: SSHSignature.dropNamespace)
    }

    /// Whatever comes before librnp: armor, head, lengths of parts.
    static func fuzzOpenPGP(_ bytes: [UInt8]) {
        _ = openPGP(bytes, openPGPIdentity.map { [$0] } ?? [], size: 5000)
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
        _ = try? CMSIdentity(file: bytes)
        _ = CertificateFile.der(bytes)
    }

    private static let cmsFile = (try? fixtures("Corpus").first { $0.name == "cms-identity" }?.bytes) ?? []
    static let cmsIdentity = try? CMSIdentity(file: cmsFile)
    static let cmsCertificate = CertificateFile.der(cmsFile) ?? []

    static let openPGPIdentity = try? OpenPGPVectors.identity("25519")

    static let all: [@Sendable ([UInt8]) -> Void] = [
        fuzzAgeHeader, fuzzAgeReader, fuzzAgeArmor, fuzzKeys, fuzzOpenPGP, fuzzCMS,
    ]
}

struct EnvelopeFuzzTests {
    private static let mutations = 150

    @Test func `survives its corpus and mutations of it`() throws {
        let corpus = try fixtures("Corpus")
        #expect(corpus.count >= 6 && EnvelopeFuzz.cmsIdentity != nil && !EnvelopeFuzz.cmsCertificate.isEmpty)
        var random = Seeded(1)
        for (_, bytes) in corpus { for target in EnvelopeFuzz.all { target(bytes) } }
        var budget = FuzzBudget("envelopes", rounds: corpus.count * EnvelopeFuzzTests.mutations)
        while let round = budget.next() {
            let mutated = mutate(corpus[round % corpus.count].bytes, &random)
            for target in EnvelopeFuzz.all { target(mutated) }
        }
    }

    @Test func `survives random bytes`() {
        var random = Seeded(2)
        for length in 0..<200 {
            let bytes = random.bytes(length)
            for target in EnvelopeFuzz.all { target(bytes) }
        }
    }

    private func mutate(_ bytes: [UInt8], _ random: inout Seeded) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<Int.random(in: 1...4, using: &random) where !bytes.isEmpty {
            let index = Int.random(in: 0..<bytes.count, using: &random)
            let end = min(bytes.count, index + Int.random(in: 1...80, using: &random))
            switch Int.random(in: 0..<6, using: &random) {
            case 0: bytes[index] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            case 1: bytes.removeSubrange(index..<end)
            case 2: bytes.insert(contentsOf: bytes[index..<end], at: index)
            case 3: bytes.insert(UInt8.random(in: 0...255, using: &random), at: index)
            case 4: bytes.removeSubrange(index...)
            default: bytes[index] = Array("\n\r -=A\u{0}/".utf8)[Int.random(in: 0..<8, using: &random)]
            }
        }
        return bytes
    }
}
