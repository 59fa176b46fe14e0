internal import COpenSSL
internal import Support

/// A list of certificates that an authority has revoked (RFC 5280 §5).
@safe
package final class RevocationList: Sendable {
    // Sendable: libcrypto locks what it caches in a list; nothing else changes after `init`.
    nonisolated(unsafe) private let handle: OpaquePointer

    /// The list in `file`, PEM text or DER with nothing after it; nil where it is anything else, such as a list of changes alone
    /// (§5.2.4) or one that does not say when the next comes (§5.1.2.5).
    package init?(_ file: [UInt8]) {
        guard let made = unsafe RevocationList.pem(file) ?? RevocationList.der(file) else {
            ERR_clear_error()
            return nil
        }
        unsafe handle = unsafe made
        guard unsafe X509_CRL_get_ext_by_NID(made, NID_delta_crl, -1) < 0, unsafe X509_CRL_get0_nextUpdate(made) != nil
        else { return nil }
    }

    deinit { unsafe X509_CRL_free(handle) }

    private static func pem(_ file: [UInt8]) -> OpaquePointer? {
        unsafe TextMemory.read(file) { unsafe PEM_read_bio_X509_CRL($0, nil, { _, _, _, _ in -1 }, nil) }
    }

    private static func der(_ file: [UInt8]) -> OpaquePointer? {
        unsafe file.withUnsafeBufferPointer { bytes in
            var next = bytes.baseAddress
            guard let made = unsafe d2i_X509_CRL(nil, &next, bytes.count) else { return nil }
            guard let start = bytes.baseAddress, let end = unsafe next, unsafe end - start == bytes.count else {
                unsafe X509_CRL_free(made)
                return nil
            }
            return unsafe made
        }
    }

    /// The list's encoding.
    package var der: [UInt8] { unsafe Certificate.encoded { unsafe i2d_X509_CRL(handle, $0) } }

    /// Whether the list is that of the issuer of `certificate`.
    private func concerns(_ certificate: OpaquePointer) -> Bool {
        unsafe X509_NAME_cmp(X509_CRL_get_issuer(handle), X509_get_issuer_name(certificate)) == 0
    }

    /// Whether the list names `certificate`, since whenever.
    private func revokes(_ certificate: OpaquePointer) -> Bool {
        var entry: OpaquePointer?
        // 2 is an entry that takes an earlier one back.
        return unsafe X509_CRL_get0_by_cert(handle, &entry, certificate) == 1
    }

    /// Whether another list should have come by `moment` (§5.1.2.5).
    private func isOutdated(at moment: Timestamp) -> Bool {
        var time = time_t(moment.seconds)
        return unsafe X509_cmp_time(X509_CRL_get0_nextUpdate(handle), &time) <= 0
    }

    /// What `lists` say of `certificate` at `moment`: ``Certificate/Trust/revoked``, ``Certificate/Trust/goodByOutdatedList``
    /// where every list of its issuer should have been replaced, or ``Certificate/Trust/good``, also where no list is its issuer's.
    static func judge(_ certificate: OpaquePointer, _ lists: [RevocationList], at moment: Timestamp)
        -> Certificate.Trust
    {
        let concerned = lists.filter { unsafe $0.concerns(certificate) }
        if concerned.contains(where: { unsafe $0.revokes(certificate) }) { return .revoked }
        return !concerned.isEmpty && concerned.allSatisfy { $0.isOutdated(at: moment) } ? .goodByOutdatedList : .good
    }
}
