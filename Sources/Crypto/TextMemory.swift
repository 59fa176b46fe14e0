internal import COpenSSL

/// Bytes as libcrypto's readers of PEM text want them: the object keeps no copy, so it must not outlive them.
enum TextMemory {
    /// What `body` makes of `bytes`; nil where there is no memory.
    static func read<Result>(_ bytes: [UInt8], _ body: (OpaquePointer) -> Result?) -> Result? {
        unsafe bytes.withUnsafeBytes { memory in
            guard let bio = unsafe BIO_new_mem_buf(memory.baseAddress, Int32(clamping: memory.count)) else {
                return nil
            }
            defer { unsafe BIO_free(bio) }
            return unsafe body(bio)
        }
    }
}
