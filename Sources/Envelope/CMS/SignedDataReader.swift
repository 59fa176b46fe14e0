internal import Crypto
internal import Support

/// The content of SignedData as a stream, hashed on the way; its signatures stand at the end (RFC 5652 §5.1).
final class SignedDataReader: ByteSource {
    /// Most signatures and certificates.
    private static let maximumSigners = 16
    private static let maximumCertificates = 32

    private enum State { case open, ended }

    private let reader: BERReader
    private let policy: EnvelopePolicy
    private let isDecisive: Bool
    private let now: Timestamp
    private let contentType: ObjectIdentifier
    private let content: OctetStream
    private let hashes: [StreamHash]
    private var state = State.open
    private var budget = CMSHeader.maximumBytes

    /// Who signed; known once a read has returned 0.
    private(set) var finding = SignatureFinding.unsigned
    /// Whom the signatures say that they are by.
    private var names: [CMSCertificateName] = []
    /// Whether some signature proves the content, whoever's it is.
    private(set) var isProven = false

    /// Bytes that tell SignedData from other content.
    static let prefixLength = 32

    /// Whether a stream that begins with `prefix` is SignedData.
    static func begins(_ prefix: [UInt8]) -> Bool {
        guard case .header(let outer, let first) = BERHeader.read(prefix), outer.identifier == BERTag.sequence,
            case let rest = Array(prefix.dropFirst(first)),
            case .header(let type, let second) = BERHeader.read(rest), type.identifier == BERTag.objectIdentifier
        else { return false }
        return rest.dropFirst(second).starts(with: ObjectIdentifier.signedData.bytes)
            && type.length == UInt64(ObjectIdentifier.signedData.bytes.count)
    }

    /// Reads `source` up to the content.
    ///
    /// Where `isDecisive`, content without a signature by one of the policy's signers is refused, whatever the policy asks for.
    init(_ source: LookaheadSource, policy: EnvelopePolicy, isDecisive: Bool, now: Timestamp) throws {
        let reader = BERReader(source)
        self.reader = reader
        self.policy = policy
        self.isDecisive = isDecisive
        self.now = now
        try reader.enter(reader.expect(BERTag.sequence))
        _ = try reader.node(reader.expect(BERTag.objectIdentifier), budget: &budget)
        try reader.enter(reader.expect(BERTag.context(0)))
        try reader.enter(reader.expect(BERTag.sequence))
        guard let version = try reader.node(reader.expect(BERTag.integer), budget: &budget).integer,
            [1, 3, 4, 5].contains(version)
        else { throw reader.malformed }
        let algorithms = try reader.node(reader.expect(BERTag.set), budget: &budget).children.map(CMSAlgorithm.init)
        hashes = try Set(algorithms.compactMap { $0?.hash }).subtracting([.sha1]).map { try StreamHash($0) }
        try reader.enter(reader.expect(BERTag.sequence))
        guard let type = try reader.node(reader.expect(BERTag.objectIdentifier), budget: &budget).oid else {
            throw reader.malformed
        }
        contentType = type
        // No content here would mean that it is somewhere else.
        try reader.enter(reader.expect(BERTag.context(0)))
        guard let string = try reader.next() else { throw reader.malformed }
        content = try OctetStream(reader, string, tag: BERTag.octetString)
    }

    /// Whom the signatures in `source` say that they are by; none of them is judged.
    static func signers(of source: LookaheadSource) throws -> [CMSCertificateName] {
        let policy = EnvelopePolicy(formats: [.cms])
        let signed = try SignedDataReader(source, policy: policy, isDecisive: false, now: Timestamp(seconds: 0))
        var rest = [UInt8](repeating: 0, count: 64 << 10)
        while try unsafe rest.withUnsafeMutableBytes({ buffer throws in try unsafe signed.read(into: buffer) }) > 0 {}
        return signed.names
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        guard state == .open, buffer.count > 0 else { return 0 }
        let count = try unsafe content.read(into: buffer)
        for hash in hashes { unsafe hash.update(UnsafeRawBufferPointer(rebasing: buffer[..<count])) }
        if count == 0 {
            try readEnd()
            state = .ended
        }
        return count
    }

    private func readEnd() throws {
        try reader.leave()
        try reader.leave()
        var next = try reader.next()
        var certificates: [Certificate] = []
        if let header = next, header.identifier == BERTag.context(0) {
            certificates = try readCertificates(header)
            next = try reader.next()
        }
        if let header = next, header.identifier == BERTag.context(1) {
            _ = try reader.node(header, budget: &budget)
            next = try reader.next()
        }
        guard let set = next, set.identifier == BERTag.set else { throw reader.malformed }
        let nodes = try reader.node(set, budget: &budget).children
        guard nodes.count <= SignedDataReader.maximumSigners else { throw EnvelopeFault.headerTooLong }
        names = nodes.compactMap { $0.children.count > 1 ? CMSCertificateName($0.children[1]) : nil }
        for _ in 0..<3 { try reader.leave() }
        try reader.finish()
        try judge(nodes, certificates)
    }

    private func readCertificates(_ header: BERHeader) throws -> [Certificate] {
        let nodes = try reader.node(header, budget: &budget).children
        guard nodes.count <= SignedDataReader.maximumCertificates else { throw EnvelopeFault.headerTooLong }
        // Certificates of other kinds stand under tags of their own, and are for nobody here.
        return nodes.filter { $0.identifier == BERTag.sequence }.compactMap { Certificate(der: $0.der) }
    }

    /// Where the convention names nobody who signs in CMS and asks for no signature, there is nothing to compare with.
    private func judge(_ nodes: [BERNode], _ certificates: [Certificate]) throws {
        let isAsked = policy.signers.contains { $0.formats == [.cms] }
        guard isAsked || isDecisive else { return }
        var signatures: [CMSSignerInfo] = []
        for node in nodes {
            guard let signature = try CMSSignerInfo(node) else { throw EnvelopeFault.signatureMalformed }
            signatures.append(signature)
        }
        var digests: [HashAlgorithm: [UInt8]] = [:]
        for hash in hashes { digests[hash.algorithm] = try hash.finish() }
        var judgement = CMSSignerJudgement(certificates: certificates, policy: policy, now: now)
        defer { isProven = judgement.isProven }
        finding = .signed(by: try judgement.signer(of: signatures, digests: digests, contentType: contentType))
    }
}
