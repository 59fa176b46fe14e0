/// The bytes to and from a server; the client knows nothing else of the transport.
package protocol SFTPStream: AnyObject {
    /// Sends `bytes`, waiting for the server to take them.
    func send(_ bytes: ArraySlice<UInt8>) throws
    /// Fills the start of `buffer` with what has arrived and says how many bytes; waits for at least one where `waits`, else gives 0.
    func receive(into buffer: UnsafeMutableRawBufferPointer, waits: Bool) throws -> Int
}
