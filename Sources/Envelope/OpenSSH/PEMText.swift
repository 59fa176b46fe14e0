internal import Support

/// The text form of OpenSSH's keys and signatures: base64 between a BEGIN and an END line.
enum PEMText {
    /// Characters of a full line, as OpenSSH writes them.
    private static let columns = 70

    /// The bytes under `label`; nil where the text is anything else.
    ///
    /// Lines may have any width and end in LF or CRLF.
    static func decode(_ text: [UInt8], label: String, limit: Int) -> [UInt8]? {
        guard text.count <= limit else { return nil }
        let lines = text.split { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
        guard lines.count >= 3, lines[0].elementsEqual("-----BEGIN \(label)-----".utf8),
            let last = lines.last, last.elementsEqual("-----END \(label)-----".utf8)
        else { return nil }
        var base64: [UInt8] = []
        base64.reserveCapacity(text.count)
        defer { SecretBytes.zero(&base64) }
        for line in lines[1..<(lines.count - 1)] { base64 += line }
        return Base64.decode(base64)
    }

    /// The text of `bytes` under `label`.
    static func encode(_ bytes: [UInt8], label: String) -> [UInt8] {
        var base64 = Base64.encode(bytes)
        defer { SecretBytes.zero(&base64) }
        let begin = Array("-----BEGIN \(label)-----\n".utf8)
        let end = Array("-----END \(label)-----\n".utf8)
        var text: [UInt8] = []
        text.reserveCapacity(begin.count + base64.count + base64.count / columns + 1 + end.count)
        text += begin
        for start in stride(from: 0, to: base64.count, by: columns) {
            text += base64[start..<min(start + columns, base64.count)]
            text.append(UInt8(ascii: "\n"))
        }
        return text + end
    }
}
