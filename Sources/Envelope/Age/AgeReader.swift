internal import Crypto
internal import Glibc
package import Support

/// The plaintext of an age file, armored or not, as a stream: only authenticated bytes are given out.
///
/// After the first error every read throws it again. Bytes given out before an error are authentic, but not the whole:
/// nothing may be committed before a read has returned 0. Buffers of at least ``chunkSize`` bytes are decrypted into directly.
@safe
package final class AgeReader: ByteSource {
    /// Bytes of a chunk: the buffer size from which reading is cheapest.
    package static let chunkSize = PayloadReader.chunkSize

    private let payload: PayloadReader
    private let stash: UnsafeMutableRawBufferPointer
    private var stashed = 0..<0
    private var failure: (any Error)?

    /// Reads the header of `source` and finds the identity that opens it.
    ///
    /// - Throws: ``EnvelopeFault``, or what `source` throws.
    package convenience init(source: any ByteSource, identities: [AgeIdentity]) throws {
        try self.init(LookaheadSource(source), identities: identities)
    }

    init(_ source: LookaheadSource, identities: [AgeIdentity]) throws {
        let opened = try AgeReader.dearmored(source)
        let header = try AgeHeader.read(from: opened)
        let fileKey = try AgeReader.fileKey(of: header, identities)
        let mac = try AgeKeySchedule.mac(of: header.stanzas, fileKey: fileKey)
        guard ConstantTime.equal(mac, header.mac) else { throw EnvelopeFault.headerAltered }
        let nonce = try opened.rest(limit: AgeKeySchedule.nonceLength)
        guard nonce.count == AgeKeySchedule.nonceLength else { throw EnvelopeFault.truncated(bytes: opened.consumed) }
        payload = try PayloadReader(source: opened, key: AgeKeySchedule.payloadKey(fileKey: fileKey, nonce: nonce))
        unsafe stash = .allocate(byteCount: AgeReader.chunkSize, alignment: 64)
    }

    deinit {
        if let base = unsafe stash.baseAddress { unsafe explicit_bzero(base, stash.count) }
        unsafe stash.deallocate()
    }

    package func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        if let failure, stashed.isEmpty { throw failure }
        var count = unsafe takeStashed(into: buffer)
        do {
            while buffer.count - count >= AgeReader.chunkSize {
                let read = try unsafe payload.next(into: UnsafeMutableRawBufferPointer(rebasing: buffer[count...]))
                if read == 0 { return count }
                count += read
            }
            if count == 0, buffer.count > 0 {
                let fresh = try unsafe payload.next(into: stash)
                stashed = 0..<fresh
                count = unsafe takeStashed(into: buffer)
            }
        } catch {
            failure = error
            guard count > 0 else { throw error }
        }
        return count
    }

    private func takeStashed(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        let count = min(buffer.count, stashed.count)
        let taken = stashed.lowerBound..<(stashed.lowerBound + count)
        unsafe buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: stash[taken]))
        stashed = taken.upperBound..<stashed.upperBound
        return count
    }

    /// The binary file in `source`, which may be armored.
    private static func dearmored(_ source: LookaheadSource) throws -> LookaheadSource {
        let kind = EnvelopeKind.detect(try source.peek(EnvelopeKind.prefixLength))
        switch kind {
        case .age: return source
        case .ageArmored: return LookaheadSource(ArmorReader(source, .age))
        case .empty: throw EnvelopeFault.empty
        default:
            throw kind.isReadableByAnyone
                ? EnvelopeFault.notSealed(kind) : EnvelopeFault.notAgreed(kind, agreed: [.age])
        }
    }

    private static func fileKey(of header: AgeHeader, _ identities: [AgeIdentity]) throws -> SecretBytes {
        // A passphrase stanza stands alone, or anyone who knows the passphrase could have made the file ("scrypt").
        if header.stanzas.contains(where: { $0.isOf(type: "scrypt") }) {
            throw header.stanzas.count == 1 ? EnvelopeFault.passphrase : EnvelopeFault.headerMalformed(line: 2)
        }
        for identity in identities {
            for stanza in header.stanzas {
                if let fileKey = try identity.unwrap(stanza) { return fileKey }
            }
        }
        throw EnvelopeFault.notForUs
    }
}
