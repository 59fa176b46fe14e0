internal import CLibSSH
internal import Support

/// One SSH connection, server's side, with exactly one channel for the subsystem `sftp`.
///
/// Blocking, for a process or a thread of its own; never used by two threads. Shell, commands, terminals, forwarding, agents and
/// environment are refused. The caller owns the socket: it is closed with ``close()`` or with this object.
@safe
package final class SSHSession {
    /// Decides whether the key `blob` (RFC 4253, section 6.6) opens `user`; asked before and after the signature.
    package typealias Authorizer = (_ user: String, _ blob: [UInt8]) -> Bool

    private let session: ssh_session
    private let host: SSHHost
    private let settings: SSHSettings
    private let callbacks: SSHCallbacks
    private var window = ReceiveWindow()
    private var now: () -> UInt64 = { 0 }
    private let overflow = OverflowBuffer()
    private var isClosed = false
    private var hasWritten = false

    /// Takes over the connected socket `descriptor`.
    package init(descriptor: Int32, settings: SSHSettings, authorize: @escaping Authorizer) throws(SSHFault) {
        host = try SSHHost(settings)
        self.settings = settings
        callbacks = SSHCallbacks(tries: settings.tries, authorize: authorize)
        guard let session = unsafe ssh_new() else { throw .setup("ssh_new") }
        unsafe self.session = unsafe session
        try unsafe SSHSession.prepare(session, settings)
        guard unsafe ssh_bind_accept_fd(host.bind, session, descriptor) == SSH_OK else {
            throw .setup("ssh_bind_accept_fd")
        }
        unsafe ssh_set_auth_methods(session, Int32(SSH_AUTH_METHOD_PUBLICKEY))
        unsafe callbacks.attach(to: session)
    }

    deinit { unsafe ssh_free(session) }

    /// Sets what libssh would else take from its defaults or from files.
    static func prepare(_ session: ssh_session, _ settings: SSHSettings) throws(SSHFault) {
        var no = false
        var seconds = CLong(settings.keyExchangeSeconds)
        var bytes = settings.rekeyBytes
        var rekeySeconds = Algorithms.rekeySeconds
        var smallest = Algorithms.smallestRSA
        guard unsafe ssh_options_set(session, SSH_OPTIONS_PROCESS_CONFIG, &no) == 0,
            unsafe ssh_options_set(session, SSH_OPTIONS_COMPRESSION, "none") == 0,
            unsafe ssh_options_set(session, SSH_OPTIONS_TIMEOUT, &seconds) == 0,
            unsafe ssh_options_set(session, SSH_OPTIONS_REKEY_DATA, &bytes) == 0,
            unsafe ssh_options_set(session, SSH_OPTIONS_REKEY_TIME, &rekeySeconds) == 0,
            unsafe ssh_options_set(session, SSH_OPTIONS_RSA_MIN_SIZE, &smallest) == 0
        else { throw .setup("ssh_options_set") }
    }

    /// The client's version text as it sent it: to be escaped by whoever writes it down.
    package var clientVersion: String {
        unsafe ssh_get_clientbanner(session).map { unsafe String(cString: $0) } ?? ""
    }

    /// The user that logged in; nil before.
    package var user: String? { callbacks.user }

    /// The connected socket, to wait for; nobody else reads or writes it.
    package var descriptor: Int32 { unsafe ssh_get_fd(session) }

    /// Keys that were refused so far.
    package var refusals: Int { callbacks.refusals }

    /// Agrees on keys, lets the client log in and open its channel.
    ///
    /// `tick` is asked every half second whether to go on; `authenticated` is called once, as soon as the user is
    /// known.
    package func open(
        now: @escaping () -> UInt64, goOn: () -> Bool, authenticated: (String) -> Void
    ) throws(SSHFault) {
        self.now = now
        if settings.acceptsOlderMACs, OlderClient.isOne(ClientIdentification.peek(descriptor)) {
            try offerOlderMACs()
        }
        guard unsafe ssh_handle_key_exchange(session) == SSH_OK else { throw .keyExchange }
        guard let event = unsafe ssh_event_new() else { throw .setup("ssh_event_new") }
        defer { unsafe ssh_event_free(event) }
        guard unsafe ssh_event_add_session(event, session) == SSH_OK else { throw .setup("ssh_event_add_session") }
        defer { unsafe ssh_event_remove_session(event, session) }
        let deadline = now() + UInt64(settings.loginSeconds) * 1_000_000_000
        var isTold = false
        while !callbacks.isOpen {
            guard goOn(), unsafe ssh_event_dopoll(event, SSHSession.turn) != SSH_ERROR, isAlive else {
                throw lost
            }
            guard callbacks.packets < settings.packetsBeforeChannel else { throw .tooManyPackets }
            guard callbacks.refusals < settings.tries else { throw .tooManyTries }
            if !isTold, let user = callbacks.user {
                authenticated(user)
                isTold = true
            }
            guard now() < deadline else { throw callbacks.user == nil ? .loginTimedOut : .noChannel }
        }
        var seconds = CLong(settings.stallSeconds)
        unsafe ssh_options_set(session, SSH_OPTIONS_TIMEOUT, &seconds)
    }

    private func offerOlderMACs() throws(SSHFault) {
        let macs = Algorithms.list(Algorithms.macs + Algorithms.olderMACs)
        for option in [SSH_OPTIONS_HMAC_C_S, SSH_OPTIONS_HMAC_S_C] {
            guard unsafe ssh_options_set(session, option, macs) == 0 else { throw .setup("ssh_options_set") }
        }
    }

    /// Milliseconds of one wait; a stop request is noticed after it.
    private static let turn: Int32 = 500

    /// What a read found.
    package enum Arrival: Equatable, Sendable {
        case bytes(Int)
        /// Nothing within the time given.
        case nothing
        /// The client has nothing more to send.
        case end
    }

    /// Reads what has arrived into the start of `buffer`, waiting at most `milliseconds` for the first byte.
    ///
    /// libssh opens the window as far as a read asks for, and a read that asks for more than `buffer` holds needs room of its own.
    package func read(into buffer: UnsafeMutableRawBufferPointer, milliseconds: Int32) throws(SSHFault) -> Arrival {
        guard let channel = unsafe callbacks.channel else { throw lost }
        if let bytes = unsafe overflow.take(into: buffer) { return .bytes(bytes) }
        guard isAlive else { throw lost }
        let opening = window.opening()
        callbacks.window = max(callbacks.window, window.size)
        let count: Int32
        if let opening, opening > buffer.count {
            count = unsafe overflow.fill(opening) { room in
                unsafe ssh_channel_read_timeout(channel, room.baseAddress, UInt32(room.count), 0, milliseconds)
            }
        } else {
            let ask = opening ?? min(buffer.count, window.open)
            count = unsafe ssh_channel_read_timeout(channel, buffer.baseAddress, UInt32(ask), 0, milliseconds)
        }
        if count > 0 {
            window.took(Int(count), at: now())
            return .bytes(unsafe overflow.take(into: buffer) ?? Int(count))
        }
        // After a forged packet the poll reports no error: the status does.
        if unsafe ssh_channel_is_eof(channel) != 0 { return .end }
        if unsafe ssh_channel_is_closed(channel) != 0, isAlive { return .end }
        guard count == 0 || count == SSH_AGAIN, isAlive else { throw lost }
        return .nothing
    }

    /// Sends `bytes`, waiting for the client to take them.
    package func write(_ bytes: ArraySlice<UInt8>) throws(SSHFault) {
        if settings.ownsProcess, !hasWritten {
            hasWritten = true
            return try SpinGuard.run { () throws(SSHFault) in try write(bytes) }
        }
        guard let channel = unsafe callbacks.channel else { throw lost }
        var done = 0
        while done < bytes.count {
            let count = unsafe bytes.withUnsafeBytes { raw in
                unsafe ssh_channel_write(channel, raw.baseAddress.map { unsafe $0 + done }, UInt32(raw.count - done))
            }
            guard count > 0 else { throw isAlive ? .stalled : lost }
            done += Int(count)
        }
        window.answered(at: now())
    }

    /// Tells the client that all went well, and hangs up.
    package func close() {
        guard !isClosed else { return }
        isClosed = true
        if isAlive, let channel = unsafe callbacks.channel {
            unsafe ssh_channel_request_send_exit_status(channel, 0)
            unsafe ssh_channel_send_eof(channel)
            unsafe ssh_channel_close(channel)
            unsafe ssh_blocking_flush(session, SSHSession.turn)
            waitForClient()
        }
        unsafe ssh_disconnect(session)
    }

    /// Lets the client hang up first: OpenSSH's reports it as a fault when the server does.
    private func waitForClient() {
        guard let event = unsafe ssh_event_new() else { return }
        defer { unsafe ssh_event_free(event) }
        guard unsafe ssh_event_add_session(event, session) == SSH_OK else { return }
        defer { unsafe ssh_event_remove_session(event, session) }
        for _ in 0..<SSHSession.farewellTurns where isAlive {
            if unsafe ssh_event_dopoll(event, SSHSession.turn) == SSH_ERROR { return }
        }
    }

    /// Turns of waiting for the client to hang up.
    private static let farewellTurns = 4

    private var lost: SSHFault { callbacks.hasOverrun ? .windowExceeded : .connectionLost }

    private var isAlive: Bool { unsafe ssh_get_status(session) & (SSH_CLOSED | SSH_CLOSED_ERROR) == 0 }
}
