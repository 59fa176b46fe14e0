internal import COpenSSL

extension Certificate {
    /// The issuer's name (DER).
    package var issuer: [UInt8] {
        let name = unsafe X509_get_issuer_name(handle)
        return unsafe Certificate.encoded { unsafe i2d_X509_NAME(name, $0) }
    }

    /// The serial number (DER).
    package var serial: [UInt8] {
        let number = unsafe X509_get0_serialNumber(handle)
        return unsafe Certificate.encoded { unsafe i2d_ASN1_INTEGER(number, $0) }
    }

    /// The subject key identifier (RFC 5280 §4.2.1.2); nil where the certificate has none.
    package var keyIdentifier: [UInt8]? {
        guard let text = unsafe X509_get0_subject_key_id(handle), let data = unsafe ASN1_STRING_get0_data(text) else {
            return nil
        }
        return unsafe Array(UnsafeBufferPointer(start: data, count: Int(ASN1_STRING_length(text))))
    }

    /// Whether the key that is certified is one of RSA.
    package var holdsRSAKey: Bool {
        guard let key = unsafe X509_get0_pubkey(handle) else { return false }
        return unsafe EVP_PKEY_is_a(key, "RSA") == 1
    }

    /// Whether `key` is the private half of the certificate's key.
    package func belongs(to key: PrivateKey) -> Bool {
        guard unsafe X509_check_private_key(handle, key.handle) == 1 else {
            ERR_clear_error()
            return false
        }
        return true
    }

    /// What `encode` writes where it is given a place, after it has said how long that is.
    static func encoded(_ encode: (UnsafeMutablePointer<UnsafeMutablePointer<UInt8>?>?) -> Int32) -> [UInt8] {
        let count = encode(nil)
        guard count > 0 else { return [] }
        var bytes = [UInt8](repeating: 0, count: Int(count))
        unsafe bytes.withUnsafeMutableBufferPointer { buffer in
            var next = buffer.baseAddress
            _ = unsafe encode(&next)
        }
        return bytes
    }
}
