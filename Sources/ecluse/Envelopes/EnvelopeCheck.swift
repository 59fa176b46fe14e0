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
            let envelope = try EnvelopeOpener.open(
                PlainFile(path), identities: identities, policy: policy, now: now)
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
            finding = try envelope.finish()
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
