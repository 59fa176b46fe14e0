internal import Glibc

/// Two connected sockets of this machine, for a process and one that it starts.
package enum SocketPair {
    /// What the sockets carry.
    package enum Kind: Sendable {
        /// Bytes, in both directions.
        case stream
        /// Messages, each whole or not at all (`SOCK_SEQPACKET`).
        case messages
    }

    /// Both ends of a new pair, not inherited by other programs; the caller owns them.
    package static func open(_ kind: Kind) throws(SystemError) -> (first: Int32, second: Int32) {
        let type = kind == .stream ? Int32(SOCK_STREAM.rawValue) : Int32(SOCK_SEQPACKET.rawValue)
        var ends: [Int32] = [-1, -1]
        guard unsafe socketpair(AF_UNIX, type | O_CLOEXEC, 0, &ends) == 0 else { throw SystemError("socketpair") }
        return (ends[0], ends[1])
    }
}
