internal import CRNP

/// Calls of librnp that give out a text of its own.
enum LibraryText {
    /// The text that `call` puts into its pointer, which is freed; nil where it fails.
    static func take(_ call: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> rnp_result_t) -> String? {
        var text: UnsafeMutablePointer<CChar>?
        guard unsafe call(&text) == 0, let made = unsafe text else { return nil }
        defer { unsafe rnp_buffer_destroy(made) }
        return unsafe String(cString: made)
    }

    /// What `call` puts into its flag; false where it fails.
    static func flag(_ call: (UnsafeMutablePointer<Bool>) -> rnp_result_t) -> Bool {
        var flag = false
        return unsafe call(&flag) == 0 && flag
    }
}
