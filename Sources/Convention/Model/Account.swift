/// One SFTP account of the producer.
package struct Account: Sendable, Equatable {
    /// Login name: `[a-z][a-z0-9-]{0,31}`.
    package var name: String
    /// Lines as in `authorized_keys`: algorithm, base64, comment.
    package var publicKeys: [String]
    /// CIDR networks from which the account may come; empty for any.
    package var networks: [String]
    package var limits: AccountLimits
}

/// Limits of an account.
package struct AccountLimits: Sendable, Equatable {
    /// Bytes of one drop.
    package var dropBytes: UInt64 = 64 << 30
    /// Bytes waiting in the account, unfinished uploads included.
    package var storedBytes: UInt64 = 256 << 30
    /// Unfinished uploads and drops waiting.
    package var files: Int = 1000
    /// Sessions at once.
    package var sessions: Int = 8
    /// Bytes a second, over all sessions together; nil for no limit.
    package var rateBytesPerSecond: UInt64?
    /// The documented defaults.
    package init() {}
}
