package import Support

/// The server's side of an SFTP session, version 3 (draft-ietf-secsh-filexfer-02): bytes in, bytes out.
///
/// It knows neither where the bytes come from nor what a file is. The transport fills ``receive(_:)``, calls ``process()``, sends
/// ``takeOutput()`` and begins again. A request is decoded whole before it is acted upon; WRITE data is handed on from the
/// receive buffer itself. Unknown requests are answered with OP_UNSUPPORTED and the session lives on; only a length that no
/// packet may have ends it.
package final class SFTPServer {
    /// How a session of packets can end by itself.
    package enum Ending: FaultCode, Sendable {
        /// A packet longer than ``SFTPLimits/packet``, or empty.
        case badLength = "sftp.bad-length"
        /// The first packet was not INIT.
        case notStarted = "sftp.not-started"
    }

    /// What ``process()`` leaves.
    package enum Progress: Equatable, Sendable {
        /// More bytes are needed.
        case needsInput
        /// The answers must be sent first; then call again.
        case needsOutput
        /// The session is over.
        case ended(Ending)
    }

    let fileSystem: any SFTPFileSystem
    let now: () -> Timestamp
    var handles = HandleTable()
    var output = PacketWriter()
    /// The client's words for the status sentences.
    package var language: Language

    private let input = ReceiveBuffer()
    private let messages: MessageTable
    private var isStarted = false
    private var ending: Ending?

    /// A session on `fileSystem`. `messages` must hold the file system's codes; the protocol's own are added.
    package init(
        _ fileSystem: any SFTPFileSystem, language: Language, messages: MessageTable, now: @escaping () -> Timestamp
    ) {
        self.fileSystem = fileSystem
        self.language = language
        self.messages = MessageTable(merging: [SFTPMessages.table, messages])
        self.now = now
    }

    /// Lets `fill` write what arrived into free space of at least ``SFTPLimits/receiveBuffer`` bytes less than a packet; it returns how
    /// many bytes it wrote, and so does this.
    package func receive<E: Error>(_ fill: (UnsafeMutableRawBufferPointer) throws(E) -> Int) throws(E) -> Int {
        try unsafe input.append(fill)
    }

    /// Takes a copy of `bytes`, as many as there is room for, and says how many.
    package func receive(_ bytes: ArraySlice<UInt8>) -> Int {
        unsafe input.append { space in
            let count = min(space.count, bytes.count)
            unsafe bytes.withUnsafeBytes { raw in
                unsafe space.copyMemory(from: UnsafeRawBufferPointer(rebasing: raw[..<count]))
            }
            return count
        }
    }

    /// Acts on the whole packets that have arrived.
    package func process() -> Progress {
        while true {
            if let ending { return .ended(ending) }
            guard output.bytes.count < SFTPLimits.pendingOutput else { return .needsOutput }
            guard input.count >= 4 else { return .needsInput }
            let unread = unsafe input.unread
            let length = unsafe Int(UInt32(bigEndian: unread.loadUnaligned(as: UInt32.self)))
            guard length >= 1, length <= SFTPLimits.packet else {
                ending = .badLength
                continue
            }
            guard input.count >= 4 + length else { return .needsInput }
            unsafe act(on: UnsafeRawBufferPointer(rebasing: unread[4..<(4 + length)]))
            input.consume(4 + length)
        }
    }

    /// The answers since the last call.
    package func takeOutput() -> [UInt8] {
        defer { output.bytes.removeAll(keepingCapacity: output.bytes.capacity <= SFTPLimits.pendingOutput) }
        return output.bytes
    }

    /// The transport is gone: every open file is abandoned.
    package func abandon() {
        for file in handles.removeAll() { file.abandon() }
    }

    /// Whether the client holds a file open.
    package var hasOpenFiles: Bool { handles.hasFiles }

    private func act(on packet: UnsafeRawBufferPointer) {
        var reader = unsafe PacketReader(packet)
        guard let type = try? reader.byte() else { return }
        guard isStarted else { return start(type, &reader) }
        guard let id = try? reader.uint32() else { return answer(0, .badMessage) }
        guard let request = SFTPRequest.table[type] else { return answer(id, .unsupported) }
        do throws(SFTPFailure) {
            try request.handle(self, id, &reader)
        } catch {
            answer(id, error)
        }
    }

    /// INIT (section 4). A client of a higher version speaks ours; one of a lower version could not be served and does not exist.
    private func start(_ type: UInt8, _ reader: inout PacketReader) {
        guard type == 1, (try? reader.uint32()) != nil else {
            ending = .notStarted
            return
        }
        isStarted = true
        output.packet(.version) { packet in
            packet.uint32(3)
            for (name, _, data) in SFTPExtension.announced {
                packet.string(name)
                packet.string(data)
            }
        }
    }

    /// Answers STATUS with the sentence of `failure`.
    func answer(_ id: UInt32, _ failure: SFTPFailure) {
        status(id, failure.status, messages.text(failure.code, language, failure.arguments))
    }

    /// Answers STATUS "ok".
    func answerOK(_ id: UInt32) { status(id, .ok, "OK") }

    private func status(_ id: UInt32, _ status: SFTPStatus, _ sentence: String) {
        output.packet(.status) { packet in
            packet.uint32(id)
            packet.uint32(status.rawValue)
            packet.string(sentence)
            packet.string(language.rawValue)
        }
    }
}
