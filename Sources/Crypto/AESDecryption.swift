internal import COpenSSL
package import Support

/// AES over a stream that is decrypted as it comes: GCM (NIST SP 800-38D) or CBC (SP 800-38A) with padding (RFC 5652 §6.3).
///
/// What comes out is provisional until ``finish(tag:into:)``, and in CBC nothing ever proves it.
@safe
package final class AESDecryption {
    /// How blocks are joined.
    package enum Mode: Sendable { case gcm, cbc }

    /// Number of bytes of a block, and so of CBC's initialisation vector.
    package static let blockLength = 16
    /// Number of bytes of GCM's nonce: the only length that is taken (SP 800-38D §8.2.1).
    package static let nonceLength = 12
    /// Most bytes of one GCM message (SP 800-38D §5.2.1.1).
    package static let maximumGCMBytes: UInt64 = 1 << 36 - 32

    private let context: OpaquePointer

    /// A state for `key`, of 16, 24 or 32 bytes.
    package init(_ mode: Mode, key: SecretBytes, vector: [UInt8]) throws(CryptoFault) {
        precondition(vector.count == (mode == .gcm ? AESDecryption.nonceLength : AESDecryption.blockLength))
        guard let context = unsafe EVP_CIPHER_CTX_new() else { throw CryptoFault("EVP_CIPHER_CTX_new") }
        unsafe self.context = unsafe context
        let cipher = unsafe AESDecryption.cipher(mode, key.count)
        let started = unsafe key.withUnsafeBytes { raw in
            unsafe EVP_DecryptInit_ex(
                context, cipher, nil, raw.baseAddress?.assumingMemoryBound(to: UInt8.self), vector)
        }
        guard started == 1 else { throw CryptoFault("EVP_DecryptInit_ex") }
    }

    deinit { unsafe EVP_CIPHER_CTX_free(context) }

    private static func cipher(_ mode: Mode, _ keyLength: Int) -> OpaquePointer? {
        switch (mode, keyLength) {
        case (.gcm, 16): unsafe EVP_aes_128_gcm()
        case (.gcm, 24): unsafe EVP_aes_192_gcm()
        case (.gcm, 32): unsafe EVP_aes_256_gcm()
        case (.cbc, 16): unsafe EVP_aes_128_cbc()
        case (.cbc, 24): unsafe EVP_aes_192_cbc()
        case (.cbc, 32): unsafe EVP_aes_256_cbc()
        default: nil
        }
    }

    /// Decrypts `input` to the start of `output`, which has a block more than `input`; gives the number of bytes written.
    package func update(_ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer) throws(CryptoFault)
        -> Int
    {
        // No input would finish a GCM message.
        guard input.count > 0 else { return 0 }
        precondition(input.count <= Int(Int32.max) / 2 && output.count >= input.count + AESDecryption.blockLength)
        var count: Int32 = 0
        guard
            unsafe EVP_DecryptUpdate(
                context, output.baseAddress?.assumingMemoryBound(to: UInt8.self), &count,
                input.baseAddress?.assumingMemoryBound(to: UInt8.self), Int32(input.count)) == 1
        else { throw CryptoFault("EVP_DecryptUpdate") }
        return Int(count)
    }

    /// Ends the message: checks GCM's `tag`, or takes CBC's padding off the last block, which is written to `output` of at least
    /// a block; gives the bytes written, or nil where tag or padding is wrong.
    package func finish(tag: [UInt8]?, into output: UnsafeMutableRawBufferPointer) throws(CryptoFault) -> Int? {
        precondition(output.count >= AESDecryption.blockLength)
        if var tag {
            guard unsafe EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, Int32(tag.count), &tag) == 1 else {
                throw CryptoFault("EVP_CIPHER_CTX_ctrl")
            }
        }
        var count: Int32 = 0
        guard
            unsafe EVP_DecryptFinal_ex(context, output.baseAddress?.assumingMemoryBound(to: UInt8.self), &count) == 1
        else {
            ERR_clear_error()
            return nil
        }
        return Int(count)
    }
}
