internal import Support

/// Public keys as they are written in conventions: a line of OpenSSH's `authorized_keys` without options.
package enum SSHPublicKey {
    /// The key blob of `type base64 comment`; nil where the line is anything else or the blob is of another type.
    package static func blob(line: String) -> [UInt8]? {
        let words = line.split(whereSeparator: { $0 == " " || $0 == "\t" })
        guard words.count >= 2, let blob = Base64.decode(Array(words[1].utf8)), blob.count > 4 else { return nil }
        let length = blob[..<4].reduce(0) { $0 << 8 | Int($1) }
        guard blob.count >= 4 + length, blob[4..<(4 + length)].elementsEqual(words[0].utf8) else { return nil }
        return blob
    }
}
