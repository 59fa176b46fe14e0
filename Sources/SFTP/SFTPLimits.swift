/// Bounds of a session.
package enum SFTPLimits {
    /// Longest packet without its length field: 256 KiB and room for a WRITE's other fields, as OpenSSH's SFTP_MAX_MSG_LENGTH.
    package static let packet = (256 << 10) + 1024
    /// Largest WRITE or READ that `limits@openssh.com` announces; OpenSSH leaves 1 KiB of the packet for the other fields.
    package static let data = 255 << 10
    /// Most open handles of a session.
    package static let handles = 64
    /// Entries in one READDIR answer.
    package static let entries = 100
    /// Bytes that the receive buffer takes in one go: as much as the window that the transport opens for the client.
    package static let receiveBuffer = 4 << 20
    /// Answers waiting above which no further request is acted upon before they are sent.
    package static let pendingOutput = 1 << 20
}
