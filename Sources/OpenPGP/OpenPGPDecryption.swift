internal import CRNP

/// Decrypts and verifies one message, from bytes that are asked for to plaintext that is handed out, in bounded memory.
///
/// With CFB the plaintext comes before the proof that it is unchanged, and librnp 0.16 also hands out parts of an authenticated chunk
/// before its tag was checked: **nothing of it may be believed before ``run(_:read:write:)`` has said ``OpenPGPMessage/End/whole``.**
@safe
package enum OpenPGPDecryption {
    /// Fills the start of a buffer and says how many bytes; 0 at the end, nil where nothing more can be given.
    package typealias Reader = (UnsafeMutableRawBufferPointer) -> Int?
    /// Takes plaintext; false where no more is wanted.
    package typealias Writer = (UnsafeRawBufferPointer) -> Bool

    /// Both ends of the stream, as librnp's callbacks see them.
    @safe
    private final class Ends {
        let read: Reader
        let write: Writer
        var stopped = false

        init(_ read: @escaping Reader, _ write: @escaping Writer) {
            unsafe self.read = unsafe read
            unsafe self.write = unsafe write
        }
    }

    /// Reads the binary message that `read` gives with the keys of `ring`, on the calling thread.
    package static func run(_ ring: OpenPGPKeyRing, read: @escaping Reader, write: @escaping Writer)
        throws(OpenPGPFault)
        -> OpenPGPMessage
    {
        let ends = unsafe Ends(read, write)
        let retained = unsafe Unmanaged.passRetained(ends)
        defer { unsafe retained.release() }
        var input: OpaquePointer?
        var output: OpaquePointer?
        var operation: OpaquePointer?
        // In the order in which the library wants them gone.
        defer {
            unsafe rnp_op_verify_destroy(operation)
            unsafe rnp_input_destroy(input)
            unsafe rnp_output_destroy(output)
        }
        guard unsafe rnp_input_from_callback(&input, readCallback, nil, retained.toOpaque()) == 0 else {
            throw .failed(function: "rnp_input_from_callback")
        }
        guard unsafe rnp_output_to_callback(&output, writeCallback, nil, retained.toOpaque()) == 0 else {
            throw .failed(function: "rnp_output_to_callback")
        }
        guard unsafe rnp_op_verify_create(&operation, ring.handle, input, output) == 0 else {
            throw .failed(function: "rnp_op_verify_create")
        }
        // Who signed is for the caller to judge: the library would take any key of the ring.
        guard unsafe rnp_op_verify_set_flags(operation, ignoreSignatures) == 0 else {
            throw .failed(function: "rnp_op_verify_set_flags")
        }
        let (status, ear) = try LibraryMessages.hearing { unsafe rnp_op_verify_execute(operation) }
        let (protection, isValid) = unsafe self.protection(operation)
        return unsafe OpenPGPMessage(
            end: end(status, isValid: isValid, stopped: ends.stopped), protection: protection,
            hasTrailingData: ear.heardOfTrailingData, signatures: signatures(operation))
    }

    /// `RNP_VERIFY_IGNORE_SIGS_ON_DECRYPT`.
    private static let ignoreSignatures: UInt32 = 1 << 0

    private static let readCallback:
        @convention(c) (
            UnsafeMutableRawPointer?, UnsafeMutableRawPointer?, Int, UnsafeMutablePointer<Int>?
        ) -> Bool = { context, buffer, length, count in
            guard let context = unsafe context, let count = unsafe count else { return false }
            let ends = unsafe Unmanaged<Ends>.fromOpaque(context).takeUnretainedValue()
            guard let read = unsafe ends.read(UnsafeMutableRawBufferPointer(start: buffer, count: length)) else {
                ends.stopped = true
                return false
            }
            unsafe count.pointee = read
            return true
        }

    private static let writeCallback: @convention(c) (UnsafeMutableRawPointer?, UnsafeRawPointer?, Int) -> Bool = {
        context, bytes, length in
        guard let context = unsafe context else { return false }
        let ends = unsafe Unmanaged<Ends>.fromOpaque(context).takeUnretainedValue()
        guard unsafe ends.write(UnsafeRawBufferPointer(start: bytes, count: length)) else {
            ends.stopped = true
            return false
        }
        return true
    }

    private static func end(_ status: rnp_result_t, isValid: Bool, stopped: Bool) -> OpenPGPMessage.End {
        if stopped { return .stopped }
        switch Int(status) {
        case RNP_SUCCESS: return isValid ? .whole : .altered
        case RNP_ERROR_NO_SUITABLE_KEY: return .notForUs
        default: return .altered
        }
    }

    private static func protection(_ operation: OpaquePointer?) -> (OpenPGPMessage.Protection, isValid: Bool) {
        var isValid = false
        let mode = unsafe LibraryText.take { unsafe rnp_op_verify_get_protection_info(operation, $0, nil, &isValid) }
        switch mode {
        case "cfb-mdc": return (.modificationDetection, isValid)
        case "aead-ocb", "aead-eax": return (.authenticated, isValid)
        default: return (.none, false)
        }
    }

    private static func signatures(_ operation: OpaquePointer?) -> [OpenPGPSignature] {
        var count = 0
        guard unsafe rnp_op_verify_get_signature_count(operation, &count) == 0 else { return [] }
        return (0..<count).compactMap { index in
            var signature: OpaquePointer?
            guard unsafe rnp_op_verify_get_signature_at(operation, index, &signature) == 0 else { return nil }
            var handle: OpaquePointer?
            var key: OpenPGPKey?
            if unsafe rnp_op_verify_signature_get_key(signature, &handle) == 0, let handle = unsafe handle {
                key = unsafe OpenPGPKey(handle)
                unsafe rnp_key_handle_destroy(handle)
            }
            return unsafe OpenPGPSignature(status: status(rnp_op_verify_signature_get_status(signature)), key: key)
        }
    }

    private static func status(_ result: rnp_result_t) -> OpenPGPSignature.Status {
        switch Int(result) {
        case RNP_SUCCESS: .good
        case RNP_ERROR_SIGNATURE_EXPIRED: .expired
        case RNP_ERROR_KEY_NOT_FOUND: .unknownKey
        default: .bad
        }
    }
}
