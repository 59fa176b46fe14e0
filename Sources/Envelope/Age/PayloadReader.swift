internal import Crypto
internal import Support

/// The payload of an age file: chunks of 64 KiB, each authenticated before it is given out (age-encryption.org/v1, "Payload").
///
/// One byte is read ahead, so that the end is known before the last chunk is opened. Three kinds of damage are told apart:
/// bytes missing, bytes changed, bytes added. A last piece shorter than a chunk that does not authenticate is called
/// truncated: a cut leaves just that, and nothing in the format can tell it from a change in the same piece.
@safe
final class PayloadReader {
    /// Bytes of plaintext in every chunk but the last.
    static let chunkSize = 64 << 10
    private static let sealedSize = chunkSize + ChaCha20Poly1305.tagLength

    private enum State { case open, ended, failing(EnvelopeFault) }

    private let source: LookaheadSource
    private let cipher: ChaCha20Poly1305
    private let sealed: UnsafeMutableRawBufferPointer
    private var held = 0
    private var nonce = PayloadNonce()
    private var state = State.open

    /// Reads the chunks of `source` with the payload's key.
    init(source: LookaheadSource, key: SecretBytes) throws(CryptoFault) {
        cipher = try ChaCha20Poly1305(key: key)
        self.source = source
        unsafe sealed = .allocate(byteCount: PayloadReader.sealedSize + 1, alignment: 64)
    }

    deinit { unsafe sealed.deallocate() }

    /// Opens the next chunk into `plaintext`, of at least ``chunkSize`` bytes; 0 is the end.
    func next(into plaintext: UnsafeMutableRawBufferPointer) throws -> Int {
        switch state {
        case .ended: return 0
        case .failing(let fault): throw fault
        case .open: break
        }
        let count = try unsafe held + source.fill(UnsafeMutableRawBufferPointer(rebasing: sealed[held...]))
        return count > PayloadReader.sealedSize
            ? try unsafe inner(into: plaintext) : try unsafe last(count, into: plaintext)
    }

    /// A chunk that something follows.
    private func inner(into plaintext: UnsafeMutableRawBufferPointer) throws -> Int {
        if try unsafe open(PayloadReader.sealedSize, isLast: false, into: plaintext) {
            unsafe sealed[0] = unsafe sealed[PayloadReader.sealedSize]
            held = 1
            nonce.advance()
        } else if try unsafe open(PayloadReader.sealedSize, isLast: true, into: plaintext) {
            state = .failing(.trailingData)
        } else {
            throw EnvelopeFault.altered(chunk: nonce.chunk + 1)
        }
        return PayloadReader.chunkSize
    }

    /// A chunk that nothing follows.
    private func last(_ count: Int, into plaintext: UnsafeMutableRawBufferPointer) throws -> Int {
        let truncated = EnvelopeFault.truncated(bytes: source.consumed)
        guard count >= ChaCha20Poly1305.tagLength else { throw truncated }
        let plain = count - ChaCha20Poly1305.tagLength
        if try unsafe open(count, isLast: true, into: plaintext) {
            // The last chunk is empty only where the whole payload is.
            guard plain > 0 || nonce.chunk == 0 else { throw EnvelopeFault.altered(chunk: nonce.chunk + 1) }
            state = .ended
            return plain
        }
        guard count == PayloadReader.sealedSize else { throw truncated }
        guard try unsafe open(count, isLast: false, into: plaintext) else {
            throw EnvelopeFault.altered(chunk: nonce.chunk + 1)
        }
        state = .failing(truncated)
        return plain
    }

    private func open(
        _ count: Int, isLast: Bool, into plaintext: UnsafeMutableRawBufferPointer
    ) throws(CryptoFault) -> Bool {
        try unsafe cipher.open(
            UnsafeRawBufferPointer(rebasing: sealed[..<count]), nonce: nonce.bytes(isLast: isLast), into: plaintext)
    }
}
