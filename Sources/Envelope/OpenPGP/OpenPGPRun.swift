internal import OpenPGP
internal import Platform
internal import Support

/// One message on its way through librnp, on a thread of its own, and what became of it.
final class OpenPGPRun: @unchecked Sendable {
    // Sendable: the thread that runs it is the only one that touches `packets` and the members below it until the queue between
    // the threads is closed, and does so no more afterwards; the queue's mutex orders the two.
    private let packets: OpenPGPPackets
    private let identities: [OpenPGPIdentity]
    private let signers: [[UInt8]]
    private let now: Timestamp

    private var fault: (any Error)?
    private var message: OpenPGPMessage?
    private var written: UInt64 = 0
    /// Whether what is wrong around the content is still to be found out.
    private var isUndecided = true

    /// Bytes read at once where they are thrown away.
    private static let drainSize = 256 << 10

    init(_ packets: OpenPGPPackets, identities: [OpenPGPIdentity], signers: [[UInt8]], now: Timestamp) {
        self.packets = packets
        self.identities = identities
        self.signers = signers
        self.now = now
    }

    /// Decrypts the whole message; `take` gets its plaintext in chunks, and says false to stop.
    func run(chunkSize: Int, _ take: @escaping (PlainChunk) -> Bool) {
        let gathering = Gathering(chunkSize, take)
        do {
            let ring = try OpenPGPKeyRing(at: now)
            for signer in signers { try ring.add(publicKeys: signer) }
            for identity in identities { try ring.add(secretKeys: identity.file) }
            message = try unsafe OpenPGPDecryption.run(
                ring,
                read: { [self] buffer in
                    do { return try unsafe packets.read(into: buffer) } catch {
                        isUndecided = false
                        fault = error
                        return nil
                    }
                },
                write: { [self] bytes in unsafe write(bytes, to: gathering) })
            if !gathering.flush() { isUndecided = false }
            if isUndecided { try readToEnd() }
        } catch { fault = fault ?? error }
    }

    /// Reads what the library left unread, and prefers what is wrong there to what is wrong inside.
    ///
    /// The library stops where the plaintext is no good. If the file were not read on, a fault after that place would show whoever
    /// only has the ciphertext how far it got.
    private func readToEnd() throws {
        var rest = [UInt8](repeating: 0, count: OpenPGPRun.drainSize)
        do {
            while try unsafe rest.withUnsafeMutableBytes({ buffer throws in try unsafe packets.read(into: buffer) }) > 0
            {}
        } catch {
            fault = error
            throw error
        }
    }

    private func write(_ bytes: UnsafeRawBufferPointer, to gathering: Gathering) -> Bool {
        written += UInt64(bytes.count)
        guard written <= OpenPGPReader.freeBytes || written / OpenPGPReader.maximumExpansion <= packets.count else {
            fault = EnvelopeFault.openPGP(.expands(limit: Int(OpenPGPReader.maximumExpansion)))
            return false
        }
        // Nobody waits for a verdict any more where nobody takes the plaintext.
        guard unsafe gathering.add(bytes) else {
            isUndecided = false
            return false
        }
        return true
    }

    /// Throws where the message was not whole and authentic.
    ///
    /// Why a message of several protected layers did not open is not told apart: the answer would help to guess at its content.
    func check() throws {
        if let fault { throw fault }
        guard let message else { throw EnvelopeFault.openPGP(.altered) }
        switch message.end {
        case .whole: break
        case .notForUs, .altered, .stopped: throw EnvelopeFault.openPGP(.altered)
        }
        guard message.protection != .none else { throw EnvelopeFault.openPGP(.unprotected) }
        // Other tools show such content, or take it for signed.
        guard !message.hasTrailingData else { throw EnvelopeFault.openPGP(.surplus) }
    }

    /// Who signed, of those whom the convention names.
    ///
    /// Where it names nobody, signatures are not looked at.
    func signature() throws -> SignatureFinding {
        try check()
        guard !signers.isEmpty, let signatures = message?.signatures, !signatures.isEmpty else { return .unsigned }
        let named = Set(try OpenPGPCertificate.keys(signers).map(\.fingerprint))
        return try OpenPGPSignatures(signatures, named: named, now: now).finding()
    }
}

/// Gathers small pieces of plaintext into chunks.
@safe
private final class Gathering {
    private let size: Int
    private let take: (PlainChunk) -> Bool
    private var chunk: [UInt8] = []

    init(_ size: Int, _ take: @escaping (PlainChunk) -> Bool) {
        self.size = size
        self.take = take
        chunk.reserveCapacity(size)
    }

    func add(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var rest = unsafe bytes[...]
        while unsafe !rest.isEmpty {
            let room = size - chunk.count
            unsafe chunk.append(contentsOf: rest.prefix(room))
            unsafe rest = unsafe rest.dropFirst(room)
            if chunk.count == size, !flush() { return false }
        }
        return true
    }

    func flush() -> Bool {
        guard !chunk.isEmpty else { return true }
        let full = PlainChunk(taking: &chunk)
        chunk.reserveCapacity(size)
        return take(full)
    }

    deinit { SecretBytes.zero(&chunk) }
}
