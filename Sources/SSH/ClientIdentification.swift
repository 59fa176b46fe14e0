internal import Glibc

/// The line with which a client begins (RFC 4253, section 4.2), looked at before libssh takes it.
enum ClientIdentification {
    /// Longest line, its end included.
    static let maximumBytes = 255
    /// Milliseconds of one look, and how many there are: most clients speak at once, and one that waits for us gets the strict lists.
    private static let turn: Int32 = 10
    private static let turns = 20

    /// The bytes that lie ready on the socket `descriptor`, as far as the first line goes; they stay there.
    static func peek(_ descriptor: Int32) -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: maximumBytes)
        for _ in 0..<turns {
            let count = unsafe recv(descriptor, &buffer, buffer.count, Int32(MSG_PEEK | MSG_DONTWAIT))
            if count == 0 || count < 0 && errno != EAGAIN && errno != EINTR { return [] }
            let line = buffer[..<max(0, count)].prefix { $0 != UInt8(ascii: "\n") }
            if line.count < count || count == maximumBytes { return Array(line) }
            // A part of the line makes the socket readable: waiting for that would not wait.
            var wanted = pollfd(fd: count > 0 ? -1 : descriptor, events: Int16(POLLIN), revents: 0)
            _ = unsafe poll(&wanted, 1, turn)
        }
        return []
    }
}

/// Clients that know neither AES-GCM nor ChaCha20 nor MACs over the ciphertext, and so need MACs over the plaintext.
struct OlderClient {
    /// How the software version of the identification line begins.
    let software: String
    /// First version that no longer needs it.
    let until: [Int]

    /// All that are let in.
    static let all = [
        // As in Debian 12's curl.
        OlderClient(software: "libssh2_", until: [1, 11])
    ]

    /// Whether the client with the identification `line` is one.
    static func isOne(_ line: [UInt8]) -> Bool {
        let text = String(decoding: line, as: UTF8.self)
        return all.contains { client in
            let start = "SSH-2.0-" + client.software
            guard text.hasPrefix(start) else { return false }
            let version = text.dropFirst(start.count).split(separator: ".", omittingEmptySubsequences: false)
                .prefix(client.until.count).map { Int($0.prefix { $0.isASCII && $0.isNumber }) ?? .max }
            return version.lexicographicallyPrecedes(client.until)
        }
    }
}
