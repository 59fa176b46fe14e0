package import Convention
package import Spool
package import Support

/// Who may come in as one account.
package struct AccountAccess: Sendable {
    package var name: String
    /// Key blobs (RFC 4253, section 6.6) that open the account.
    package var publicKeyBlobs: [[UInt8]]
    /// Networks from which the account may come; empty for any.
    package var networks: [NetworkRange]
    /// Sessions that the account may have at once.
    package var sessions: Int
    /// What the account sees as `/convention`.
    package var conventionDirectory: String?
    package var language: Language
    package var limits: SpoolLimits

    /// Access for `name`.
    package init(
        name: String, publicKeyBlobs: [[UInt8]], networks: [NetworkRange] = [], sessions: Int = 8,
        conventionDirectory: String?, language: Language, limits: SpoolLimits
    ) {
        self.name = name
        self.publicKeyBlobs = publicKeyBlobs
        self.networks = networks
        self.sessions = sessions
        self.conventionDirectory = conventionDirectory
        self.language = language
        self.limits = limits
    }
}

/// What the receiver needs to know.
package struct ReceptionSettings: Sendable {
    /// Numeric address to listen on.
    package var host = "::"
    package var port: UInt16 = 2222
    /// Host key files in OpenSSH's format, the preferred one first.
    package var hostKeyPaths: [String] = []
    package var spoolPath: String
    package var accounts: [AccountAccess] = []
    package var deadlines = Deadlines()
    package var limits = ConnectionLimits()
    /// Whether sessions are served although this kernel cannot confine them (``Confinement/isAvailable``).
    package var allowUnconfined = false

    /// Seconds that each part of a session may take.
    package struct Deadlines: Sendable, Equatable {
        package var keyExchange = 20
        package var login = 60
        /// Without a request from the client.
        package var idle = 900
        /// Of one session in all.
        package var session = 86_400
        /// A client that takes none of our answers.
        package var stall = 120
        /// What sessions get to finish after a stop was asked for.
        package var grace = 30

        /// The usual deadlines.
        package init() {}
    }

    /// How many connections may be open, and how fast they may come.
    package struct ConnectionLimits: Sendable, Equatable {
        package var total = 512
        package var perSource = 64
        /// Keys that one connection may present.
        package var tries = 10
        /// Connections that have not logged in, of all sources: from half of it on, some are dropped at random, at it all.
        package var unauthenticated = 128
        /// Connections of one source that are started in a second; what comes faster waits.
        package var perSecond = 10
        /// Longest time, in seconds, for which a source that fails again and again gets no session; 0 for no penalties.
        package var penaltySeconds = 600
        /// Networks that get no penalties: a VPN concentrator behind which many producers share an address.
        package var exemptNetworks: [NetworkRange] = []

        /// The usual limits.
        package init() {}
    }

    /// Settings for the spool at `spoolPath`; nothing else is set.
    package init(spoolPath: String) { self.spoolPath = spoolPath }
}
