internal import Crypto
internal import Glibc
internal import Support

/// Seals a stream of plaintext to recipients: an age v1 file, piece by piece.
@safe
package final class AgeWriter {
    /// Where the file's bytes go.
    package typealias Sink = (UnsafeRawBufferPointer) throws -> Void

    private let sink: Sink
    private let cipher: ChaCha20Poly1305
    private let plain: UnsafeMutableRawBufferPointer
    private let sealed: UnsafeMutableRawBufferPointer
    private var count = 0
    private var nonce = PayloadNonce()

    /// Writes the header of a file for `recipients`, of whom there is at least one.
    package init(recipients: [AgeRecipient], sink: @escaping Sink) throws {
        precondition(!recipients.isEmpty && recipients.count <= AgeHeader.maximumStanzas)
        let fileKey = try Random.secret(AgeFileKey.length)
        let stanzas = try recipients.map { try $0.wrap(fileKey) }
        let header = AgeHeader(stanzas: stanzas, mac: try AgeKeySchedule.mac(of: stanzas, fileKey: fileKey))
        let salt = try Random.bytes(AgeKeySchedule.nonceLength)
        let cipher = try ChaCha20Poly1305(key: AgeKeySchedule.payloadKey(fileKey: fileKey, nonce: salt))
        let start = header.serialised() + salt
        try unsafe start.withUnsafeBytes { try unsafe sink($0) }
        self.cipher = cipher
        unsafe self.sink = unsafe sink
        unsafe plain = .allocate(byteCount: PayloadReader.chunkSize, alignment: 64)
        unsafe sealed = .allocate(byteCount: PayloadReader.chunkSize + ChaCha20Poly1305.tagLength, alignment: 64)
    }

    deinit {
        if let base = unsafe plain.baseAddress { unsafe explicit_bzero(base, plain.count) }
        unsafe plain.deallocate()
        unsafe sealed.deallocate()
    }

    /// Adds `bytes`.
    package func write(_ bytes: UnsafeRawBufferPointer) throws {
        var offset = 0
        while offset < bytes.count {
            // A full chunk waits for the byte after it: it may be the last.
            if count == PayloadReader.chunkSize { try flush(isLast: false) }
            let taken = min(PayloadReader.chunkSize - count, bytes.count - offset)
            let target = unsafe UnsafeMutableRawBufferPointer(rebasing: plain[count..<(count + taken)])
            unsafe target.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[offset..<(offset + taken)]))
            count += taken
            offset += taken
        }
    }

    /// Adds `bytes`.
    package func write(_ bytes: [UInt8]) throws { try unsafe bytes.withUnsafeBytes { try unsafe write($0) } }

    /// Writes the last chunk; nothing may be added after it.
    package func finish() throws { try flush(isLast: true) }

    /// The file of `plaintext` for `recipients`.
    package static func seal(_ plaintext: [UInt8], to recipients: [AgeRecipient]) throws -> [UInt8] {
        var file: [UInt8] = []
        let writer = try unsafe AgeWriter(recipients: recipients) { unsafe file.append(contentsOf: $0) }
        try writer.write(plaintext)
        try writer.finish()
        return file
    }

    private func flush(isLast: Bool) throws {
        let input = unsafe UnsafeRawBufferPointer(rebasing: plain[..<count])
        try unsafe cipher.seal(input, nonce: nonce.bytes(isLast: isLast), into: sealed)
        try unsafe sink(UnsafeRawBufferPointer(rebasing: sealed[..<(count + ChaCha20Poly1305.tagLength)]))
        nonce.advance()
        count = 0
    }
}
