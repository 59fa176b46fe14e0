internal import CPCRE2

/// A compiled PCRE2 pattern that must match a whole UTF-8 text.
///
/// Compiled with ANCHORED and ENDANCHORED, so that no pattern matches a part only; classes such as `\d` are ASCII.
@safe
package final class Pattern: @unchecked Sendable {
    // Sendable: PCRE2 never writes to a compiled code after `pcre2_jit_compile` (pcre2api, "Multithreading").
    /// Bytes a pattern may have.
    package static let maximumLength = 4096
    /// Nested parentheses a pattern may have (PCRE2's default is 250).
    private static let maximumNesting: UInt32 = 50

    /// The pattern as written.
    package let text: String
    let code: OpaquePointer

    /// Compiles `text`.
    package init(_ text: String) throws(PatternFault) {
        let bytes = Array(text.utf8)
        guard bytes.count <= Pattern.maximumLength else { throw .tooLong(length: bytes.count) }
        guard let context = unsafe pcre2_compile_context_create_8(nil) else { throw .outOfMemory }
        defer { unsafe pcre2_compile_context_free_8(context) }
        unsafe pcre2_set_parens_nest_limit_8(context, Pattern.maximumNesting)
        let options =
            PCRE2_UTF | PCRE2_ANCHORED | PCRE2_ENDANCHORED | PCRE2_DOLLAR_ENDONLY | PCRE2_NEVER_BACKSLASH_C
        var error: Int32 = 0
        var offset = 0
        guard let code = unsafe pcre2_compile_8(bytes, bytes.count, UInt32(options), &error, &offset, context) else {
            throw .invalid(error: Int(error), offset: offset)
        }
        // A system that forbids writable code pages refuses the compiler; the interpreter then does the work.
        _ = unsafe pcre2_jit_compile_8(code, UInt32(PCRE2_JIT_COMPLETE))
        unsafe self.code = code
        self.text = text
    }

    deinit { unsafe pcre2_code_free_8(code) }

    /// Whether the whole of `text` matches; false also where the work limit is reached.
    ///
    /// For rare calls.
    package func matches(_ text: String) -> Bool {
        guard let matcher = try? PatternMatcher(self) else { return false }
        return matcher.matches(Array(text.utf8).span)
    }
}
