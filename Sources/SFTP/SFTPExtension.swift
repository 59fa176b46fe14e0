internal import Support

/// The extensions of OpenSSH that are announced and served (PROTOCOL in OpenSSH's source, section 4).
enum SFTPExtension {
    typealias Row = (name: String, handle: SFTPRequest.Handler, data: String)

    /// Name, handler, and the version that VERSION announces.
    static let announced: [Row] = [
        ("posix-rename@openssh.com", rename, "1"),
        ("statvfs@openssh.com", statvfs, "2"),
        ("fsync@openssh.com", fsync, "1"),
        ("limits@openssh.com", limits, "1"),
    ]

    private static let rename: SFTPRequest.Handler = { (server, id, packet) throws(SFTPFailure) in
        let path = try packet.path()
        let newPath = try packet.path()
        guard let path, let newPath else { throw .badPath }
        try server.fileSystem.rename(path, to: newPath, replacing: true)
        server.answerOK(id)
    }

    private static let fsync: SFTPRequest.Handler = { (server, id, packet) throws(SFTPFailure) in
        let handle = try packet.handle()
        try server.handles.file(handle).sync()
        server.answerOK(id)
    }

    private static let limits: SFTPRequest.Handler = { (server, id, _) throws(SFTPFailure) in
        server.output.packet(.extendedReply) { answer in
            answer.uint32(id)
            for limit in [SFTPLimits.packet, SFTPLimits.data, SFTPLimits.data, SFTPLimits.handles] {
                answer.uint64(UInt64(limit))
            }
        }
    }

    private static let statvfs: SFTPRequest.Handler = { (server, id, packet) throws(SFTPFailure) in
        let path = try packet.path()
        guard let path else { throw .badPath }
        let volume = try server.fileSystem.volume(path)
        server.output.packet(.extendedReply) { answer in
            answer.uint32(id)
            for figure in [
                volume.blockSize, volume.blockSize, volume.blocks, volume.availableBlocks, volume.availableBlocks,
                volume.files, volume.freeFiles, volume.freeFiles, 0, 0, volume.longestName,
            ] {
                answer.uint64(figure)
            }
        }
    }
}

extension SFTPServer {
    func answerHandle(_ id: UInt32, _ handle: UInt32) {
        output.packet(.handle) { packet in
            packet.uint32(id)
            packet.uint32(4)
            packet.uint32(handle)
        }
    }

    func answerAttributes(_ id: UInt32, _ attributes: SFTPAttributes) {
        output.packet(.attributes) { packet in
            packet.uint32(id)
            packet.attributes(attributes)
        }
    }

    func answerNames(_ id: UInt32, _ names: [(entry: SFTPEntry, line: String)]) {
        output.packet(.name) { packet in
            packet.uint32(id)
            packet.uint32(UInt32(names.count))
            for (entry, line) in names {
                packet.string(entry.name)
                packet.string(line)
                packet.attributes(entry.attributes)
            }
        }
    }
}
