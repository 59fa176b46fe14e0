internal import CLibSSH
internal import Support

/// What libssh asks during login, and the structures that it keeps pointers to as long as a session lives.
@safe
final class SSHCallbacks {
    private(set) var user: String?
    private(set) var refusals = 0
    private(set) var isOpen = false
    private(set) var channel: ssh_channel?

    private let tries: Int
    private let authorize: SSHSession.Authorizer
    private let server: UnsafeMutablePointer<ssh_server_callbacks_struct>
    private let channels: UnsafeMutablePointer<ssh_channel_callbacks_struct>

    init(tries: Int, authorize: @escaping SSHSession.Authorizer) {
        self.tries = tries
        self.authorize = authorize
        unsafe server = .allocate(capacity: 1)
        unsafe channels = .allocate(capacity: 1)
        unsafe server.initialize(to: ssh_server_callbacks_struct())
        unsafe channels.initialize(to: ssh_channel_callbacks_struct())
        let me = unsafe Unmanaged.passUnretained(self).toOpaque()
        unsafe server.pointee.size = MemoryLayout<ssh_server_callbacks_struct>.size
        unsafe server.pointee.userdata = unsafe me
        unsafe server.pointee.auth_pubkey_function = { _, user, key, state, me in
            guard let callbacks = unsafe SSHCallbacks.from(me) else { return SSH_AUTH_DENIED.rawValue }
            return unsafe callbacks.answer(user: user, key: key, state: Int32(state))
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
    }

    deinit {
        unsafe server.deallocate()
        unsafe channels.deallocate()
    }

    func attach(to session: ssh_session) { unsafe ssh_set_server_callbacks(session, server) }

    private static func from(_ pointer: UnsafeMutableRawPointer?) -> SSHCallbacks? {
        unsafe pointer.map { unsafe Unmanaged<SSHCallbacks>.fromOpaque($0).takeUnretainedValue() }
    }

    /// A key is shown (state NONE: a probe) or proved by a signature that libssh has verified (VALID).
    private func answer(user: UnsafePointer<CChar>?, key: ssh_key?, state: Int32) -> Int32 {
        guard self.user == nil, refusals < tries, let user = unsafe user, let key = unsafe key,
            state == SSH_PUBLICKEY_STATE_NONE.rawValue || state == SSH_PUBLICKEY_STATE_VALID.rawValue,
            let name = unsafe String(validatingCString: user), let blob = unsafe SSHCallbacks.blob(of: key), authorize(name, blob)
        else {
            refusals += 1
            return Int32(SSH_AUTH_DENIED.rawValue)
        }
        if state == SSH_PUBLICKEY_STATE_VALID.rawValue { self.user = name }
        return Int32(SSH_AUTH_SUCCESS.rawValue)
    }

    private static func blob(of key: ssh_key) -> [UInt8]? {
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
