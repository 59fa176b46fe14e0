internal import Crypto
internal import Support

/// The plaintext of a CMS file, PEM or binary, as a stream (RFC 5652, RFC 5083).
///
/// Own reading of BER over libcrypto's ciphers: libcrypto's own needs a multiple of the file in memory and fails above 3 GiB.
/// Taken are AuthEnvelopedData with AES-GCM, and EnvelopedData with AES-CBC where it is wrapped around SignedData that one of
/// the convention's signers signed: CBC alone shows no change. SignedData inside either is taken apart and judged.
///
/// Nothing may be believed before a read has returned 0: what proves the content stands at its end. Every failure inside CBC is
/// one and the same fault, so that nobody can ask the gateway about a ciphertext's padding by changing it.
///
/// Measured: 5 GB from `openssl cms -encrypt -stream` through a pipe, opened and hashed, at a peak of 26 MiB for the whole process.
///
/// Some bytes of a file carry nothing and can be changed unnoticed, in any implementation: what belongs to other
/// recipients, unprotected attributes, white space around PEM.
final class CMSReader: EnvelopePayload {
    private let content: CMSContent
    private let source: any ByteSource
    private let signed: SignedDataReader?
    private let isMasking: Bool
    private var failure: (any Error)?

    /// Reads the header of `source`, opens it with one of `identities`, and looks whether it is signed inside.
    init(_ source: LookaheadSource, identities: [CMSIdentity], policy: EnvelopePolicy, now: Timestamp) throws {
        let reader = BERReader(try CMSText.binary(source))
        let (header, ciphertext) = try CMSHeader.read(reader)
        // Authenticated content of another type would need attributes (RFC 5083 §2.1), which no stream can check.
        guard header.contentType == .data || header.contentType == .signedData && header.kind == .enveloped else {
            throw EnvelopeFault.unsupportedAlgorithm(
                CMSAlgorithms.names[header.contentType] ?? header.contentType.description)
        }
        content = try CMSContent(reader, header, ciphertext, identities: identities)
        let plain = LookaheadSource(content)
        isMasking = header.kind == .enveloped
        do {
            guard SignedDataReader.begins(try plain.peek(SignedDataReader.prefixLength)) else {
                guard !isMasking else { throw EnvelopeFault.unauthenticated }
                (self.source, signed) = (plain, nil)
                return
            }
            let signed = try SignedDataReader(plain, policy: policy, isDecisive: isMasking, now: now)
            (self.source, self.signed) = (signed, signed)
        } catch let fault as EnvelopeFault {
            throw isMasking ? CMSReader.verdict(content) : fault
        }
    }

    /// Bytes read at once where they are thrown away.
    private static let drainSize = 256 << 10

    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        if let failure { throw failure }
        do {
            return try unsafe source.read(into: buffer)
        } catch {
            let shown = masked(error)
            failure = shown
            throw shown
        }
    }

    func signature() -> SignatureFinding { signed?.finding ?? .unsigned }

    /// Whether a signature was good is told only of content that some signature proves; what is wrong outside the ciphertext
    /// anyone can see.
    private func masked(_ error: any Error) -> any Error {
        guard isMasking, error is EnvelopeFault, signed?.isProven != true else { return error }
        return CMSReader.verdict(content)
    }

    /// What is told of CBC that is no good: what is wrong around it, which no plaintext has a part in, or else the one fault.
    ///
    /// All of the file is read for that: where reading stopped would tell what the plaintext was like.
    private static func verdict(_ content: CMSContent) -> any Error {
        var rest = [UInt8](repeating: 0, count: drainSize)
        defer { SecretBytes.zero(&rest) }
        do {
            while try unsafe rest.withUnsafeMutableBytes({ buffer throws in try unsafe content.read(into: buffer) }) > 0
            {}
        } catch {
            return error
        }
        return EnvelopeFault.unauthenticated
    }
}
