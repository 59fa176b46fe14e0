package import Support

/// What happens to uploads in a session, for the journal.
package enum UploadEvent: Sendable {
    /// A file was opened for writing; `offset` is where it goes on.
    case started(channel: DropChannel, name: String, offset: UInt64)
    /// A drop is in the inbox, durably.
    case handedOver(HandedOverDrop)
    /// The session or a failure ended an upload before it was complete; it waits to be resumed.
    case interrupted(channel: DropChannel, name: String, size: UInt64)
    /// A request on an upload was refused.
    case refused(code: FaultCode)
}
