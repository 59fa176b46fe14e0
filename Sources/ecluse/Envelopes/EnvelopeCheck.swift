internal import Convention
internal import Crypto
internal import Envelope
internal import Home
internal import Platform
internal import Support

/// What became of a sealed file that was read to its end.
struct EnvelopeCheck {
    private static let readSize = 1 << 20

    private let path: String
    private(set) var fault: EnvelopeFault?
    private var format: EnvelopeFormat?
    private var bytes: UInt64 = 0
    private var digest: SHA256Digest?
    private var finding = SignatureFinding.unsigned

    /// Reads the file at `path`; its plaintext is hashed, and goes nowhere.
    init(_ path: String, _ identities: EnvelopeIdentities, _ policy: EnvelopePolicy, now: Timestamp) throws {
        self.path = path
        do {
            let detached = try EnvelopeCheck.signature(beside: path, policy, now)
            let source = try HashedFile(path, detached?.hash)
            let envelope = try EnvelopeOpener.open(source, identities: identities, policy: policy, now: now)
            format = envelope.format
            let hash = try SHA256()
            var buffer = [UInt8](repeating: 0, count: EnvelopeCheck.readSize)
            defer { SecretBytes.zero(&buffer) }
            while true {
                let count = try unsafe buffer.withUnsafeMutableBytes { raw throws in
                    let count = try unsafe envelope.read(into: raw)
                    unsafe hash.update(UnsafeRawBufferPointer(rebasing: raw[..<count]))
                    return count
                }
                if count == 0 { break }
                bytes += UInt64(count)
            }
            finding = try envelope.finish { try detached?.finding(digest: source.finish()) ?? .unsigned }
            digest = hash.finish()
        } catch let found as EnvelopeFault {
            fault = found
        }
    }

    var lines: [String] {
        guard let digest else { return ["\(path): \(fault?.description ?? "")"] }
        let signer = finding.signer.map { "  signer: \($0)" }
        return ["\(path): whole, \(format?.title ?? ""), \(Amounts.count(bytes)) bytes", "  SHA-256: \(digest)"]
            + (signer.map { [$0] } ?? [])
    }

    var json: JSONValue {
        .object([
            ("file", .text(path)), ("outcome", .text(fault?.code.rawValue ?? "whole")),
            ("format", .optional(format?.rawValue)), ("bytes", digest == nil ? JSONValue(.null) : .count(bytes)),
            ("sha256", .optional(digest?.description)), ("signer", .optional(finding.signer?.description)),
        ])
    }

    /// The signature in the file beside `path`, as if both had arrived `now`; nil where there is none, or the convention takes none.
    private static func signature(beside path: String, _ policy: EnvelopePolicy, _ now: Timestamp) throws
        -> DetachedSignature?
    {
        let name = path + SSHSignature.suffix
        guard policy.takesSignaturesBeside, FileDescriptor.exists(name) else { return nil }
        let limit = SSHSignature.maximumFileBytes
        let file = try FileDescriptor.open(name, .read)
        guard try file.status().size <= limit else { throw EnvelopeFault.signatureMalformed }
        return try DetachedSignature(file.readAll(limit: limit), policy: policy, day: now.date)
    }

    /// The identity in the file at `path`, of whatever kind it is.
    static func identities(_ path: String) throws -> EnvelopeIdentities {
        var file = try FileDescriptor.open(path, .read).readAll(limit: CMSIdentity.maximumFileBytes)
        defer { SecretBytes.zero(&file) }
        if let age = try? AgeIdentity.parse(file: file) { return EnvelopeIdentities(age: age) }
        if let cms = try? CMSIdentity(file: file) { return EnvelopeIdentities(cms: [cms]) }
        if let openPGP = try? OpenPGPIdentity(file) { return EnvelopeIdentities(openPGP: [openPGP]) }
        throw HomeFault.keyMalformed(file: path)
    }

    /// What the convention in `folder` asks for; every format where there is none.
    static func policy(convention folder: String?) throws -> EnvelopePolicy {
        guard let folder else { return EnvelopePolicy(formats: EnvelopeFormat.allCases) }
        let report = try ConventionFolder.load(folder)
        guard let convention = report.convention else {
            throw HomeFault.convention(id: folder, report.errors)
        }
        return convention.drops.envelope
    }
}

/// The bytes of a file, hashed as they are read where a signature over them is to be judged.
private final class HashedFile: ByteSource {
    private static let drainSize = 256 << 10

    private let file: PlainFile
    private let hash: StreamHash?

    init(_ path: String, _ kind: SSHSignature.Hash?) throws {
        file = try PlainFile(path)
        hash = try kind.map { try StreamHash($0 == .sha512 ? .sha512 : .sha256) }
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        let count = try unsafe file.read(into: buffer)
        unsafe hash?.update(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        return count
    }

    /// The hash of the whole file.
    func finish() throws -> [UInt8] {
        var rest = [UInt8](repeating: 0, count: HashedFile.drainSize)
        while try unsafe rest.withUnsafeMutableBytes({ buffer throws in try unsafe read(into: buffer) }) > 0 {}
        return try hash?.finish() ?? []
    }
}
