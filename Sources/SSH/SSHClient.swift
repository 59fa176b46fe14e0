internal import CLibSSH
internal import Glibc

/// One SSH connection, client's side, with one channel for the subsystem `sftp`.
///
/// The server is known before anything is said to it: its host key must be one of those that the caller names, and no file of
/// the user or of the system is asked about it. Algorithms are those of our server. Blocking; never used by two threads.
@safe
package final class SSHClient {
    /// How the client shows who it is.
    package enum Proof: Sendable {
        /// A private key in a file; where it has a passphrase, the terminal is asked for it.
        case key(path: String)
        /// The keys of the running `ssh-agent`.
        case agent
    }

    private let owned: OwnedSession
    private var channel: ssh_channel?
    private var isClosed = false

    private var session: ssh_session { unsafe owned.session }

    /// A client of `user` over a copy of the connected socket `descriptor`; `hostKeyAlgorithms` are the kinds of host key that
    /// are pinned (`ssh-ed25519`, `ssh-rsa`).
    package init(descriptor: Int32, user: String, hostKeyAlgorithms: Set<String>) throws(SSHFault) {
        owned = try OwnedSession()
        var own = fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
        guard own >= 0 else { throw .setup("fcntl") }
        let ciphers = Algorithms.clientCiphers
        let texts = [
            (SSH_OPTIONS_HOST, "gateway"), (SSH_OPTIONS_USER, user), (SSH_OPTIONS_SSH_DIR, "/dev/null"),
            (SSH_OPTIONS_KNOWNHOSTS, "/dev/null"), (SSH_OPTIONS_GLOBAL_KNOWNHOSTS, "/dev/null"),
            (SSH_OPTIONS_KEY_EXCHANGE, Algorithms.keyExchange),
            (SSH_OPTIONS_HOSTKEYS, Algorithms.hostKeys(of: hostKeyAlgorithms)),
            (SSH_OPTIONS_CIPHERS_C_S, ciphers), (SSH_OPTIONS_CIPHERS_S_C, ciphers),
            (SSH_OPTIONS_HMAC_C_S, Algorithms.list(Algorithms.macs)),
            (SSH_OPTIONS_HMAC_S_C, Algorithms.list(Algorithms.macs)),
            (SSH_OPTIONS_PUBLICKEY_ACCEPTED_TYPES, Algorithms.publicKeys),
        ]
        try unsafe SSHSession.prepare(owned.session, SSHSettings(hostKeyPaths: []))
        let session = unsafe owned.session
        guard texts.allSatisfy({ unsafe ssh_options_set(session, $0.0, $0.1) == 0 }),
            unsafe ssh_options_set(session, SSH_OPTIONS_FD, &own) == 0
        else {
            Glibc.close(own)
            throw .setup("ssh_options_set")
        }
    }

    /// Agrees on keys with the server and makes sure that it is the one with one of `hostKeys` (blobs, RFC 4253 §6.6).
    ///
    /// - Throws: ``SSHFault/keyExchange``; ``SSHFault/unknownHost`` before anything about the client was sent.
    package func connect(hostKeys: Set<[UInt8]>) throws(SSHFault) {
        guard unsafe ssh_connect(session) == SSH_OK else { throw .keyExchange }
        var key: ssh_key?
        guard unsafe ssh_get_server_publickey(session, &key) == SSH_OK, let key = unsafe key else {
            throw .unknownHost
        }
        defer { unsafe ssh_key_free(key) }
        guard let blob = unsafe SSHCallbacks.blob(of: key), hostKeys.contains(blob) else {
            unsafe ssh_disconnect(session)
            throw .unknownHost
        }
    }

    /// Logs in and opens the channel.
    ///
    /// - Throws: ``SSHFault/keyFile``, ``SSHFault/keyRefused``, ``SSHFault/noSFTP``.
    package func open(_ proof: Proof) throws(SSHFault) {
        guard try authenticate(proof) == SSH_AUTH_SUCCESS.rawValue else {
            throw isAlive ? .keyRefused : .connectionLost
        }
        guard let made = unsafe ssh_channel_new(session) else { throw .setup("ssh_channel_new") }
        unsafe channel = unsafe made
        guard unsafe ssh_channel_open_session(made) == SSH_OK,
            unsafe ssh_channel_request_subsystem(made, "sftp") == SSH_OK
        else { throw .noSFTP }
        var seconds = CLong(SSHClient.stallSeconds)
        unsafe ssh_options_set(session, SSH_OPTIONS_TIMEOUT, &seconds)
    }

    /// Seconds that a server may take no bytes before it counts as gone.
    private static let stallSeconds = 120

    private func authenticate(_ proof: Proof) throws(SSHFault) -> Int32 {
        guard case .key(let path) = proof else { return unsafe ssh_userauth_agent(session, nil) }
        var key: ssh_key?
        let read = unsafe ssh_pki_import_privkey_file(path, nil, askPassphrase, nil, &key)
        guard read == SSH_OK, let key = unsafe key else { throw .keyFile }
        defer { unsafe ssh_key_free(key) }
        return unsafe ssh_userauth_publickey(session, nil, key)
    }

    /// Sends `bytes`, waiting for the server to take them; what it sends meanwhile is kept.
    package func write(_ bytes: ArraySlice<UInt8>) throws(SSHFault) {
        guard let channel = unsafe channel, isAlive else { throw .connectionLost }
        var done = 0
        while done < bytes.count {
            let count = unsafe bytes.withUnsafeBytes { raw in
                unsafe ssh_channel_write(channel, raw.baseAddress.map { unsafe $0 + done }, UInt32(raw.count - done))
            }
            guard count > 0 else { throw isAlive ? .stalled : .connectionLost }
            done += Int(count)
        }
    }

    /// Fills the start of `buffer` with what has arrived and says how many bytes; 0 where nothing came within `milliseconds`.
    ///
    /// - Throws: ``SSHFault/connectionLost`` where nothing more can come.
    package func read(into buffer: UnsafeMutableRawBufferPointer, milliseconds: Int32) throws(SSHFault) -> Int {
        guard let channel = unsafe channel, isAlive else { throw .connectionLost }
        let count = unsafe ssh_channel_read_timeout(
            channel, buffer.baseAddress, UInt32(buffer.count), 0, milliseconds)
        if count > 0 { return Int(count) }
        // After a forged packet the poll reports no error: the status does.
        guard count == 0 || count == SSH_AGAIN, isAlive, unsafe ssh_channel_is_eof(channel) == 0,
            unsafe ssh_channel_is_closed(channel) == 0
        else { throw .connectionLost }
        return 0
    }

    /// Ends the connection.
    package func close() {
        guard !isClosed else { return }
        isClosed = true
        if isAlive, let channel = unsafe channel {
            unsafe ssh_channel_send_eof(channel)
            unsafe ssh_channel_close(channel)
        }
        unsafe ssh_disconnect(session)
    }

    private var isAlive: Bool { unsafe ssh_get_status(session) & (SSH_CLOSED | SSH_CLOSED_ERROR) == 0 }
}

/// Asks the person at the terminal for the passphrase of a key; where there is none, no key is read.
private func askPassphrase(
    _: UnsafePointer<CChar>?, _ buffer: UnsafeMutablePointer<CChar>?, _ length: Int, _: Int32, _: Int32,
    _: UnsafeMutableRawPointer?
) -> Int32 {
    guard isatty(STDIN_FILENO) == 1, let buffer = unsafe buffer else { return -1 }
    return unsafe ssh_getpass("Passphrase: ", buffer, length, 0, 0)
}
