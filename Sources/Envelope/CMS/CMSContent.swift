internal import Crypto
internal import Glibc
internal import Support

/// The decrypted content of a CMS file, as a stream.
///
/// It is given out as it is decrypted. In GCM the tag at the end proves all of it; in CBC nothing does, and ``CMSReader``
/// gives out only what a signature inside proves.
@safe
final class CMSContent: ByteSource {
    private enum State { case open, ended, failed(any Error) }

    /// Bytes of ciphertext read at a time.
    private static let pieceSize = 128 << 10
    /// Fewest bytes of a tag: GCM is not much use with fewer (RFC 5084 §3.2, SP 800-38D §5.2.1.2).
    private static let tagLengths = 12...16
    private static let defaultTagLength = 12

    private let reader: BERReader
    private let header: CMSHeader
    private let ciphertext: OctetStream
    private let cipher: AESDecryption
    private let tagLength: Int?
    private let sealed: UnsafeMutableRawBufferPointer
    /// Plaintext that waits for room, and that of small reads.
    private let stash: UnsafeMutableRawBufferPointer
    private var stashed = 0..<0
    private var state = State.open

    /// The content of the file whose `header` was read, with the first of `identities` that opens it.
    init(_ reader: BERReader, _ header: CMSHeader, _ ciphertext: OctetStream, identities: [CMSIdentity]) throws {
        let (vector, tagLength) = try CMSContent.parameters(header)
        guard let kind = CMSAlgorithms.ciphers[header.algorithm.oid] else { throw header.algorithm.unsupported }
        let key = try CMSKeyOpening.key(for: header.recipients, identities, length: kind.keyLength)
        cipher = try AESDecryption(kind.mode, key: key, vector: vector)
        self.tagLength = tagLength
        self.reader = reader
        self.header = header
        self.ciphertext = ciphertext
        unsafe sealed = .allocate(byteCount: CMSContent.pieceSize, alignment: 64)
        unsafe stash = .allocate(byteCount: CMSContent.pieceSize + AESDecryption.blockLength, alignment: 64)
    }

    deinit {
        if let base = unsafe stash.baseAddress { unsafe explicit_bzero(base, stash.count) }
        unsafe stash.deallocate()
        unsafe sealed.deallocate()
    }

    /// Nonce or initialisation vector, and the length of the tag in GCM (RFC 5084 §3.2, RFC 3565 §4.1).
    private static func parameters(_ header: CMSHeader) throws -> (vector: [UInt8], tagLength: Int?) {
        let algorithm = header.algorithm
        switch (CMSAlgorithms.ciphers[algorithm.oid]?.mode, header.kind) {
        case (.gcm, .authEnveloped):
            guard let members = algorithm.parameters?.members(), (1...2).contains(members.count),
                let nonce = members[0].octets(), nonce.count == AESDecryption.nonceLength
            else { throw algorithm.unsupported }
            let length = members.count == 2 ? members[1].integer : defaultTagLength
            guard let length, tagLengths.contains(length) else { throw algorithm.unsupported }
            return (nonce, length)
        case (.cbc, .enveloped):
            guard let vector = algorithm.parameters?.octets(), vector.count == AESDecryption.blockLength else {
                throw algorithm.unsupported
            }
            return (vector, nil)
        default: throw algorithm.unsupported
        }
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        if !stashed.isEmpty { return unsafe takeStashed(into: buffer) }
        switch state {
        case .failed(let error): throw error
        case .ended: return 0
        case .open: break
        }
        guard buffer.count > 0 else { return 0 }
        do {
            if buffer.count >= CMSContent.pieceSize + AESDecryption.blockLength {
                return try unsafe decrypt(into: buffer)
            }
            stashed = 0..<(try unsafe decrypt(into: stash))
        } catch {
            state = .failed(error)
            throw error
        }
        return unsafe takeStashed(into: buffer)
    }

    /// Decrypts at least a byte into `output`; 0 is the proven end.
    private func decrypt(into output: UnsafeMutableRawBufferPointer) throws -> Int {
        while true {
            let read = try unsafe ciphertext.read(into: sealed)
            guard read > 0 else { break }
            // Beyond this the counter would begin anew.
            guard tagLength == nil || ciphertext.count <= AESDecryption.maximumGCMBytes else {
                throw EnvelopeFault.contentTooLong
            }
            let count = try unsafe cipher.update(UnsafeRawBufferPointer(rebasing: sealed[..<read]), into: output)
            if count > 0 { return count }
        }
        let tag = try header.readEnd(reader)
        guard tag?.count == tagLength, let count = try unsafe cipher.finish(tag: tag, into: output) else {
            // Bad padding is told like any other content that CBC does not prove.
            throw tagLength == nil ? EnvelopeFault.unauthenticated : EnvelopeFault.contentAltered
        }
        state = .ended
        return count
    }

    private func takeStashed(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        let count = min(buffer.count, stashed.count)
        let taken = stashed.lowerBound..<(stashed.lowerBound + count)
        unsafe buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: stash[taken]))
        stashed = taken.upperBound..<stashed.upperBound
        return count
    }
}
