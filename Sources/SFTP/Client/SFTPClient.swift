/// The client's side of an SFTP session, version 3 (draft-ietf-secsh-filexfer-02), as far as a producer needs it.
///
/// One request waits for its answer, but for ``upload(to:size:from:progress:content:)``, which keeps ``window`` writes on their way.
package final class SFTPClient {
    /// Writes on their way at once: 64 of 255 KiB are what OpenSSH's client has, and a long link at 50 ms takes 320 MB/s of them.
    package static let window = 64
    /// Bytes of a READ or WRITE where the server does not say what it takes: what every server must (section 3).
    private static let smallestBlock = 32 << 10

    private let stream: any SFTPStream
    private var output = PacketWriter()
    private var input: [UInt8] = []
    /// Bytes of `input` that are acted upon.
    private var taken = 0
    private var space = [UInt8](repeating: 0, count: 64 << 10)
    private var next: UInt32 = 0
    /// Bytes of one READ or WRITE.
    private(set) var block = SFTPClient.smallestBlock

    /// Begins a session on `stream`.
    ///
    /// - Throws: ``SFTPClientFault``, or what the stream throws, here and below.
    package init(_ stream: any SFTPStream) throws {
        self.stream = stream
        try start()
    }

    // MARK: files and directories

    /// What STAT says of `path`; nil where there is no such name.
    package func attributes(_ path: String) throws -> SFTPAttributes? {
        switch try ask(.stat, { $0.string(path) }) {
        case .attributes(let attributes): return attributes
        case .status(SFTPStatus.noSuchFile.rawValue, _): return nil
        case let other: throw refusal(other)
        }
    }

    /// The names in the directory `path`.
    package func list(_ path: String) throws -> [SFTPEntry] {
        let handle = try handle(of: try ask(.opendir) { $0.string(path) })
        var entries: [SFTPEntry] = []
        while case .names(let more) = try answerOrEnd(.readdir, { $0.string(handle) }) { entries += more }
        try confirm(.close) { $0.string(handle) }
        return entries
    }

    /// The bytes of the file `path`, refused above `limit`.
    package func read(_ path: String, limit: Int) throws -> [UInt8] {
        let handle = try open(path, .read)
        var bytes: [UInt8] = []
        while case .data(let more) = try answerOrEnd(
            .read,
            { [count = UInt32(block), offset = UInt64(bytes.count)] in
                $0.string(handle)
                $0.uint64(offset)
                $0.uint32(count)
            })
        {
            guard !more.isEmpty, bytes.count + more.count <= limit else { throw SFTPClientFault.malformed }
            bytes += more
        }
        try confirm(.close) { $0.string(handle) }
        return bytes
    }

    /// Removes the file `path`.
    package func remove(_ path: String) throws { try confirm(.remove) { $0.string(path) } }

    /// Gives the file `path` the name `newPath`, which must be free.
    package func rename(_ path: String, to newPath: String) throws {
        try confirm(.rename) {
            $0.string(path)
            $0.string(newPath)
        }
    }

    // MARK: uploads

    /// Writes the file `path` of `size` bytes, from what the server has of it already on; closes it.
    ///
    /// `content` fills a buffer from an offset on and says how many bytes it wrote, which is only then fewer where the file ends.
    /// `progress` hears how many bytes the server has confirmed, what it had at first included.
    package func upload(
        to path: String, size: UInt64, progress: (UInt64) -> Void,
        content: (UInt64, UnsafeMutableRawBufferPointer) throws -> Int
    ) throws {
        let handle = try open(path, [.write, .create])
        var found: UInt64 = 0
        if case .attributes(let attributes) = try ask(.fstat, { $0.string(handle) }) { found = attributes.size ?? 0 }
        guard found <= size else { throw SFTPClientFault.malformed }
        progress(found)
        try unsafe write(handle, from: found, to: size, progress, content)
        try confirm(.close) { $0.string(handle) }
    }

    private func write(
        _ handle: [UInt8], from start: UInt64, to size: UInt64, _ progress: (UInt64) -> Void,
        _ content: (UInt64, UnsafeMutableRawBufferPointer) throws -> Int
    ) throws {
        var waiting: [UInt32: Int] = [:]
        var data = [UInt8](repeating: 0, count: block)
        var offset = start
        var confirmed = start
        while offset < size || !waiting.isEmpty {
            if offset < size, waiting.count < SFTPClient.window {
                let wanted = Int(min(UInt64(block), size - offset))
                let count = try unsafe data.withUnsafeMutableBytes { raw in
                    try unsafe content(offset, UnsafeMutableRawBufferPointer(rebasing: raw[..<wanted]))
                }
                guard count > 0, count <= wanted else { throw SFTPClientFault.malformed }
                let id = try send(.write) { packet in
                    packet.string(handle)
                    packet.uint64(offset)
                    packet.string(data[..<count])
                }
                waiting[id] = count
                offset += UInt64(count)
            }
            let mustWait = offset == size || waiting.count == SFTPClient.window
            while !waiting.isEmpty, let (id, reply) = try receive(waits: mustWait) {
                guard case .status(0, _) = reply, let count = waiting.removeValue(forKey: id) else {
                    throw refusal(reply)
                }
                confirmed += UInt64(count)
                progress(confirmed)
                if mustWait { break }
            }
        }
    }

    // MARK: packets

    /// The requests that a producer makes (section 3).
    private enum Request: UInt8 {
        case open = 3, close = 4, read = 5, write = 6, fstat = 8, opendir = 11, readdir = 12, remove = 13, stat = 17
        case rename = 18, extended = 200
    }

    /// INIT and VERSION; what the server says of its limits is asked for where it offers that.
    private func start() throws {
        output.bytes = [0, 0, 0, 5, 1, 0, 0, 0, 3]
        try stream.send(output.bytes[...])
        output.bytes = []
        var offersLimits = false
        try packet(waits: true) { type, packet in
            guard type == SFTPResponse.version.rawValue, try packet.uint32() == 3 else { throw SFTPClientFault.version }
            while packet.remaining > 0 {
                let name = try packet.string()
                _ = try packet.string()
                offersLimits = offersLimits || name == Array("limits@openssh.com".utf8)
            }
        }
        guard offersLimits, case .extended(let limits) = try ask(.extended, { $0.string("limits@openssh.com") }) else {
            return
        }
        // Packet, READ, WRITE, handles; 0 is no limit (PROTOCOL in OpenSSH's source, section 4.8).
        let sizes = limits.dropFirst().prefix(2).filter { $0 > 0 }
        block = Int(min(sizes.min() ?? UInt64(block), UInt64(SFTPLimits.data)))
        guard block > 0, limits.count >= 3 else { throw SFTPClientFault.malformed }
    }

    private func open(_ path: String, _ flags: SFTPOpenFlags) throws -> [UInt8] {
        try handle(
            of: ask(.open) {
                $0.string(path)
                $0.uint32(flags.rawValue)
                $0.attributes(SFTPAttributes())
            })
    }

    private func handle(of reply: SFTPReply) throws -> [UInt8] {
        guard case .handle(let handle) = reply else { throw refusal(reply) }
        return handle
    }

    private func confirm(_ request: Request, _ body: (inout PacketWriter) -> Void) throws {
        let reply = try ask(request, body)
        guard case .status(0, _) = reply else { throw refusal(reply) }
    }

    /// The answer; nil at the end of a file or directory.
    private func answerOrEnd(_ request: Request, _ body: (inout PacketWriter) -> Void) throws -> SFTPReply? {
        switch try ask(request, body) {
        case .status(SFTPStatus.endOfFile.rawValue, _): return nil
        case let reply:
            if case .status = reply { throw refusal(reply) }
            return reply
        }
    }

    private func ask(_ request: Request, _ body: (inout PacketWriter) -> Void) throws -> SFTPReply {
        let id = try send(request, body)
        guard let (answered, reply) = try receive(waits: true), answered == id else { throw SFTPClientFault.malformed }
        return reply
    }

    private func send(_ request: Request, _ body: (inout PacketWriter) -> Void) throws -> UInt32 {
        let id = next
        next &+= 1
        output.packet(request.rawValue) { packet in
            packet.uint32(id)
            body(&packet)
        }
        try stream.send(output.bytes[...])
        output.bytes.removeAll(keepingCapacity: true)
        return id
    }

    private func refusal(_ reply: SFTPReply) -> SFTPClientFault {
        if case .status(let status, let sentence) = reply, status != 0 {
            return .refused(status: status, sentence: sentence)
        }
        return .malformed
    }

    /// The next answer and what it answers; nil where none has arrived and `waits` is false.
    private func receive(waits: Bool) throws -> (UInt32, SFTPReply)? {
        var found: (UInt32, SFTPReply)?
        try packet(waits: waits) { type, packet in
            let id = try packet.uint32()
            guard let reply = try SFTPReply(type, &packet) else { throw SFTPClientFault.malformed }
            found = (id, reply)
        }
        return found
    }

    /// Gives the next whole packet to `body`, if there is one.
    private func packet(waits: Bool, _ body: (UInt8, inout PacketReader) throws -> Void) throws {
        while true {
            if let length = try wholePacket() {
                do {
                    try unsafe input.withUnsafeBytes { raw in
                        var reader = unsafe PacketReader(
                            UnsafeRawBufferPointer(rebasing: raw[(taken + 4)..<(taken + 4 + length)]))
                        let type = try reader.byte()
                        try body(type, &reader)
                    }
                } catch is SFTPFailure { throw SFTPClientFault.malformed }
                taken += 4 + length
                return
            }
            if taken > 0 {
                input.removeFirst(taken)
                taken = 0
            }
            let count = try unsafe space.withUnsafeMutableBytes { try unsafe stream.receive(into: $0, waits: waits) }
            guard count > 0 else { return }
            input += space[..<count]
        }
    }

    /// Length of the packet that lies whole in `input`; nil where it does not yet.
    private func wholePacket() throws -> Int? {
        let unread = input.count - taken
        guard unread >= 4 else { return nil }
        let length = input[taken..<(taken + 4)].reduce(0) { $0 << 8 | Int($1) }
        guard length >= 1, length <= SFTPLimits.packet else { throw SFTPClientFault.malformed }
        return unread >= 4 + length ? length : nil
    }
}
