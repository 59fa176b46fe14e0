internal import COpenSSL
package import Support

/// Authenticated encryption with ChaCha20 and Poly1305 (RFC 8439 §2.8) under one key, one message after another.
///
/// The keyed state is kept and the caller brings all memory, so a chunk costs no allocation. One object belongs to one thread.
@safe
package final class ChaCha20Poly1305 {
    /// Number of bytes of a key.
    package static let keyLength = 32
    /// Number of bytes of a nonce.
    package static let nonceLength = 12
    /// Number of bytes of a tag.
    package static let tagLength = 16

    private enum Direction: Int32 { case open = 0, seal = 1 }

    private let context: OpaquePointer

    /// A state keyed with `key`, of 32 bytes.
    package init(key: SecretBytes) throws(CryptoFault) {
        precondition(key.count == ChaCha20Poly1305.keyLength)
        guard let context = unsafe EVP_CIPHER_CTX_new() else { throw CryptoFault("EVP_CIPHER_CTX_new") }
        unsafe self.context = unsafe context
        let started = unsafe key.withUnsafeBytes { raw in
            unsafe EVP_CipherInit_ex(
                context, EVP_chacha20_poly1305(), nil, raw.baseAddress?.assumingMemoryBound(to: UInt8.self), nil, 1)
        }
        guard started == 1 else { throw CryptoFault("EVP_CipherInit_ex") }
    }

    deinit { unsafe EVP_CIPHER_CTX_free(context) }

    /// Writes ciphertext and tag of `plaintext` to the start of `sealed`, which holds at least 16 bytes more.
    package func seal(
        _ plaintext: UnsafeRawBufferPointer, nonce: [12 of UInt8], authenticating data: [UInt8] = [],
        into sealed: UnsafeMutableRawBufferPointer
    ) throws(CryptoFault) {
        precondition(sealed.count >= plaintext.count + ChaCha20Poly1305.tagLength)
        try start(.seal, nonce, data)
        let base = unsafe sealed.baseAddress?.assumingMemoryBound(to: UInt8.self)
        try unsafe transform(plaintext, to: base)
        var count: Int32 = 0
        let tag = unsafe base?.advanced(by: plaintext.count)
        // Final writes nothing for a stream cipher; the tag's place is a safe place to write nothing to.
        guard unsafe EVP_CipherFinal_ex(context, tag, &count) == 1,
            unsafe EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, Int32(ChaCha20Poly1305.tagLength), tag) == 1
        else { throw CryptoFault("EVP_CipherFinal_ex") }
    }

    /// Writes the plaintext of `sealed` (ciphertext and tag) to the start of `plaintext`, and says whether it is authentic;
    /// where it is not, what was written is zeroed.
    package func open(
        _ sealed: UnsafeRawBufferPointer, nonce: [12 of UInt8], authenticating data: [UInt8] = [],
        into plaintext: UnsafeMutableRawBufferPointer
    ) throws(CryptoFault) -> Bool {
        let count = sealed.count - ChaCha20Poly1305.tagLength
        guard count >= 0 else { return false }
        precondition(plaintext.count >= count)
        try start(.open, nonce, data)
        // The tag is only read, although the parameter is not const (EVP_CIPHER_CTX_ctrl(3)).
        let tag = unsafe UnsafeMutableRawPointer(mutating: sealed.baseAddress?.advanced(by: count))
        guard unsafe EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, Int32(ChaCha20Poly1305.tagLength), tag) == 1
        else { throw CryptoFault("EVP_CIPHER_CTX_ctrl") }
        let base = unsafe plaintext.baseAddress?.assumingMemoryBound(to: UInt8.self)
        try unsafe transform(UnsafeRawBufferPointer(rebasing: sealed[..<count]), to: base)
        var written: Int32 = 0
        var none: UInt8 = 0
        guard unsafe EVP_CipherFinal_ex(context, &none, &written) == 1 else {
            if let start = plaintext.baseAddress { unsafe OPENSSL_cleanse(start, count) }
            ERR_clear_error()
            return false
        }
        return true
    }

    private func start(_ direction: Direction, _ nonce: [12 of UInt8], _ data: [UInt8]) throws(CryptoFault) {
        var nonce = nonce
        let started = unsafe withUnsafeBytes(of: &nonce) { raw in
            // A null cipher and key keep those that are set (EVP_CipherInit_ex(3)).
            unsafe EVP_CipherInit_ex(
                context, nil, nil, nil, raw.baseAddress?.assumingMemoryBound(to: UInt8.self), direction.rawValue)
        }
        guard started == 1 else { throw CryptoFault("EVP_CipherInit_ex") }
        var count: Int32 = 0
        guard unsafe data.isEmpty || EVP_CipherUpdate(context, nil, &count, data, Int32(data.count)) == 1 else {
            throw CryptoFault("EVP_CipherUpdate")
        }
    }

    private func transform(_ input: UnsafeRawBufferPointer, to output: UnsafeMutablePointer<UInt8>?) throws(CryptoFault)
    {
        // No input would finish the message: a null input means so to the AEAD ciphers.
        guard input.count > 0 else { return }
        precondition(input.count <= Int(Int32.max))
        var count: Int32 = 0
        let base = unsafe input.baseAddress?.assumingMemoryBound(to: UInt8.self)
        guard unsafe EVP_CipherUpdate(context, output, &count, base, Int32(input.count)) == 1, count == input.count
        else {
            throw CryptoFault("EVP_CipherUpdate")
        }
    }
}
