internal import CLibSSH
internal import Glibc

/// One exchange of the self-test: a client, our server, and a relay between them, all in this thread.
///
/// Neither session blocks: each gets its turn, then the relay carries what was written.
@safe
final class SelfTestExchange {
    /// What became of the client's first encrypted packet, its request for the service `ssh-userauth`.
    enum Outcome: Equatable { case answered, ended, undecided }

    /// Which bit of that packet is flipped.
    enum Forgery: CaseIterable {
        /// In the last byte of the padding: decrypts to a packet that means the same.
        case padding
        /// In the last byte of the tag or MAC.
        case tag
    }

    /// Turns of each party: three are needed for the key exchange, two for the answer.
    private static let turns = 20

    private let suite: SSHSelfTest.Suite
    private let near: SocketPair
    private let far: SocketPair
    private let client: OwnedSession
    private let server: OwnedSession
    private let host: SSHHost
    private let callbacks = SSHCallbacks(tries: 1) { _, _ in false }

    init(_ suite: SSHSelfTest.Suite) throws(SSHFault) {
        self.suite = suite
        near = try SocketPair()
        far = try SocketPair()
        client = try OwnedSession()
        server = try OwnedSession()
        host = try SSHHost(macs: Algorithms.macs + Algorithms.olderMACs)
        var key: ssh_key?
        guard unsafe ssh_pki_generate(SSH_KEYTYPE_ED25519, 0, &key) == SSH_OK, let key = unsafe key else {
            throw .setup("ssh_pki_generate")
        }
        unsafe try host.take(key)
        try prepareClient()
        try unsafe SSHSession.prepare(server.session, SSHSettings(hostKeyPaths: []))
        guard unsafe ssh_bind_accept_fd(host.bind, server.session, far.handOver()) == SSH_OK else {
            throw .setup("ssh_bind_accept_fd")
        }
        for party in [client, server] { unsafe ssh_set_blocking(party.session, 0) }
        unsafe ssh_set_auth_methods(server.session, Int32(SSH_AUTH_METHOD_PUBLICKEY))
        unsafe callbacks.attach(to: server.session)
    }

    /// The client: our algorithms, no file of the user or the system.
    private func prepareClient() throws(SSHFault) {
        var no = false
        var descriptor = near.handOver()
        let texts = [
            (SSH_OPTIONS_HOST, "localhost"), (SSH_OPTIONS_USER, "self-test"), (SSH_OPTIONS_SSH_DIR, "/dev/null"),
            (SSH_OPTIONS_KNOWNHOSTS, "/dev/null"), (SSH_OPTIONS_GLOBAL_KNOWNHOSTS, "/dev/null"),
            (SSH_OPTIONS_KEY_EXCHANGE, Algorithms.keyExchange), (SSH_OPTIONS_HOSTKEYS, "ssh-ed25519"),
            (SSH_OPTIONS_CIPHERS_C_S, suite.cipher), (SSH_OPTIONS_CIPHERS_S_C, suite.cipher),
            (SSH_OPTIONS_HMAC_C_S, suite.mac), (SSH_OPTIONS_HMAC_S_C, suite.mac),
        ]
        guard unsafe ssh_options_set(client.session, SSH_OPTIONS_PROCESS_CONFIG, &no) == 0,
            texts.allSatisfy({ unsafe ssh_options_set(client.session, $0.0, $0.1) == 0 }),
            unsafe ssh_options_set(client.session, SSH_OPTIONS_FD, &descriptor) == 0
        else { throw .setup("ssh_options_set") }
    }

    /// Lets the parties talk, with one bit changed where `forgery` says so.
    func run(_ forgery: Forgery?) throws(SSHFault) -> Outcome {
        guard let event = unsafe ssh_event_new() else { throw .setup("ssh_event_new") }
        defer { unsafe ssh_event_free(event) }
        guard exchangeKeys() else { return .undecided }
        guard unsafe ssh_event_add_session(event, server.session) == SSH_OK else {
            throw .setup("ssh_event_add_session")
        }
        defer { unsafe ssh_event_remove_session(event, server.session) }
        var pending = forgery
        for _ in 0..<SelfTestExchange.turns {
            let answer = unsafe ssh_userauth_none(client.session, nil)
            if answer == SSH_AUTH_DENIED.rawValue { return .answered }
            var packet = near.take()
            if let place = pending, !packet.isEmpty {
                guard flip(&packet, place) else { return .undecided }
                pending = nil
            }
            far.send(packet)
            unsafe ssh_event_dopoll(event, 0)
            if unsafe ssh_get_status(server.session) & (SSH_CLOSED | SSH_CLOSED_ERROR) != 0 { return .ended }
            near.send(far.take())
        }
        return .undecided
    }

    private func exchangeKeys() -> Bool {
        var connected = SSH_AGAIN
        var exchanged = SSH_AGAIN
        for _ in 0..<SelfTestExchange.turns {
            if connected == SSH_AGAIN { connected = unsafe ssh_connect(client.session) }
            far.send(near.take())
            if exchanged == SSH_AGAIN { exchanged = unsafe ssh_handle_key_exchange(server.session) }
            near.send(far.take())
            if connected == SSH_OK, exchanged == SSH_OK { return true }
            guard connected != SSH_ERROR, exchanged != SSH_ERROR else { return false }
        }
        return false
    }

    private func flip(_ packet: inout [UInt8], _ place: Forgery) -> Bool {
        let index = packet.count - 1 - (place == .padding ? suite.tagLength : 0)
        guard index > 0 else { return false }
        packet[index] ^= 1
        return true
    }
}

/// The one owner of an `ssh_session`.
@safe
final class OwnedSession {
    let session: ssh_session

    init() throws(SSHFault) {
        guard let made = unsafe ssh_new() else { throw .setup("ssh_new") }
        unsafe session = unsafe made
    }

    deinit { unsafe ssh_free(session) }
}

/// Two connected sockets: the relay's, and one that a session takes over.
private final class SocketPair {
    private let own: Int32
    private let other: Int32
    private var isHandedOver = false

    init() throws(SSHFault) {
        var pair: [Int32] = [-1, -1]
        guard unsafe socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue) | O_CLOEXEC, 0, &pair) == 0 else {
            throw .setup("socketpair")
        }
        own = pair[0]
        other = pair[1]
    }

    deinit {
        close(own)
        if !isHandedOver { close(other) }
    }

    func handOver() -> Int32 {
        isHandedOver = true
        return other
    }

    /// Everything that lies ready.
    func take() -> [UInt8] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 16 << 10)
        while true {
            let count = unsafe recv(own, &buffer, buffer.count, Int32(MSG_DONTWAIT))
            guard count > 0 else { return bytes }
            bytes += buffer[..<count]
        }
    }

    /// Sends `bytes`; a peer that has gone is seen by its silence.
    func send(_ bytes: [UInt8]) {
        _ = unsafe Glibc.send(own, bytes, bytes.count, Int32(MSG_DONTWAIT | MSG_NOSIGNAL))
    }
}
