internal import CPCRE2

extension Pattern {
    /// What the group called `name` matched in `text`; nil where the whole of `text` does not match, or the group is not there or
    /// not used.
    ///
    /// For rare calls, such as the name of a file.
    package func group(_ name: String, of text: String) -> String? {
        let number = unsafe pcre2_substring_number_from_name_8(code, Array(name.utf8) + [0])
        let bytes = Array(text.utf8)
        // With the limits of work of ``PatternMatcher``.
        guard number > 0, matches(text), let data = unsafe pcre2_match_data_create_from_pattern_8(code, nil) else {
            return nil
        }
        defer { unsafe pcre2_match_data_free_8(data) }
        guard unsafe pcre2_match_8(code, bytes, bytes.count, 0, 0, data, nil) > 0,
            let offsets = unsafe pcre2_get_ovector_pointer_8(data)
        else { return nil }
        let (start, end) = unsafe (offsets[2 * Int(number)], offsets[2 * Int(number) + 1])
        // A group that is not used has PCRE2_UNSET, the largest `size_t`, which is negative here.
        guard start >= 0, start <= end, end <= bytes.count else { return nil }
        return String(validating: bytes[start..<end], as: UTF8.self)
    }
}
