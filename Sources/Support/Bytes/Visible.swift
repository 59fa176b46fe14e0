/// Text from a peer, made fit for a log line, a terminal or a receipt.
package enum Visible {
    /// Characters kept of a peer's text.
    package static let limit = 256

    /// `text` with control characters, quotes of a terminal and invisible Unicode written as `\u{…}`, cut at ``limit``.
    package static func escape(_ text: String) -> String {
        var result = ""
        var count = 0
        for scalar in text.unicodeScalars {
            guard count < limit else { return result + "…" }
            count += 1
            switch scalar.properties.generalCategory {
            case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator:
                result += "\\u{" + String(scalar.value, radix: 16) + "}"
            default:
                if scalar == "\\" { result += "\\\\" } else { result.unicodeScalars.append(scalar) }
            }
        }
        return result
    }
}
