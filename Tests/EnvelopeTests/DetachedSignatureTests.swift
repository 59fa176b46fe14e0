import Crypto
import Envelope
import Support
import Testing

struct DetachedSignatureTests {
    private let key: SSHPrivateKey
    private let sealed = Array("sealed bytes".utf8)
    private let day: CivilDate

    init() throws {
        key = try SSHPrivateKey.generate()
        day = try #require(CivilDate(iso8601: "2026-11-20"))
    }

    private func policy(_ signers: [EnvelopeSigner]) -> EnvelopePolicy {
        EnvelopePolicy(formats: [.age], requiresSignature: true, signers: signers)
    }

    private func file(_ namespace: String = SSHSignature.dropNamespace) throws -> [UInt8] {
        try SSHSignature.sign(message: sealed, namespace: namespace, key: key)
    }

    @Test func `names the signer of the file, and of no other file`() throws {
        let signature = try DetachedSignature(file(), policy: policy([.ssh(key.publicKey)]), day: day)
        #expect(signature.hash == .sha512)
        let signer = SignerIdentity(.ssh, fingerprint: key.publicKey.fingerprint)
        #expect(try signature.finding(digest: SHA512.hash(sealed)) == .signed(by: signer))
        #expect(throws: EnvelopeFault.signatureWrong) { try signature.finding(digest: SHA512.hash(sealed + [0])) }
        #expect(throws: EnvelopeFault.signatureWrong) { try signature.finding(digest: []) }
    }

    @Test func `judges the signer before the file is read`() throws {
        let other = try SSHPrivateKey.generate().publicKey
        #expect(throws: EnvelopeFault.signerUnknown) {
            try DetachedSignature(file(), policy: policy([.ssh(other)]), day: day)
        }
        #expect(throws: EnvelopeFault.signerUnknown) { try DetachedSignature(file(), policy: policy([]), day: day) }
        #expect(throws: EnvelopeFault.signatureWrong) {
            try DetachedSignature(file("file"), policy: policy([.ssh(key.publicKey)]), day: day)
        }
        #expect(throws: EnvelopeFault.signatureMalformed) {
            try DetachedSignature([1, 2, 3], policy: policy([.ssh(key.publicKey)]), day: day)
        }
    }

    @Test func `a key signs to the end of its last day`() throws {
        let last = policy([.ssh(key.publicKey, until: day)])
        _ = try DetachedSignature(file(), policy: last, day: day)
        let next = CivilDate(days: day.days + 1)
        #expect(throws: EnvelopeFault.signerExpired) { try DetachedSignature(file(), policy: last, day: next) }
    }

    @Test func `a long hash made in pieces is that of the whole`() throws {
        let stream = try SHA512()
        for piece in [sealed[..<5], sealed[5...]] { unsafe piece.withUnsafeBytes { unsafe stream.update($0) } }
        #expect(try stream.finish() == SHA512.hash(sealed))
    }

    @Test func `only drops whose format holds no signature of its own need one beside them`() {
        let both = policy([.ssh(key.publicKey), .openPGP([1])])
        #expect(both.needsSignatureBeside(.age) && !both.needsSignatureBeside(.openpgp))
        #expect(policy([.ssh(key.publicKey)]).needsSignatureBeside(.openpgp))
        #expect(!policy([.openPGP([1])]).needsSignatureBeside(.openpgp))
        #expect(!EnvelopePolicy(formats: [.age], signers: [.ssh(key.publicKey)]).needsSignatureBeside(.age))
    }
}
