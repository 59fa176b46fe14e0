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

    /// What came of a match.
    package enum Outcome: Sendable, Equatable {
        case matches
        /// Another text, or no UTF-8.
        case differs
        /// A limit was reached before it was known.
        case exhausted
    }

    /// Results of `pcre2_match` that say a limit was reached (pcre2api, "Error returns from pcre2_match").
    private static let limits: Set<Int32> = [
        PCRE2_ERROR_MATCHLIMIT, PCRE2_ERROR_DEPTHLIMIT, PCRE2_ERROR_HEAPLIMIT, PCRE2_ERROR_JIT_STACKLIMIT,
        PCRE2_ERROR_NOMEMORY,
    ]

    /// Whether the whole of `text` matches.
    package func outcome(_ text: Span<UInt8>) -> Outcome {
        let result = unsafe text.withUnsafeBufferPointer { bytes in
            unsafe pcre2_match_8(pattern.code, bytes.baseAddress, bytes.count, 0, 0, data, context)
        }
        if result >= 0 { return .matches }
        return PatternMatcher.limits.contains(result) ? .exhausted : .differs
    }

    /// Whether the whole of `text` matches; false also where it is not UTF-8 or a limit is reached.
    package func matches(_ text: Span<UInt8>) -> Bool { outcome(text) == .matches }
}
