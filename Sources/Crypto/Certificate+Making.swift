internal import COpenSSL
package import Support

extension Certificate {
    /// Version 3 (RFC 5280 §4.1.2.1), which is written as 2.
    private static let version3 = 2
    /// Bytes of a random serial number; its first bit is kept clear.
    private static let serialLength = 16

    /// A certificate that `key` signs for itself: only a carrier of the public key, for tools that take nothing else.
    ///
    /// - Parameter name: The common name, at most 64 bytes of it.
    package static func selfSigned(_ key: PrivateKey, name: String, from: Timestamp, until: Timestamp)
        throws(CryptoFault) -> Certificate
    {
        guard let made = unsafe X509_new() else { throw CryptoFault("X509_new") }
        defer { unsafe X509_free(made) }
        var serial = try Random.bytes(serialLength)
        serial[0] = serial[0] & 0x7f | 0x40
        guard let number = unsafe BN_bin2bn(serial, Int32(serial.count), nil) else { throw CryptoFault("BN_bin2bn") }
        defer { unsafe BN_free(number) }
        let common = Array(name.utf8.prefix(64))
        guard unsafe X509_set_version(made, version3) == 1,
            unsafe BN_to_ASN1_INTEGER(number, X509_get_serialNumber(made)) != nil,
            unsafe ASN1_TIME_set(X509_getm_notBefore(made), time_t(from.seconds)) != nil,
            unsafe ASN1_TIME_set(X509_getm_notAfter(made), time_t(until.seconds)) != nil,
            let subject = unsafe X509_get_subject_name(made),
            unsafe X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8, common, Int32(common.count), -1, 0) == 1,
            unsafe X509_set_issuer_name(made, subject) == 1, unsafe X509_set_pubkey(made, key.handle) == 1
        else { throw CryptoFault("X509_set_pubkey") }
        let usage = key.kind == .rsa ? "critical,keyEncipherment" : "critical,keyAgreement"
        try unsafe add(NID_key_usage, usage, to: made)
        try unsafe add(NID_subject_key_identifier, "hash", to: made)
        guard unsafe X509_sign(made, key.handle, EVP_sha256()) > 0 else { throw CryptoFault("X509_sign") }
        let der = unsafe encoded { unsafe i2d_X509(made, $0) }
        guard let certificate = Certificate(der: der) else { throw CryptoFault("d2i_X509") }
        return certificate
    }

    private static func add(_ kind: Int32, _ value: String, to certificate: OpaquePointer) throws(CryptoFault) {
        var context = unsafe X509V3_CTX()
        unsafe X509V3_set_ctx(&context, certificate, certificate, nil, nil, 0)
        guard let made = unsafe X509V3_EXT_conf_nid(nil, &context, kind, value) else {
            throw CryptoFault("X509V3_EXT_conf_nid")
        }
        defer { unsafe X509_EXTENSION_free(made) }
        guard unsafe X509_add_ext(certificate, made, -1) == 1 else { throw CryptoFault("X509_add_ext") }
    }

    /// PEM text.
    package var pem: [UInt8] {
        var text = Array("-----BEGIN CERTIFICATE-----\n".utf8)
        let body = Base64.encode(der)
        for start in stride(from: 0, to: body.count, by: 64) {
            text += body[start..<min(start + 64, body.count)] + [UInt8(ascii: "\n")]
        }
        return text + Array("-----END CERTIFICATE-----\n".utf8)
    }
}
