package import Support

/// Why a server did not do what the client asked.
package enum SFTPClientFault: Fault, Equatable {
    /// It said no, in its own sentence; the caller shows it escaped.
    case refused(status: UInt32, sentence: String)
    /// What it said breaks the protocol.
    case malformed
    /// It speaks another version than 3.
    case version

    package var code: FaultCode {
        switch self {
        case .refused: "sftp.refused"
        case .malformed: "sftp.malformed-answer"
        case .version: "sftp.version"
        }
    }

    package var arguments: [String: String] {
        if case .refused(let status, let sentence) = self {
            ["status": String(status), "sentence": sentence]
        } else {
            [:]
        }
    }
}
