internal import CLibSSH
internal import Support

/// The server's side before a connection: algorithms and host keys.
@safe
final class SSHHost {
    let bind: ssh_bind

    /// Reads the host keys. No configuration file of the system is looked at.
    init(_ settings: SSHSettings) throws(SSHFault) {
        guard let bind = unsafe ssh_bind_new() else { throw .setup("ssh_bind_new") }
        unsafe self.bind = unsafe bind
        var no = false
        guard unsafe ssh_bind_options_set(bind, SSH_BIND_OPTIONS_PROCESS_CONFIG, &no) == 0 else {
            throw .setup("process-config")
        }
        var smallest = Algorithms.smallestRSA
        unsafe ssh_bind_options_set(bind, SSH_BIND_OPTIONS_RSA_MIN_SIZE, &smallest)
        for path in settings.hostKeyPaths {
            guard unsafe ssh_bind_options_set(bind, SSH_BIND_OPTIONS_HOSTKEY, path) == 0 else { throw .hostKey }
        }
        let macs = Algorithms.macs + (settings.acceptsOlderMACs ? "," + Algorithms.olderMACs : "")
        for (option, value) in [
            (SSH_BIND_OPTIONS_KEY_EXCHANGE, Algorithms.keyExchange),
            (SSH_BIND_OPTIONS_CIPHERS_C_S, Algorithms.ciphers), (SSH_BIND_OPTIONS_CIPHERS_S_C, Algorithms.ciphers),
            (SSH_BIND_OPTIONS_HMAC_C_S, macs), (SSH_BIND_OPTIONS_HMAC_S_C, macs),
            (SSH_BIND_OPTIONS_HOSTKEY_ALGORITHMS, Algorithms.hostKeys),
            (SSH_BIND_OPTIONS_PUBKEY_ACCEPTED_KEY_TYPES, Algorithms.publicKeys),
        ] {
            guard unsafe ssh_bind_options_set(bind, option, value) == 0 else { throw .setup("bind-option") }
        }
    }

    deinit { unsafe ssh_bind_free(bind) }
}
