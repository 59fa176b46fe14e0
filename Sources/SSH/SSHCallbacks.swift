internal import CLibSSH
internal import Glibc
internal import Support

/// What libssh asks during login, and the structures that it keeps pointers to as long as a session lives.
@safe
final class SSHCallbacks {
    private(set) var user: String?
    private(set) var refusals = 0
    private(set) var isOpen = false
    private(set) var channel: ssh_channel?
    /// Whether the client sent more than its window allowed, and was cut off for it.
    private(set) var hasOverrun = false

    /// The largest window that was opened.
    var window = ReceiveWindow.smallest
    /// Bytes of the channel that may lie unread beyond the window: what one packet may bring (RFC 4253, section 6.1).
    private static let beyond = 256 << 10

    private var hasAskedMethods = false
    private let tries: Int
    private let authorize: SSHSession.Authorizer
    private let server: UnsafeMutablePointer<ssh_server_callbacks_struct>
    private let channels: UnsafeMutablePointer<ssh_channel_callbacks_struct>
    private let counter: UnsafeMutablePointer<ssh_counter_struct>

    init(tries: Int, authorize: @escaping SSHSession.Authorizer) {
        self.tries = tries
        self.authorize = authorize
        unsafe server = .allocate(capacity: 1)
        unsafe channels = .allocate(capacity: 1)
        unsafe server.initialize(to: ssh_server_callbacks_struct())
        unsafe channels.initialize(to: ssh_channel_callbacks_struct())
        unsafe counter = .allocate(capacity: 1)
        unsafe counter.initialize(to: ssh_counter_struct())
        let me = unsafe Unmanaged.passUnretained(self).toOpaque()
        unsafe server.pointee.size = MemoryLayout<ssh_server_callbacks_struct>.size
        unsafe server.pointee.userdata = unsafe me
        unsafe server.pointee.auth_pubkey_function = { _, user, key, state, me in
            guard let callbacks = unsafe SSHCallbacks.from(me) else { return SSH_AUTH_DENIED.rawValue }
            return unsafe callbacks.answer(user: user, key: key, state: Int32(state))
        }
        // Without this libssh would hand the client's tokens to the Kerberos library, which opens files.
        unsafe server.pointee.gssapi_select_oid_function = { _, _, _, _, me in
            unsafe SSHCallbacks.from(me)?.refusals += 1
            return nil
        }
        unsafe server.pointee.channel_open_request_session_function = { session, me in
            unsafe SSHCallbacks.from(me)?.openChannel(session)
        }
        unsafe channels.pointee.size = MemoryLayout<ssh_channel_callbacks_struct>.size
        unsafe channels.pointee.userdata = unsafe me
        unsafe channels.pointee.channel_subsystem_request_function = { _, _, name, me in
            guard let callbacks = unsafe SSHCallbacks.from(me), let name = unsafe name else { return 1 }
            return callbacks.start(unsafe String(cString: name))
        }
        unsafe channels.pointee.channel_data_function = { session, _, _, count, isError, me in
            guard let callbacks = unsafe SSHCallbacks.from(me) else { return 0 }
            return unsafe callbacks.look(session, unread: Int(count), isError: isError != 0)
        }
    }

    deinit {
        unsafe server.deallocate()
        unsafe channels.deallocate()
        unsafe counter.deallocate()
    }

    /// Packets that the client has sent.
    var packets: UInt64 { unsafe counter.pointee.in_packets }

    func attach(to session: ssh_session) {
        unsafe ssh_set_server_callbacks(session, server)
        unsafe ssh_set_counters(session, nil, counter)
        let me = unsafe Unmanaged.passUnretained(self).toOpaque()
        // What no other callback takes: 1 has libssh refuse it.
        unsafe ssh_set_message_callback(
            session,
            { _, message, me in
                unsafe SSHCallbacks.from(me)?.refuse(message)
                return 1
            }, me)
    }

    private static func from(_ pointer: UnsafeMutableRawPointer?) -> SSHCallbacks? {
        unsafe pointer.map { unsafe Unmanaged<SSHCallbacks>.fromOpaque($0).takeUnretainedValue() }
    }

    /// A key is shown (state NONE: a probe) or proved by a signature that libssh has verified (VALID).
    private func answer(user: UnsafePointer<CChar>?, key: ssh_key?, state: Int32) -> Int32 {
        guard self.user == nil, refusals < tries, let user = unsafe user, let key = unsafe key,
            state == SSH_PUBLICKEY_STATE_NONE.rawValue || state == SSH_PUBLICKEY_STATE_VALID.rawValue,
            let name = unsafe String(validatingCString: user), let blob = unsafe SSHCallbacks.blob(of: key),
            SSHKeyBlob.isStrong(blob), authorize(name, blob)
        else {
            refusals += 1
            return Int32(SSH_AUTH_DENIED.rawValue)
        }
        if state == SSH_PUBLICKEY_STATE_VALID.rawValue { self.user = name }
        return Int32(SSH_AUTH_SUCCESS.rawValue)
    }

    /// Counts proofs of other kinds than keys: the first `none` only asks which kinds there are (RFC 4252, section 5.2).
    private func refuse(_ message: ssh_message?) {
        guard unsafe ssh_message_type(message) == SSH_REQUEST_AUTH.rawValue else { return }
        if unsafe ssh_message_subtype(message) == SSH_AUTH_METHOD_NONE, !hasAskedMethods {
            hasAskedMethods = true
        } else {
            refusals += 1
        }
    }

    /// Looks at what lies unread after each packet of the channel; says how many bytes of it are done with.
    ///
    /// libssh takes what goes beyond the window, and keeps bytes of the error stream that nobody reads. A socket that is shut down is how
    /// a callback can end the session.
    private func look(_ session: ssh_session?, unread: Int, isError: Bool) -> Int32 {
        if isError { return Int32(clamping: unread) }
        if unread > window + SSHCallbacks.beyond, !hasOverrun {
            hasOverrun = true
            shutdown(unsafe ssh_get_fd(session), Int32(SHUT_RDWR))
        }
        return 0
    }

    /// The public half of `key` as it goes over the wire.
    static func blob(of key: ssh_key) -> [UInt8]? {
        var text: UnsafeMutablePointer<CChar>?
        guard unsafe ssh_pki_export_pubkey_base64(key, &text) == SSH_OK, let text = unsafe text else { return nil }
        defer { unsafe ssh_string_free_char(text) }
        return unsafe Base64.decode(Array(String(cString: text).utf8))
    }

    /// One channel, after login only; libssh refuses the others when it gets none.
    private func openChannel(_ session: ssh_session?) -> ssh_channel? {
        guard user != nil, unsafe channel == nil, let session = unsafe session else { return nil }
        guard let channel = unsafe ssh_channel_new(session) else { return nil }
        unsafe ssh_set_channel_callbacks(channel, channels)
        unsafe self.channel = unsafe channel
        return unsafe channel
    }

    private func start(_ subsystem: String) -> Int32 {
        guard subsystem == "sftp", !isOpen else { return 1 }
        isOpen = true
        return 0
    }
}
