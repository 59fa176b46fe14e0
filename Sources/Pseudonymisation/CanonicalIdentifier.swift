internal import Identifiers
internal import Support

/// The one form that all spellings of an identifier share: what is pseudonymised (design §7).
///
/// - NIR: 13 characters, no key, upper case; spaces, full stops and hyphens are left out, a key must be right.
/// - level 1: trimmed; hexadecimal in lower case; anything else as it is (older source functions give 17 printable characters).
/// - RPPS: 11 digits with a right key, spaces left out.
/// - name: ``CanonicalName``.
/// - opaque: trimmed.
package enum CanonicalIdentifier {
    /// Bytes of the longest identifier taken.
    package static let longest = 256
    /// Characters of a level-1 pseudonym: fewer than 8 cannot be the result of a one-way function.
    static let levelOneLength = 8...128

    /// Appends the canonical form of `text` to `output`; leaves `output` as it was where there is none.
    package static func append(
        _ kind: IdentifierKind, _ text: Span<UInt8>, to output: inout [UInt8]
    ) throws(IdentifierFailure) {
        let start = output.count
        guard text.count <= longest else { throw .tooLong }
        let failure: IdentifierFailure? =
            switch kind {
            case .nir: appendNIR(text, &output)
            case .level1: appendLevelOne(text, &output)
            case .rpps: appendRPPS(text, &output)
            case .name: appendName(text, &output)
            case .opaque: appendTrimmed(text, &output)
            }
        if let failure {
            output.removeLast(output.count - start)
            throw failure
        }
        if output.count == start { throw .empty }
    }

    private static func appendNIR(_ text: Span<UInt8>, _ output: inout [UInt8]) -> IdentifierFailure? {
        let start = output.count
        // Most numbers come as they should; this way costs half of the general one.
        if NIR.isValid(text), text[0] != text[1] {
            unsafe text.extracting(first: NIR.length).withUnsafeBufferPointer { unsafe output.append(contentsOf: $0) }
            return nil
        }
        if let failure = appendCompact(text, &output) { return failure }
        let count = output.count - start
        guard count > 0 else { return nil }
        guard count == NIR.length || count == NIR.lengthWithKey else { return .malformed }
        if isRun(output, start, count) { return .placeholder }
        if let failure = failureOfNIR(output.span.extracting(start..<output.count)) { return failure }
        output.removeLast(count - NIR.length)
        return nil
    }

    private static func failureOfNIR(_ text: Span<UInt8>) -> IdentifierFailure? {
        guard NIR.number(text.extracting(0..<NIR.length)) != nil else { return .malformed }
        return text.count == NIR.length || NIR.isValid(text) ? nil : .key
    }

    private static func appendRPPS(_ text: Span<UInt8>, _ output: inout [UInt8]) -> IdentifierFailure? {
        let start = output.count
        if let failure = appendCompact(text, &output) { return failure }
        let count = output.count - start
        guard count > 0 else { return nil }
        guard count == RPPS.length else { return .malformed }
        for index in start..<output.count where output[index] &- 0x30 > 9 { return .malformed }
        if isRun(output, start, count) { return .placeholder }
        return RPPS.isValid(output.span.extracting(start..<output.count)) ? nil : .key
    }

    private static func appendLevelOne(_ text: Span<UInt8>, _ output: inout [UInt8]) -> IdentifierFailure? {
        let start = output.count
        let range = trimmed(text)
        guard !range.isEmpty else { return nil }
        guard levelOneLength.contains(range.count) else { return .malformed }
        var isHex = true
        for index in range {
            let byte = text[index]
            guard byte > 0x20, byte < 0x7F else { return .malformed }
            isHex = isHex && (byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 6)
            output.append(byte)
        }
        // The last character may differ: a source once marked its placeholders with a letter there.
        if isRun(output, start, range.count - 1) { return .placeholder }
        guard isHex else { return nil }
        for index in start..<output.count where output[index] >= 0x41 { output[index] |= 0x20 }
        return nil
    }

    private static func appendName(_ text: Span<UInt8>, _ output: inout [UInt8]) -> IdentifierFailure? {
        CanonicalName.append(text, to: &output) ? nil : .malformed
    }

    private static func appendTrimmed(_ text: Span<UInt8>, _ output: inout [UInt8]) -> IdentifierFailure? {
        for index in trimmed(text) { output.append(text[index]) }
        return nil
    }

    /// Appends digits and letters, in upper case; spaces (no-break ones too), full stops and hyphens are left out.
    private static func appendCompact(_ text: Span<UInt8>, _ output: inout [UInt8]) -> IdentifierFailure? {
        var index = 0
        while index < text.count {
            let byte = text[index]
            index += 1
            if byte &- 0x30 < 10 {
                output.append(byte)
            } else if (byte | 0x20) &- 0x61 < 26 {
                output.append(byte & 0xDF)
            } else if byte == 0xC2, index < text.count, text[index] == 0xA0 {
                index += 1
            } else if !isSeparator(byte) {
                return .malformed
            }
        }
        return nil
    }

    private static func isSeparator(_ byte: UInt8) -> Bool {
        isSpace(byte) || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-")
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (byte >= 0x09 && byte <= 0x0D) }

    private static func trimmed(_ text: Span<UInt8>) -> Range<Int> {
        var first = 0
        var end = text.count
        while first < end, isSpace(text[first]) { first += 1 }
        while end > first, isSpace(text[end - 1]) { end -= 1 }
        return first..<end
    }

    /// Whether `count` characters from `start` on are all the same.
    private static func isRun(_ bytes: [UInt8], _ start: Int, _ count: Int) -> Bool {
        for index in start..<(start + count) where bytes[index] != bytes[start] { return false }
        return true
    }
}
