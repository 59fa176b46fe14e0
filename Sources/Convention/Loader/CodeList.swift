internal import Support

/// A code list: `<name>.codes.csv`, UTF-8, separator `;`, header `code;label`, one code a line, no quotes.
package enum CodeList {
    /// Most codes of a list.
    package static let maximumCodes = 1_000_000
    /// Longest code, in bytes.
    package static let maximumLength = 256

    /// The codes of `bytes` and what is wrong with them.
    package static func read(_ bytes: [UInt8], file: String) -> (codes: Set<String>, problems: [Problem]) {
        var problems: [Problem] = []
        func report(_ code: FaultCode, _ line: Int, _ severity: Problem.Severity = .error) {
            guard problems.count < FormatChecker.limit else { return }
            problems.append(
                Problem(file: file, place: Place(line: line, column: 1), pointer: "", code: code, severity: severity))
        }
        guard String(validating: bytes, as: UTF8.self) != nil else {
            report("codes.not-utf8", 1)
            return ([], problems)
        }
        let mark: [UInt8] = [0xef, 0xbb, 0xbf]
        let text = bytes.starts(with: mark) ? bytes.dropFirst(3) : bytes[...]
        var codes: Set<String> = []
        var lines = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        if lines.last?.isEmpty ?? false { lines.removeLast() }
        for (index, line) in lines.enumerated() {
            let content = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
            let first = content.prefix { $0 != UInt8(ascii: ";") }
            let code = String(decoding: first, as: UTF8.self)
            if index == 0 {
                if code != "code" { report("codes.no-header", 1) }
            } else if first.isEmpty || first.count > maximumLength || first.contains(UInt8(ascii: "\"")) {
                report("codes.malformed", index + 1)
            } else if codes.count >= maximumCodes {
                report("codes.too-many", index + 1)
                break
            } else if !codes.insert(code).inserted {
                report("codes.repeated", index + 1)
            }
        }
        if codes.isEmpty { report("codes.empty", 1) }
        return (codes, problems)
    }
}
