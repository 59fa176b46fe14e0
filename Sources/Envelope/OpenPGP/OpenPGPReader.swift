internal import Glibc
internal import OpenPGP
internal import Platform
internal import Support

/// The plaintext of an OpenPGP message as a stream.
///
/// librnp asks for bytes and hands plaintext out in its own time; a reader is asked. So the library runs on a thread of its own, at
/// most ``handOverChunks`` chunks ahead. Most of what is read was **not yet shown to be authentic**: nothing may be committed, and
/// nothing told of it, before a read has returned 0.
///
/// Measured with a signature inside (1 GiB, debug build, two cores shared with other work): CFB with MDC 6.4 s, OCB 4.1 s, and
/// 8 MB of memory for either, as for 1 MiB.
@safe
final class OpenPGPReader: EnvelopePayload {
    /// Bytes of plaintext handed over at once, and how many times that may wait to be read.
    private static let chunkSize = 256 << 10
    private static let handOverChunks = 4
    /// Plaintext that any file may hold, and what it may grow by beyond.
    static let freeBytes: UInt64 = 16 << 20
    static let maximumExpansion: UInt64 = 200

    private let chunks = BoundedQueue<PlainChunk>(capacity: handOverChunks)
    private let run: OpenPGPRun
    private var thread: Thread?
    private var chunk: PlainChunk?
    private var position = 0
    private var failure: (any Error)?
    private var isEnded = false

    /// Reads the head of `source`, armored or not, and finds out whether one of the identities may open it.
    ///
    /// - Throws: ``EnvelopeFault``, or what `source` throws.
    init(_ source: LookaheadSource, identities: [OpenPGPIdentity], signers: [[UInt8]], now: Timestamp) throws {
        let first = try source.peek(OpenPGPArmor.begin.count)
        let isArmored = first == OpenPGPArmor.begin
        let packets = try OpenPGPPackets(isArmored ? LookaheadSource(ArmorReader(source, .openPGP)) : source)
        try OpenPGPReader.checkRecipients(packets.head, identities)
        run = OpenPGPRun(packets, identities: identities, signers: signers, now: now)
    }

    deinit {
        chunks.cancel()
        thread?.join()
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        if let failure { throw failure }
        guard !isEnded, buffer.count > 0 else { return 0 }
        do {
            guard let chunk = try unread() else {
                isEnded = true
                return 0
            }
            let count = unsafe chunk.copy(from: position, into: buffer)
            position += count
            return count
        } catch {
            failure = error
            throw error
        }
    }

    /// The signature inside, once a read has returned 0.
    func signature() throws -> SignatureFinding { try run.signature() }

    /// The chunk that something is left of; nil at the authentic end.
    private func unread() throws -> PlainChunk? {
        if let chunk, position < chunk.count { return chunk }
        (chunk, position) = (nil, 0)
        if thread == nil {
            let (run, chunks) = (run, chunks)
            thread = try Thread {
                run.run(chunkSize: OpenPGPReader.chunkSize) { chunks.push($0) }
                chunks.close()
            }
        }
        chunk = chunks.pop()
        if chunk == nil { try run.check() }
        return chunk
    }

    /// A message for us names one of our keys, and its session key for that one is written in the one way possible.
    private static func checkRecipients(_ head: OpenPGPHead, _ identities: [OpenPGPIdentity]) throws {
        let own = Dictionary(identities.flatMap(\.keys).map { ($0.id, $0) }) { first, _ in first }
        var isOurs = false
        for sessionKey in head.sessionKeys {
            guard let key = own[sessionKey.keyID] else { continue }
            guard sessionKey.isCanonical(for: key) else { throw EnvelopeFault.openPGP(.altered) }
            isOurs = true
        }
        guard isOurs else { throw EnvelopeFault.notForUs }
    }
}
