package import Support

/// Status codes of version 3 (draft-ietf-secsh-filexfer-02, section 7).
package enum SFTPStatus: UInt32, Sendable, CaseIterable {
    case ok = 0
    case endOfFile = 1
    case noSuchFile = 2
    case permissionDenied = 3
    case failure = 4
    case badMessage = 5
    case unsupported = 8
}

/// Why a request is refused: the status for the client's program and a code whose message is for the person.
package struct SFTPFailure: Fault, Equatable {
    package let status: SFTPStatus
    package let code: FaultCode
    package let arguments: [String: String]

    /// A refusal.
    package init(_ status: SFTPStatus, _ code: FaultCode, _ arguments: [String: String] = [:]) {
        self.status = status
        self.code = code
        self.arguments = arguments
    }

    /// The end of a file or of a directory; no error for a person.
    package static let endOfFile = SFTPFailure(.endOfFile, "sftp.end-of-file")
    /// A packet whose fields do not fit in it.
    package static let badMessage = SFTPFailure(.badMessage, "sftp.bad-message")
    /// A path that is no text or too long.
    package static let badPath = SFTPFailure(.failure, "sftp.bad-path")
    /// A handle that is not open.
    package static let noSuchHandle = SFTPFailure(.failure, "sftp.no-such-handle")
    /// A name that does not exist.
    package static let noSuchFile = SFTPFailure(.noSuchFile, "sftp.no-such-file")
    /// READLINK of something that exists: there are no links here.
    package static let notALink = SFTPFailure(.failure, "sftp.not-a-link")
    /// A request that an account does not have.
    package static let unsupported = SFTPFailure(.unsupported, "sftp.unsupported")
}
