import Containers
import Support
import TestSupport
import Testing

@Suite struct CompressedFileTests {
    private let content: [UInt8]

    init() throws { content = try Archives.make("tests") }

    private static let python =
        "python3 -c 'import gzip,sys; sys.stdout.buffer.write(gzip.compress(sys.stdin.buffer.read()))'"
    /// What producers' tools write, and the same with what they leave to choose.
    private static let commands: [(command: String, compression: FileCompression)] = [
        ("cat", .none), ("gzip -1", .gzip), ("gzip -9n", .gzip), (python, .gzip), ("zstd -q", .zstd),
        ("zstd -q -19", .zstd), ("zstd -q --no-check", .zstd), ("zstd -q --ultra -20 --long=20", .zstd),
    ]

    @Test(arguments: commands, [1, 7, 4096, 1 << 20])
    func `reads what the tools write, in pieces of any size`(
        _ made: (command: String, compression: FileCompression), size: Int
    ) throws {
        let file = try Archives.pipe(content, made.command)
        #expect(try Archives.read(file, made.compression, size: size) == content)
    }

    @Test(arguments: [("gzip", FileCompression.gzip), ("zstd -q", .zstd)])
    func `reads an empty file, and several members one after the other`(
        command: String, compression: FileCompression
    ) throws {
        let empty = try Archives.pipe([], command)
        #expect(try Archives.read(empty, compression) == [])
        let file = try Archives.pipe(content, command)
        #expect(try Archives.read(file + file + empty, compression) == content + content)
    }

    @Test(arguments: [("gzip", FileCompression.gzip), ("zstd -q", .zstd)])
    func `refuses what follows the end, also another kind of container`(
        command: String, compression: FileCompression
    ) throws {
        let file = try Archives.pipe(content, command)
        let others = [
            [0], [0x1f], Array("x\n".utf8), try Archives.pipe(content, command == "gzip" ? "zstd -q" : "gzip"),
        ]
        for other in others {
            #expect(throws: ContainerFault.trailingData) { try Archives.read(file + other, compression) }
        }
    }

    @Test func `refuses what the convention does not say, and names what was found`() throws {
        let plain = content
        let kinds: [(ContainerKind, [UInt8])] = [
            (.plain, plain), (.empty, []), (.gzip, try Archives.pipe(plain, "gzip")),
            (.zstd, try Archives.pipe(plain, "zstd -q")), (.zip, try Archives.make("zip")),
            (.zip, try Archives.make("zip-no-entries")), (.tar, try Archives.make("tar")),
            (.xz, [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0, 1]), (.bzip2, Array("BZh91AY&SY".utf8)),
            (.sevenZip, [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c]), (.rar, Array("Rar!\u{1a}\u{7}\u{1}".utf8)),
        ]
        let expected: [(FileCompression, ContainerKind)] = [(.none, .plain), (.gzip, .gzip), (.zstd, .zstd)]
        for (compression, kind) in expected {
            for (found, bytes) in kinds where found != kind && !(kind == .plain && found == .empty) {
                #expect(throws: ContainerFault.mismatch(found: found, expected: kind)) {
                    try Archives.read(bytes, compression)
                }
            }
        }
        #expect(try Archives.read(Array("BZh9;b\n1;2\n".utf8), .none).count == 11, "a column may be called so")
    }

    @Test(arguments: ["gzip", "zstd -q"])
    func `refuses a container in the container`(_ command: String) throws {
        let compression: FileCompression = command == "gzip" ? .gzip : .zstd
        let inner: [(ContainerKind, [UInt8])] = [
            (.gzip, try Archives.pipe(content, "gzip")), (.zstd, try Archives.pipe(content, "zstd -q")),
            (.zip, try Archives.make("zip")), (.tar, try Archives.make("tar")),
        ]
        for (kind, bytes) in inner {
            let file = try Archives.pipe(bytes, command)
            #expect(throws: ContainerFault.nested(kind)) { try Archives.read(file, compression) }
        }
    }

    @Test func `refuses a bomb before it has come to anything`() throws {
        let zeros = "head -c 100000000 /dev/zero"
        for (command, compression) in [("gzip -9", FileCompression.gzip), ("zstd -q", .zstd)] {
            let bomb = try Archives.pipe([], "\(zeros) | \(command)")
            #expect(throws: ContainerFault.ratio(limit: 200)) { try Archives.read(bomb, compression, size: 1 << 20) }
        }
    }

    @Test func `keeps to the limits, and to the floor below which a ratio means nothing`() throws {
        let file = try Archives.pipe(content, "gzip")
        var limits = ContainerLimits()
        limits.totalBytes = UInt64(content.count)
        #expect(try Archives.read(file, .gzip, limits: limits) == content)
        limits.totalBytes -= 1
        #expect(throws: ContainerFault.tooLarge(limit: limits.totalBytes)) {
            try Archives.read(file, .gzip, limits: limits)
        }
        let small = try Archives.pipe([], "head -c 16777216 /dev/zero | gzip -9")
        #expect(try Archives.read(small, .gzip, size: 1 << 20).count == 16 << 20)
        let larger = try Archives.pipe([], "head -c 16777217 /dev/zero | gzip -9")
        #expect(throws: ContainerFault.ratio(limit: 200)) { try Archives.read(larger, .gzip, size: 1 << 20) }
    }

    @Test func `refuses a zstd frame that needs a large window`() throws {
        let file = try Archives.pipe([], "head -c 40000000 /dev/urandom | zstd -q -3 --long=27")
        #expect(throws: ContainerFault.window) { try Archives.read(file, .zstd, size: 1 << 20) }
    }

    @Test func `says the same again after a fault`() throws {
        let file = try Archives.pipe(content, "gzip")
        let source = try Unpacking.file(MemorySource(Array(file.dropLast(9))), compression: .gzip)
        for _ in 0..<3 {
            #expect(throws: ContainerFault.truncated(bytes: UInt64(file.count - 9))) {
                _ = try Archives.drain(source, size: 1 << 20)
            }
        }
    }
}
