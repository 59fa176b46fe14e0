internal import Support

/// One row of the request table: a packet type of version 3, its name and what is done.
///
/// A handler decodes every field before it acts. What is allowed where is the file system's own table.
struct SFTPRequest: Sendable {
    typealias Handler = @Sendable (SFTPServer, UInt32, inout PacketReader) throws(SFTPFailure) -> Void

    let type: UInt8
    let name: String
    /// Whether it may change what is stored.
    let changes: Bool
    let handle: Handler

    static let table: [UInt8: SFTPRequest] = Dictionary(uniqueKeysWithValues: rows.map { ($0.type, $0) })

    private static let rows: [SFTPRequest] = [
        SFTPRequest(type: 3, name: "open", changes: true, handle: open),
        SFTPRequest(type: 4, name: "close", changes: true, handle: close),
        SFTPRequest(type: 5, name: "read", changes: false, handle: read),
        SFTPRequest(type: 6, name: "write", changes: true, handle: write),
        SFTPRequest(type: 7, name: "lstat", changes: false, handle: stat),
        SFTPRequest(type: 8, name: "fstat", changes: false, handle: fstat),
        SFTPRequest(type: 9, name: "setstat", changes: true, handle: setstat),
        SFTPRequest(type: 10, name: "fsetstat", changes: true, handle: fsetstat),
        SFTPRequest(type: 11, name: "opendir", changes: false, handle: opendir),
        SFTPRequest(type: 12, name: "readdir", changes: false, handle: readdir),
        SFTPRequest(type: 13, name: "remove", changes: true, handle: remove),
        SFTPRequest(type: 14, name: "mkdir", changes: true, handle: mkdir),
        SFTPRequest(type: 15, name: "rmdir", changes: true, handle: rmdir),
        SFTPRequest(type: 16, name: "realpath", changes: false, handle: realpath),
        // There are no links here, so STAT and LSTAT are the same.
        SFTPRequest(type: 17, name: "stat", changes: false, handle: stat),
        SFTPRequest(type: 18, name: "rename", changes: true, handle: rename),
        SFTPRequest(type: 19, name: "readlink", changes: false, handle: readlink),
        SFTPRequest(type: 20, name: "symlink", changes: true, handle: symlink),
        SFTPRequest(type: 200, name: "extended", changes: true, handle: extended),
    ]

    private static func given(_ path: SFTPPath?) throws(SFTPFailure) -> SFTPPath {
        guard let path else { throw .badPath }
        return path
    }

    // MARK: Files

    private static let open: Handler = { (server, id, packet) throws(SFTPFailure) in
        let path = try packet.path()
        let flags = SFTPOpenFlags(rawValue: try packet.uint32())
        let attributes = try packet.attributes()
        try server.handles.checkRoom()
        guard flags.isSubset(of: .known) else { throw .unsupported }
        let file = try server.fileSystem.open(try given(path), flags, attributes)
        server.answerHandle(id, server.handles.add(file))
    }

    private static let close: Handler = { (server, id, packet) throws(SFTPFailure) in
        let handle = try packet.handle()
        try server.handles.remove(handle)?.close()
        server.answerOK(id)
    }

    private static let read: Handler = { (server, id, packet) throws(SFTPFailure) in
        let handle = try packet.handle()
        let offset = try packet.uint64()
        let length = min(Int(try packet.uint32()), SFTPLimits.data)
        let file = try server.handles.file(handle)
        var data = [UInt8](repeating: 0, count: length)
        var failure: SFTPFailure?
        let count = unsafe data.withUnsafeMutableBytes { raw in
            do throws(SFTPFailure) { return try unsafe file.read(into: raw, at: offset) } catch {
                failure = error
                return 0
            }
        }
        if let failure { throw failure }
        guard count > 0 || length == 0 else { throw .endOfFile }
        server.output.packet(.data) { answer in
            answer.uint32(id)
            answer.string(data[..<count])
        }
    }

    private static let write: Handler = { (server, id, packet) throws(SFTPFailure) in
        let handle = try packet.handle()
        let offset = try packet.uint64()
        let data = try packet.range()
        try unsafe server.handles.file(handle).write(packet.slice(data), at: offset)
        server.answerOK(id)
    }

    private static let fstat: Handler = { (server, id, packet) throws(SFTPFailure) in
        let handle = try packet.handle()
        server.answerAttributes(id, try server.handles.file(handle).attributes())
    }

    private static let fsetstat: Handler = { (server, id, packet) throws(SFTPFailure) in
        let handle = try packet.handle()
        let attributes = try packet.attributes()
        try server.handles.file(handle).setAttributes(attributes)
        server.answerOK(id)
    }

    // MARK: Names

    private static let stat: Handler = { (server, id, packet) throws(SFTPFailure) in
        let path = try packet.path()
        server.answerAttributes(id, try server.fileSystem.attributes(try given(path)))
    }

    private static let setstat: Handler = { (server, id, packet) throws(SFTPFailure) in
        let path = try packet.path()
        let attributes = try packet.attributes()
        try server.fileSystem.setAttributes(try given(path), attributes)
        server.answerOK(id)
    }

    private static let opendir: Handler = { (server, id, packet) throws(SFTPFailure) in
        let path = try packet.path()
        try server.handles.checkRoom()
        let entries = try server.fileSystem.list(try given(path))
        server.answerHandle(id, server.handles.add(HandleTable.Listing(entries: entries[...])))
    }

    private static let readdir: Handler = { (server, id, packet) throws(SFTPFailure) in
        let handle = try packet.handle()
        let entries = try server.handles.nextEntries(handle)
        let now = server.now()
        server.answerNames(id, entries.map { ($0, LongName.line($0, now: now)) })
    }

    private static let remove: Handler = { (server, id, packet) throws(SFTPFailure) in
        let path = try packet.path()
        try server.fileSystem.remove(try given(path))
        server.answerOK(id)
    }

    private static let mkdir: Handler = { (server, id, packet) throws(SFTPFailure) in
        let path = try packet.path()
        _ = try packet.attributes()
        try server.fileSystem.makeDirectory(try given(path))
        server.answerOK(id)
    }

    private static let rmdir: Handler = { (server, id, packet) throws(SFTPFailure) in
        let path = try packet.path()
        try server.fileSystem.removeDirectory(try given(path))
        server.answerOK(id)
    }

    /// The name alone, whether it exists or not (section 6.11); clients resolve what they are about to create.
    private static let realpath: Handler = { (server, id, packet) throws(SFTPFailure) in
        let path = try given(try packet.path())
        server.answerNames(id, [(SFTPEntry(name: path.description, attributes: SFTPAttributes()), path.description)])
    }

    private static let rename: Handler = { (server, id, packet) throws(SFTPFailure) in
        let path = try packet.path()
        let newPath = try packet.path()
        try server.fileSystem.rename(try given(path), to: try given(newPath), replacing: false)
        server.answerOK(id)
    }

    private static let readlink: Handler = { (server, _, packet) throws(SFTPFailure) in
        let path = try packet.path()
        _ = try server.fileSystem.attributes(try given(path))
        throw .notALink
    }

    private static let symlink: Handler = { (server, id, packet) throws(SFTPFailure) in
        _ = try packet.path()
        let path = try packet.path()
        try server.fileSystem.makeLink(try given(path))
        server.answerOK(id)
    }

    private static let extended: Handler = { (server, id, packet) throws(SFTPFailure) in
        let name = String(decoding: try packet.string(), as: UTF8.self)
        guard let row = SFTPExtension.announced.first(where: { $0.name == name }) else { throw .unsupported }
        try row.handle(server, id, &packet)
    }
}
