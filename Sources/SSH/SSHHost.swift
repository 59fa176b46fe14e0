internal import CLibSSH
internal import Support

/// The server's side before a connection: algorithms and host keys.
@safe
final class SSHHost {
    let bind: ssh_bind

    /// A host that offers our algorithms, `macs` among them, and has no key yet.
    ///
    /// No configuration file of the system is looked at.
    init(macs: [Algorithms.MAC]) throws(SSHFault) {
        guard let bind = unsafe ssh_bind_new() else { throw .setup("ssh_bind_new") }
        unsafe self.bind = unsafe bind
        var no = false
        guard unsafe ssh_bind_options_set(bind, SSH_BIND_OPTIONS_PROCESS_CONFIG, &no) == 0 else {
            throw .setup("process-config")
        }
        var smallest = Algorithms.smallestRSA
        unsafe ssh_bind_options_set(bind, SSH_BIND_OPTIONS_RSA_MIN_SIZE, &smallest)
        let ciphers = Algorithms.ciphers.map(\.name).joined(separator: ",")
        let macs = Algorithms.list(macs)
        for (option, value) in [
            (SSH_BIND_OPTIONS_KEY_EXCHANGE, Algorithms.keyExchange),
            (SSH_BIND_OPTIONS_CIPHERS_C_S, ciphers), (SSH_BIND_OPTIONS_CIPHERS_S_C, ciphers),
            (SSH_BIND_OPTIONS_HMAC_C_S, macs), (SSH_BIND_OPTIONS_HMAC_S_C, macs),
            (SSH_BIND_OPTIONS_HOSTKEY_ALGORITHMS, Algorithms.hostKeys),
            (SSH_BIND_OPTIONS_PUBKEY_ACCEPTED_KEY_TYPES, Algorithms.publicKeys),
        ] {
            guard unsafe ssh_bind_options_set(bind, option, value) == 0 else { throw .setup("bind-option") }
        }
    }

    /// Reads the host keys of `settings`; the older MACs are not offered.
    convenience init(_ settings: SSHSettings) throws(SSHFault) {
        try self.init(macs: Algorithms.macs)
        for path in settings.hostKeyPaths {
            guard unsafe ssh_bind_options_set(bind, SSH_BIND_OPTIONS_HOSTKEY, path) == 0 else { throw .hostKey }
        }
    }

    /// Takes over `key`, which is freed with this object.
    func take(_ key: ssh_key) throws(SSHFault) {
        guard unsafe ssh_bind_options_set(bind, SSH_BIND_OPTIONS_IMPORT_KEY, UnsafeRawPointer(key)) == 0 else {
            unsafe ssh_key_free(key)
            throw .hostKey
        }
    }

    deinit { unsafe ssh_bind_free(bind) }
}
