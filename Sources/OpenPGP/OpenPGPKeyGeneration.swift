internal import CRNP
package import Support

/// New keys: an RSA key that signs only its own parts, with an RSA subkey that messages are sealed to.
///
/// RSA, because every OpenPGP tool of the last twenty years can seal to it.
package enum OpenPGPKeyGeneration {
    /// Size of both keys in bits.
    package static let bits: UInt32 = 3072

    /// A new key pair of `user`, made at `moment`, without an end: the secret file and the public one, both armored.
    package static func generate(user: String, at moment: Timestamp) throws(OpenPGPFault) -> (
        secret: SecretBytes, public: [UInt8]
    ) {
        let ring = try OpenPGPKeyRing(at: moment)
        let primary = try unsafe generate("rnp_op_generate_create", usage: "certify", user: user) {
            unsafe rnp_op_generate_create($0, ring.handle, "RSA")
        }
        defer { unsafe rnp_key_handle_destroy(primary) }
        let subkey = try unsafe generate("rnp_op_generate_subkey_create", usage: "encrypt", user: nil) {
            unsafe rnp_op_generate_subkey_create($0, ring.handle, primary, "RSA")
        }
        unsafe rnp_key_handle_destroy(subkey)
        var text = try unsafe export(primary, RNP_KEY_EXPORT_PUBLIC) { memory in unsafe Array(memory) }
        let secret = try unsafe export(primary, RNP_KEY_EXPORT_SECRET) { memory in
            unsafe SecretBytes(count: memory.count) { unsafe $0.copyMemory(from: memory) }
        }
        text.removeAll { $0 == UInt8(ascii: "\r") }
        return (secret, text)
    }

    private static func generate(
        _ function: String, usage: String, user: String?,
        _ create: (UnsafeMutablePointer<OpaquePointer?>) -> rnp_result_t
    ) throws(OpenPGPFault) -> OpaquePointer {
        var operation: OpaquePointer?
        guard unsafe create(&operation) == 0, let operation = unsafe operation else {
            throw .failed(function: function)
        }
        defer { unsafe rnp_op_generate_destroy(operation) }
        unsafe rnp_op_generate_set_bits(operation, bits)
        unsafe rnp_op_generate_set_hash(operation, "SHA256")
        unsafe rnp_op_generate_add_usage(operation, usage)
        unsafe rnp_op_generate_set_expiration(operation, 0)
        if let user {
            unsafe rnp_op_generate_set_userid(operation, user)
            // What those who seal may choose from, the first choice first (RFC 4880 §5.2.3.7).
            for cipher in ["AES256", "AES192", "AES128"] { unsafe rnp_op_generate_add_pref_cipher(operation, cipher) }
            for hash in ["SHA512", "SHA256"] { unsafe rnp_op_generate_add_pref_hash(operation, hash) }
        }
        var key: OpaquePointer?
        guard unsafe rnp_op_generate_execute(operation) == 0, unsafe rnp_op_generate_get_key(operation, &key) == 0,
            let key = unsafe key
        else { throw .failed(function: "rnp_op_generate_execute") }
        return unsafe key
    }

    private static func export<Result>(
        _ key: OpaquePointer, _ half: UInt32, _ body: (UnsafeRawBufferPointer) -> Result
    ) throws(OpenPGPFault) -> Result {
        var output: OpaquePointer?
        guard unsafe rnp_output_to_memory(&output, 0) == 0 else { throw .failed(function: "rnp_output_to_memory") }
        defer { unsafe rnp_output_destroy(output) }
        let flags = half | RNP_KEY_EXPORT_ARMORED | RNP_KEY_EXPORT_SUBKEYS
        var bytes: UnsafeMutablePointer<UInt8>?
        var count = 0
        guard unsafe rnp_key_export(key, output, flags) == 0,
            unsafe rnp_output_memory_get_buf(output, &bytes, &count, false) == 0
        else { throw .failed(function: "rnp_key_export") }
        defer { unsafe rnp_buffer_clear(bytes, count) }
        return unsafe body(UnsafeRawBufferPointer(start: bytes, count: count))
    }
}
