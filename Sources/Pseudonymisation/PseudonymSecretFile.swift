internal import Support

/// The file `keys/pseudonym/<domain>.<epoch>`: a header line, then the secret in 64 lower-case hexadecimal digits.
///
/// ```
/// ecluse-pseudonym-secret-1 domain=patients epoch=1
/// 0123…
/// ```
///
/// Read strictly: exactly these two lines, each with its line feed. The header repeats the file's name, so that a renamed
/// file cannot change what a secret is for; compare ``PseudonymSecret/description`` with the name.
package enum PseudonymSecretFile {
    /// Bytes of the largest file.
    package static let largest = 256

    private static let mark = "ecluse-pseudonym-secret-1"

    /// Name of the file of `secret`.
    package static func name(of secret: PseudonymSecret) -> String { secret.description }

    /// The file's text.
    ///
    /// It holds the secret: write it, then call `SecretBytes.zero`.
    package static func encode(_ secret: PseudonymSecret) -> [UInt8] {
        let header = Array("\(mark) domain=\(secret.domain) epoch=\(secret.epoch)\n".utf8)
        var text: [UInt8] = []
        // One allocation, so that no copy of the secret is left behind by growth.
        text.reserveCapacity(header.count + PseudonymSecret.length * 2 + 1)
        text += header
        unsafe secret.key.withUnsafeBytes { key in
            for index in 0..<key.count {
                let byte = unsafe key[index]
                text.append(digit(byte >> 4))
                text.append(digit(byte & 15))
            }
        }
        text.append(newline)
        return text
    }

    /// The secret in `text`, which is overwritten with zeros in any case.
    package static func decode(_ text: inout [UInt8]) throws(PseudonymisationFault) -> PseudonymSecret {
        defer { SecretBytes.zero(&text) }
        guard text.count <= largest, let end = text.firstIndex(of: newline) else { throw .secretFile(line: 1) }
        let words = String(decoding: text[..<end], as: UTF8.self).split(
            separator: " ", omittingEmptySubsequences: false)
        guard words.count == 3, words[0] == mark, let domain = value(words[1], of: "domain"),
            let number = value(words[2], of: "epoch"), let epoch = Int(number), String(epoch) == number
        else { throw .secretFile(line: 1) }
        let digits = (end + 1)..<(end + 1 + PseudonymSecret.length * 2)
        guard text.count == digits.upperBound + 1, text[digits.upperBound] == newline else {
            throw .secretFile(line: 2)
        }
        return try PseudonymSecret(domain: domain, epoch: epoch, key: key(text, digits))
    }

    private static let newline = UInt8(ascii: "\n")

    private static func value(_ word: Substring, of name: String) -> String? {
        word.hasPrefix(name + "=") ? String(word.dropFirst(name.count + 1)) : nil
    }

    private static func key(_ text: [UInt8], _ digits: Range<Int>) throws(PseudonymisationFault) -> SecretBytes {
        try unsafe SecretBytes(count: PseudonymSecret.length) { memory throws(PseudonymisationFault) in
            for index in 0..<PseudonymSecret.length {
                let place = digits.lowerBound + index * 2
                guard let high = nibble(text[place]), let low = nibble(text[place + 1]) else {
                    throw .secretFile(line: 2)
                }
                unsafe memory[index] = high << 4 | low
            }
        }
    }

    private static func digit(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 + value : 0x57 + value }

    private static func nibble(_ digit: UInt8) -> UInt8? {
        if digit &- 0x30 < 10 { return digit - 0x30 }
        return digit &- 0x61 < 6 ? digit - 0x57 : nil
    }
}
