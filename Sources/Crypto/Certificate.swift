internal import COpenSSL
internal import Support

/// An X.509 certificate (RFC 5280).
@safe
package final class Certificate: Sendable {
    // Sendable: libcrypto locks what it caches in a certificate; nothing else changes after `init`.
    nonisolated(unsafe) let handle: OpaquePointer

    /// The certificate in `der`, with nothing after it; nil where it is anything else.
    package init?(der: [UInt8]) {
        let made: OpaquePointer? = unsafe der.withUnsafeBufferPointer { bytes in
            var next = bytes.baseAddress
            guard let made = unsafe d2i_X509(nil, &next, bytes.count) else { return nil }
            guard let start = bytes.baseAddress, let end = unsafe next, unsafe end - start == bytes.count else {
                unsafe X509_free(made)
                return nil
            }
            return unsafe made
        }
        guard let made = unsafe made else {
            ERR_clear_error()
            return nil
        }
        unsafe handle = unsafe made
    }

    /// The first certificate in PEM text; nil where there is none.
    package init?(pem: [UInt8]) {
        let read = unsafe TextMemory.read(pem) { unsafe PEM_read_bio_X509($0, nil, { _, _, _, _ in -1 }, nil) }
        guard let made = unsafe read else {
            ERR_clear_error()
            return nil
        }
        unsafe handle = unsafe made
    }

    deinit { unsafe X509_free(handle) }

    /// The certificate's encoding.
    package var der: [UInt8] {
        unsafe Certificate.encoded { unsafe i2d_X509(handle, $0) }
    }

    /// `SHA256:` and the hexadecimal digest of the encoding, as `openssl x509 -fingerprint -sha256` shows it but for the colons.
    package var fingerprint: String {
        ((try? SHA256.hash(der)).map { "SHA256:\($0)" }) ?? ""
    }
}
