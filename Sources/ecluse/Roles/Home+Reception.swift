internal import Convention
internal import Envelope
internal import Home
internal import Platform
internal import Reception
internal import Spool
internal import Support

extension Home {
    /// What the receiver may know: accounts of the conventions in force, their public keys and limits.
    ///
    /// No other key but the host's.
    func receptionSettings(on day: CivilDate) throws -> ReceptionSettings {
        var settings = ReceptionSettings(spoolPath: layout.spool)
        settings.host = configuration.listenAddress
        settings.port = UInt16(configuration.listenPort)
        settings.hostKeyPaths = [layout.hostKey, layout.hostRSAKey].filter(FileDescriptor.exists)
        settings.deadlines.login = configuration.loginSeconds
        settings.deadlines.idle = configuration.idleSeconds
        settings.deadlines.session = configuration.sessionSeconds
        settings.limits.total = configuration.connections
        settings.limits.perSource = configuration.connectionsPerAddress
        settings.limits.tries = configuration.loginAttempts
        settings.limits.unauthenticated = configuration.unauthenticated
        settings.limits.perSecond = configuration.connectionsPerSecond
        settings.limits.penaltySeconds = configuration.penaltySeconds
        settings.limits.exemptNetworks = configuration.penaltyExempt.compactMap { NetworkRange($0) }
        settings.allowUnconfined = configuration.allowUnconfined
        for convention in try conventions().inForce(on: day) {
            for account in convention.accounts {
                settings.accounts.append(access(account, convention))
            }
        }
        return settings
    }

    private func access(_ account: Account, _ convention: Convention) -> AccountAccess {
        var limits = SpoolLimits()
        limits.dropBytes = account.limits.dropBytes
        limits.storedBytes = account.limits.storedBytes
        limits.files = account.limits.files
        limits.bytesPerSecond = account.limits.rateBytesPerSecond
        limits.freeBytes = configuration.freeDiskBytes
        return AccountAccess(
            name: account.name, publicKeyBlobs: account.publicKeys.compactMap { try? SSHPublicKey(line: $0).blob },
            networks: account.networks.compactMap { NetworkRange($0) }, sessions: account.limits.sessions,
            conventionDirectory: conventionView(account: account.name), language: convention.producer.language,
            limits: limits)
    }
}
