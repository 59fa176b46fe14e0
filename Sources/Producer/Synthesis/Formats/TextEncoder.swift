internal import Records

/// Turns UTF-8 into the encoding of a file.
struct TextEncoder {
    /// Byte for each code point, 0 where there is none; empty for UTF-8.
    private let bytes: [UInt8]

    init(_ encoding: TextEncoding) {
        var bytes: [UInt8] = []
        for (byte, point) in (encoding.codePoints ?? []).enumerated() {
            if bytes.count <= Int(point) { bytes += [UInt8](repeating: 0, count: Int(point) + 1 - bytes.count) }
            if bytes[Int(point)] == 0 { bytes[Int(point)] = UInt8(byte) }
        }
        self.bytes = bytes
    }

    /// Appends the UTF-8 text `source[range]`.
    func append(_ source: [UInt8], _ range: Range<Int>, to output: inout [UInt8]) {
        var bits: UInt8 = 0
        if !bytes.isEmpty {
            let text = source.span.extracting(range)
            for index in text.indices { bits |= text[index] }
        }
        if bits < 0x80 { output.append(contentsOf: source[range]) } else { appendSlowly(source[range], to: &output) }
    }

    /// `text` in the encoding.
    func encode(_ text: String) -> [UInt8] {
        var output: [UInt8] = []
        let source = Array(text.utf8)
        append(source, 0..<source.count, to: &output)
        return output
    }

    private func appendSlowly(_ text: ArraySlice<UInt8>, to output: inout [UInt8]) {
        for scalar in String(decoding: text, as: UTF8.self).unicodeScalars {
            let point = Int(scalar.value)
            output.append(point < bytes.count && bytes[point] != 0 || point == 0 ? bytes[point] : UInt8(ascii: "?"))
        }
    }
}
