/// The one form of a person's name that every spelling of it shares: NFKD, no marks, upper case, A–Z only.
///
/// `Céline`, `Celine`, `CÉLINE ` (composed or decomposed) all become `CELINE`: a national base once split its pseudonyms over
/// an accent.
package enum CanonicalName {
    /// Appends the canonical form of the UTF-8 `text` to `output`.
    ///
    /// At most as many bytes are appended as `text` has. Returns false, with `output` as it was, where `text` is not UTF-8.
    package static func append(_ text: Span<UInt8>, to output: inout [UInt8]) -> Bool {
        let start = output.count
        var index = 0
        while index < text.count {
            guard let scalar = UTF8Decoder.next(text, &index) else {
                output.removeLast(output.count - start)
                return false
            }
            let (first, second, third) = LatinLetters.group(of: scalar)
            guard first != 0 else { continue }
            output.append(first)
            if second != 0 { output.append(second) }
            if third != 0 { output.append(third) }
        }
        return true
    }

    /// The canonical form of `text`.
    package static func of(_ text: String) -> String {
        var output: [UInt8] = []
        let bytes = Array(text.utf8)
        _ = append(bytes.span, to: &output)
        return String(decoding: output, as: UTF8.self)
    }
}
