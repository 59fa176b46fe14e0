internal import CPCRE2

/// A pattern with the working memory of one thread.
@safe
package final class PatternMatcher {
    /// Steps of backtracking allowed for one text: more means that the text is refused, never that the thread hangs.
    package static let matchLimit: UInt32 = 100_000
    /// Nested backtracking points allowed.
    package static let depthLimit: UInt32 = 1000
    /// Kibibytes of heap that one match may take.
    package static let heapLimit: UInt32 = 4096

    private let pattern: Pattern
    private let data: OpaquePointer
    private let context: OpaquePointer

    /// Working memory for `pattern`.
    package init(_ pattern: Pattern) throws(PatternFault) {
        guard let context = unsafe pcre2_match_context_create_8(nil) else { throw .outOfMemory }
        guard let data = unsafe pcre2_match_data_create_8(1, nil) else {
            unsafe pcre2_match_context_free_8(context)
            throw .outOfMemory
        }
        unsafe pcre2_set_match_limit_8(context, PatternMatcher.matchLimit)
        unsafe pcre2_set_depth_limit_8(context, PatternMatcher.depthLimit)
        unsafe pcre2_set_heap_limit_8(context, PatternMatcher.heapLimit)
        self.pattern = pattern
        unsafe self.context = context
        unsafe self.data = data
    }

    deinit {
        unsafe pcre2_match_data_free_8(data)
        unsafe pcre2_match_context_free_8(context)
    }

    /// Whether the whole of `text` matches; false also where it is not UTF-8 or a limit is reached.
    package func matches(_ text: Span<UInt8>) -> Bool {
        unsafe text.withUnsafeBufferPointer { bytes in
            let start = bytes.baseAddress
            return unsafe pcre2_match_8(pattern.code, start, bytes.count, 0, 0, data, context) >= 0
        }
    }
}
