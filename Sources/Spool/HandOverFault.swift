internal import Platform
internal import SFTP
internal import Support

/// Why a file was not handed over, or is not known to be.
struct HandOverFault: Error {
    /// How far the hand-over had come.
    enum Stage {
        /// The disk may have lost what was written.
        case notKept
        /// The file is an upload still.
        case notMoved
        /// The drop is in the inbox, but a power cut might take it out again.
        case notConfirmed
    }

    let stage: Stage
    let cause: SystemError

    init(_ stage: Stage, _ cause: SystemError) {
        self.stage = stage
        self.cause = cause
    }

    /// Code of the one fault after which the drop may go its way all the same.
    static let notConfirmed: FaultCode = "spool.not-confirmed"
}

extension SFTPFailure {
    /// What a client is told of a hand-over that failed.
    init(_ fault: HandOverFault) {
        switch fault.stage {
        case .notKept: self.init(.failure, "spool.not-kept")
        case .notMoved: self.init(writing: fault.cause)
        case .notConfirmed: self.init(.failure, HandOverFault.notConfirmed)
        }
    }

    /// What a client is told where something of its account could not be written.
    init(writing error: SystemError) {
        switch error.code {
        case "system.disk-full": self.init(.failure, "spool.disk-full")
        case "system.not-found": self.init(.failure, "spool.place-missing")
        default: self.init(.failure, "spool.write-failed")
        }
    }
}
