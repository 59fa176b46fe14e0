internal import CRNP
internal import Glibc

/// What librnp writes to C's `stderr` while it reads a message: it is kept from there, and listened to.
///
/// Debian's build of librnp 0.16 logs always, whatever `RNP_LOG_CONSOLE` says, and `rnp_ffi_set_log_fd` does not concern its
/// parser. What it logs can hold what a producer chose, and one drop can make thousands of lines. And one thing it tells in no
/// other way: that packets are left behind those that it has read. So `stderr` becomes a stream of ours. It passes everything on to
/// the same descriptor but what a thread writes in the middle of a call to the library, of which ``hearing(_:)`` says what matters.
@safe
enum LibraryMessages {
    /// What was heard during one call.
    final class Ear {
        /// Whether bytes are left behind the packets that were read: behind the signatures, or behind compressed data.
        fileprivate(set) var heardOfTrailingData = false
    }

    /// Texts of stream-parse.cpp, `signed_src_finish` and `compressed_src_read`.
    private static let trailing: [[UInt8]] = [
        Array("unexpected data on the stream end".utf8), Array("data beyond the end of z stream".utf8),
    ]

    /// The ear of each thread that is inside the library; nil where a stream or key of our own could not be made.
    private static let current: pthread_key_t? = {
        var key: pthread_key_t = 0
        guard unsafe pthread_key_create(&key, nil) == 0, let stream = unsafe crnp_open_writer(write) else { return nil }
        unsafe crnp_set_stderr(stream)
        return key
    }()

    /// Puts our stream in place; before any object of the library is made, each of which notes `stderr`, and closes what it has
    /// noted where that is no longer `stderr`.
    static func install() throws(OpenPGPFault) {
        guard current != nil else { throw .failed(function: "fopencookie") }
    }

    /// What the library said while `body` was running, which calls it on this thread only.
    static func hearing<Result>(_ body: () throws(OpenPGPFault) -> Result) throws(OpenPGPFault) -> (Result, Ear) {
        guard let current else { throw .failed(function: "fopencookie") }
        let ear = Ear()
        let retained = unsafe Unmanaged.passRetained(ear)
        unsafe pthread_setspecific(current, retained.toOpaque())
        defer {
            pthread_setspecific(current, nil)
            unsafe retained.release()
        }
        return (try body(), ear)
    }

    private static let write: crnp_write_function = { _, bytes, count in
        guard let current, let ear = unsafe pthread_getspecific(current) else {
            return unsafe Glibc.write(STDERR_FILENO, bytes, count)
        }
        let text = unsafe UnsafeRawBufferPointer(start: bytes, count: count)
        if trailing.contains(where: { unsafe Array(text).firstRange(of: $0) != nil }) {
            unsafe Unmanaged<Ear>.fromOpaque(ear).takeUnretainedValue().heardOfTrailingData = true
        }
        return count
    }
}
