internal import COpenSSL
package import Support

/// HMAC-SHA-256 (RFC 2104) for very many short messages under one key.
///
/// The states after the inner and the outer key block are kept, so that a message of at most 55 bytes costs two SHA-256
/// compressions. libcrypto's compression is called directly: its generic MAC interface costs more than the work itself.
/// One object belongs to one thread.
@safe
package final class HMACSHA256Fast {
    /// Number of bytes of a tag.
    package static let length = 32
    /// Bytes of a SHA-256 block (FIPS 180-4).
    static let block = 64

    /// The 8 words after the inner key block, then the 8 after the outer one.
    private let states: UnsafeMutablePointer<UInt32>
    /// One block under construction.
    private let scratch: UnsafeMutablePointer<UInt8>
    private let context: UnsafeMutablePointer<SHA256_CTX>

    /// A keyed state.
    package init(key: SecretBytes) throws(CryptoFault) {
        unsafe states = .allocate(capacity: 16)
        unsafe scratch = .allocate(capacity: HMACSHA256Fast.block)
        unsafe context = .allocate(capacity: 1)
        unsafe context.initialize(to: SHA256_CTX())
        unsafe states.initialize(repeating: 0, count: 16)
        unsafe scratch.initialize(repeating: 0, count: HMACSHA256Fast.block)
        let padded = try HMACSHA256Fast.blockKey(key)
        for (offset, pad) in [(0, UInt8(0x36)), (8, UInt8(0x5C))] {
            unsafe padded.withUnsafeBytes { key in
                for index in 0..<HMACSHA256Fast.block { unsafe scratch[index] = key[index] ^ pad }
            }
            for (word, value) in HMACSHA256Fast.initial.enumerated() {
                unsafe HMACSHA256Fast.words(context)[word] = value
            }
            unsafe compress(context, scratch)
            unsafe (states + offset).update(from: HMACSHA256Fast.words(context), count: 8)
        }
    }

    deinit {
        unsafe OPENSSL_cleanse(states, 16 * MemoryLayout<UInt32>.size)
        unsafe OPENSSL_cleanse(scratch, HMACSHA256Fast.block)
        unsafe OPENSSL_cleanse(context, MemoryLayout<SHA256_CTX>.size)
        unsafe states.deallocate()
        unsafe scratch.deallocate()
        unsafe context.deallocate()
    }

    /// The first 128 bits of the tag of `message`, as two big-endian words.
    package func authenticate(_ message: Span<UInt8>) -> (high: UInt64, low: UInt64) {
        run(message)
        let words = unsafe HMACSHA256Fast.words(context)
        return unsafe (UInt64(words[0]) << 32 | UInt64(words[1]), UInt64(words[2]) << 32 | UInt64(words[3]))
    }

    /// The whole tag of `message`.
    package func tag(_ message: Span<UInt8>) -> [UInt8] {
        run(message)
        let words = unsafe HMACSHA256Fast.words(context)
        return (0..<HMACSHA256Fast.length).map {
            unsafe UInt8(truncatingIfNeeded: words[$0 / 4] >> UInt32(24 - $0 % 4 * 8))
        }
    }

    /// Leaves the tag in the words of the context.
    private func run(_ message: Span<UInt8>) {
        let words = unsafe HMACSHA256Fast.words(context)
        unsafe words.update(from: states, count: 8)
        unsafe message.withUnsafeBufferPointer { bytes in unsafe absorb(bytes) }
        let target = unsafe UnsafeMutableRawPointer(scratch)
        for index in 0..<8 {
            unsafe target.storeBytes(of: words[index].bigEndian, toByteOffset: index * 4, as: UInt32.self)
        }
        finishBlock(used: HMACSHA256Fast.length, messageLength: HMACSHA256Fast.length)
        unsafe words.update(from: states + 8, count: 8)
        unsafe compress(context, scratch)
    }

    /// Compresses `bytes` and the padding.
    private func absorb(_ bytes: UnsafeBufferPointer<UInt8>) {
        let block = HMACSHA256Fast.block
        var done = 0
        if let base = bytes.baseAddress {
            while bytes.count - done >= block {
                unsafe compress(context, base + done)
                done += block
            }
            unsafe scratch.update(from: base + done, count: bytes.count - done)
        }
        let rest = bytes.count - done
        if rest >= block - 8 {
            unsafe scratch[rest] = 0x80
            unsafe (scratch + rest + 1).update(repeating: 0, count: block - rest - 1)
            unsafe compress(context, scratch)
            unsafe scratch.update(repeating: 0, count: block - 8)
            writeLength(bytes.count)
        } else {
            finishBlock(used: rest, messageLength: bytes.count)
        }
        unsafe compress(context, scratch)
    }

    /// Writes the padding after `used` bytes of the block and the length of key block and message.
    private func finishBlock(used: Int, messageLength: Int) {
        unsafe scratch[used] = 0x80
        unsafe (scratch + used + 1).update(repeating: 0, count: HMACSHA256Fast.block - 9 - used)
        writeLength(messageLength)
    }

    private func writeLength(_ messageLength: Int) {
        let bits = UInt64(HMACSHA256Fast.block + messageLength) * 8
        unsafe UnsafeMutableRawPointer(scratch)
            .storeBytes(of: bits.bigEndian, toByteOffset: HMACSHA256Fast.block - 8, as: UInt64.self)
    }

    /// The key padded with zeros to a block; a longer key is hashed first (RFC 2104 §2).
    private static func blockKey(_ key: SecretBytes) throws(CryptoFault) -> SecretBytes {
        guard key.count > block else {
            return unsafe SecretBytes(count: block) { memory in
                unsafe key.withUnsafeBytes { unsafe memory.copyMemory(from: $0) }
            }
        }
        let stream = try SHA256()
        unsafe key.withUnsafeBytes { unsafe stream.update($0) }
        var digest = stream.finish().bytes
        defer { SecretBytes.zero(&digest) }
        return unsafe SecretBytes(count: block) { memory in
            for index in digest.indices { unsafe memory[index] = digest[index] }
        }
    }

    /// Where the eight state words stand: at the start of the context.
    private static func words(_ context: UnsafeMutablePointer<SHA256_CTX>) -> UnsafeMutablePointer<UInt32> {
        unsafe UnsafeMutableRawPointer(context).assumingMemoryBound(to: UInt32.self)
    }

    /// FIPS 180-4 §5.3.3.
    private static let initial: [UInt32] = [
        0x6A09_E667, 0xBB67_AE85, 0x3C6E_F372, 0xA54F_F53A, 0x510E_527F, 0x9B05_688C, 0x1F83_D9AB, 0x5BE0_CD19,
    ]
}

@inline(__always)
private func compress(_ context: UnsafeMutablePointer<SHA256_CTX>, _ block: UnsafePointer<UInt8>) {
    unsafe step(LibcryptoSHA256.self, context, block)
}

@inline(__always)
private func step<Compression: SHA256Compression>(
    _: Compression.Type, _ context: UnsafeMutablePointer<SHA256_CTX>, _ block: UnsafePointer<UInt8>
) {
    unsafe Compression.compress(context, block)
}

/// libcrypto's SHA-256 compression.
///
/// OpenSSL 3 marks the function deprecated in favour of its providers, but keeps it with the whole 3.x line; nothing else
/// reaches the compression without the cost of an EVP context.
private protocol SHA256Compression {
    static func compress(_ context: UnsafeMutablePointer<SHA256_CTX>, _ block: UnsafePointer<UInt8>)
}

private enum LibcryptoSHA256: SHA256Compression {
    @available(*, deprecated, message: "called through SHA256Compression")
    static func compress(_ context: UnsafeMutablePointer<SHA256_CTX>, _ block: UnsafePointer<UInt8>) {
        unsafe SHA256_Transform(context, block)
    }
}
