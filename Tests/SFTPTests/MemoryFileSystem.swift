import SFTP
import Support

/// A flat directory in memory.
final class MemoryFileSystem: SFTPFileSystem {
    final class File: SFTPFile {
        var bytes: [UInt8] = []
        var isClosed = false
        var isAbandoned = false
        var syncs = 0
        var changes: [SFTPAttributes] = []
        func read(into buffer: UnsafeMutableRawBufferPointer, at offset: UInt64) throws(SFTPFailure) -> Int {
            guard offset < UInt64(bytes.count) else { return 0 }
            let part = bytes[Int(offset)...].prefix(buffer.count)
            unsafe buffer.copyBytes(from: part)
            return part.count
        }
        func write(_ data: UnsafeRawBufferPointer, at offset: UInt64) throws(SFTPFailure) {
            guard offset <= 1 << 20 else { throw SFTPFailure(.failure, "test.too-far") }
            let end = Int(offset) + data.count
            if bytes.count < end { bytes += [UInt8](repeating: 0, count: end - bytes.count) }
            bytes.replaceSubrange(Int(offset)..<end, with: unsafe Array(data))
        }
        func attributes() throws(SFTPFailure) -> SFTPAttributes {
            SFTPAttributes(kind: .file, size: UInt64(bytes.count), permissions: 0o600, modified: Timestamp(seconds: 0))
        }
        func setAttributes(_ attributes: SFTPAttributes) throws(SFTPFailure) { changes.append(attributes) }
        func sync() throws(SFTPFailure) { syncs += 1 }
        func close() throws(SFTPFailure) { isClosed = true }
        func abandon() { isAbandoned = true }
    }

    var files: [SFTPPath: File] = [:]
    var calls: [String] = []

    func open(_ path: SFTPPath, _ flags: SFTPOpenFlags, _ attributes: SFTPAttributes) throws(SFTPFailure)
        -> any SFTPFile
    {
        calls.append("open \(path)")
        if let file = files[path] { return file }
        guard flags.contains(.create) else { throw .noSuchFile }
        let file = File()
        files[path] = file
        return file
    }
    func list(_ path: SFTPPath) throws(SFTPFailure) -> [SFTPEntry] {
        var entries: [SFTPEntry] = []
        for (path, file) in files {
            entries.append(SFTPEntry(name: path.components.last ?? "", attributes: try file.attributes()))
        }
        return entries
    }
    func attributes(_ path: SFTPPath) throws(SFTPFailure) -> SFTPAttributes {
        guard let file = files[path] else { throw .noSuchFile }
        return try file.attributes()
    }
    func setAttributes(_ path: SFTPPath, _ attributes: SFTPAttributes) throws(SFTPFailure) {}
    func remove(_ path: SFTPPath) throws(SFTPFailure) { files[path] = nil }
    func rename(_ path: SFTPPath, to newPath: SFTPPath, replacing: Bool) throws(SFTPFailure) {
        calls.append("rename \(path) \(newPath)\(replacing ? " replacing" : "")")
        files[newPath] = files.removeValue(forKey: path)
    }
    func makeDirectory(_ path: SFTPPath) throws(SFTPFailure) { throw SFTPFailure(.permissionDenied, "test.refused") }
    func removeDirectory(_ path: SFTPPath) throws(SFTPFailure) { throw SFTPFailure(.permissionDenied, "test.refused") }
    func makeLink(_ path: SFTPPath) throws(SFTPFailure) { throw SFTPFailure(.permissionDenied, "test.refused") }
    func volume(_ path: SFTPPath) throws(SFTPFailure) -> SFTPVolume {
        SFTPVolume(blockSize: 1, blocks: 2, availableBlocks: 3, files: 4, freeFiles: 5, longestName: 6)
    }
}

/// Builds requests.
enum Request {
    static func uint32(_ value: Int) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * $0)) } }
    static func uint64(_ value: UInt64) -> [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: value >> UInt64(56 - 8 * $0)) }
    }
    static func string(_ value: [UInt8]) -> [UInt8] { uint32(value.count) + value }
    static func string(_ value: String) -> [UInt8] { string(Array(value.utf8)) }
    static func packet(_ type: UInt8, _ body: [UInt8]) -> [UInt8] { uint32(body.count + 1) + [type] + body }
    static let start = packet(1, uint32(3))
    static func open(_ id: Int, _ path: String, _ flags: Int) -> [UInt8] {
        packet(3, uint32(id) + string(path) + uint32(flags) + uint32(0))
    }
    static func write(_ id: Int, _ handle: Int, _ offset: UInt64, _ data: [UInt8]) -> [UInt8] {
        packet(6, uint32(id) + string(uint32(handle)) + uint64(offset) + string(data))
    }
    static func close(_ id: Int, _ handle: Int) -> [UInt8] { packet(4, uint32(id) + string(uint32(handle))) }
    static func path(_ type: UInt8, _ id: Int, _ path: String) -> [UInt8] { packet(type, uint32(id) + string(path)) }
}

/// Feeds a session and takes its answers apart.
final class Harness {
    let files = MemoryFileSystem()
    let server: SFTPServer

    init(language: Language = .english) {
        server = SFTPServer(
            files, language: language, messages: MessageTable([]), now: { Timestamp(seconds: 1_790_000_000) })
    }

    struct Answer: Equatable {
        let type: UInt8
        let body: [UInt8]
        var id: Int { body.prefix(4).reduce(0) { $0 << 8 | Int($1) } }
        var status: Int? { type == 101 ? body[4..<8].reduce(0) { $0 << 8 | Int($1) } : nil }
        var sentence: String {
            let count = body[8..<12].reduce(0) { $0 << 8 | Int($1) }
            return String(decoding: body[12..<(12 + count)], as: UTF8.self)
        }
    }

    func send(_ bytes: [UInt8], piece: Int = .max) -> [Answer] {
        var output: [UInt8] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            let taken = server.receive(rest.prefix(piece))
            rest = rest.dropFirst(taken)
            while server.process() == .needsOutput { output += server.takeOutput() }
            output += server.takeOutput()
            if case .ended = server.process() { break }
        }
        var answers: [Answer] = []
        var position = 0
        while position + 5 <= output.count {
            let length = output[position..<(position + 4)].reduce(0) { $0 << 8 | Int($1) }
            answers.append(
                Answer(type: output[position + 4], body: Array(output[(position + 5)..<(position + 4 + length)])))
            position += 4 + length
        }
        return answers
    }
}
