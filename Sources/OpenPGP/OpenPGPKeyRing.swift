internal import CRNP
package import Support

/// Keys in memory, and the moment that their validity is judged by: no key ring on a disk is ever read or written.
///
/// One object belongs to one thread at a time.
@safe
package final class OpenPGPKeyRing {
    let handle: OpaquePointer

    /// The last moment that the format can write (2106), for what does not depend on time: every key has been made by then.
    package static let endOfTime = Timestamp(microseconds: Int64(UInt32.max) * 1_000_000)

    /// No keys yet; `moment` stands for the present in every judgement.
    package init(at moment: Timestamp) throws(OpenPGPFault) {
        try LibraryMessages.install()
        var made: OpaquePointer?
        guard unsafe rnp_ffi_create(&made, "GPG", "GPG") == 0, let made = unsafe made else {
            throw .failed(function: "rnp_ffi_create")
        }
        unsafe handle = unsafe made
        guard unsafe rnp_set_timestamp(made, UInt64(max(1, moment.microseconds / 1_000_000))) == 0 else {
            unsafe rnp_ffi_destroy(made)
            throw .failed(function: "rnp_set_timestamp")
        }
    }

    deinit { unsafe rnp_ffi_destroy(handle) }

    /// Adds the public keys in `file`, armored or not; parts of them that are not understood are left out.
    package func add(publicKeys file: [UInt8]) throws(OpenPGPFault) {
        let (status, _) = try LibraryMessages.hearing {
            unsafe file.withUnsafeBytes { raw in
                unsafe input(raw) { unsafe rnp_import_keys(handle, $0, OpenPGPKeyRing.publicKeysPermissively, nil) }
            }
        }
        guard status == 0 else { throw .keyMalformed }
    }

    /// Adds the secret keys in `file`, armored or not, and their public halves.
    package func add(secretKeys file: SecretBytes) throws(OpenPGPFault) {
        let both = RNP_LOAD_SAVE_SECRET_KEYS | RNP_LOAD_SAVE_PUBLIC_KEYS
        let (status, _) = try LibraryMessages.hearing {
            unsafe file.withUnsafeBytes { raw in
                unsafe input(raw) { unsafe rnp_load_keys(handle, "GPG", $0, both) }
            }
        }
        guard status == 0 else { throw .keyMalformed }
    }

    /// `RNP_LOAD_SAVE_PUBLIC_KEYS` and `RNP_LOAD_SAVE_PERMISSIVE`.
    private static let publicKeysPermissively: UInt32 = 1 << 0 | 1 << 8

    private func input(_ bytes: UnsafeRawBufferPointer, _ body: (OpaquePointer?) -> rnp_result_t) -> rnp_result_t {
        var input: OpaquePointer?
        let start = unsafe bytes.bindMemory(to: UInt8.self).baseAddress
        let made = unsafe rnp_input_from_memory(&input, start, bytes.count, false)
        guard made == 0 else { return made }
        defer { unsafe rnp_input_destroy(input) }
        return unsafe body(input)
    }

    /// Every key and subkey.
    package func keys() throws(OpenPGPFault) -> [OpenPGPKey] {
        var iterator: OpaquePointer?
        guard unsafe rnp_identifier_iterator_create(handle, &iterator, "fingerprint") == 0 else {
            throw .failed(function: "rnp_identifier_iterator_create")
        }
        defer { unsafe rnp_identifier_iterator_destroy(iterator) }
        var keys: [OpenPGPKey] = []
        var fingerprint: UnsafePointer<CChar>?
        while unsafe rnp_identifier_iterator_next(iterator, &fingerprint) == 0, let name = unsafe fingerprint {
            var found: OpaquePointer?
            guard unsafe rnp_locate_key(handle, "fingerprint", name, &found) == 0, let found = unsafe found else {
                continue
            }
            defer { unsafe rnp_key_handle_destroy(found) }
            if let key = unsafe OpenPGPKey(found) { keys.append(key) }
        }
        return keys
    }
}
