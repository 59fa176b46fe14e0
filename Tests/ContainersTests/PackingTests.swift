import Containers
import Foundation
import Support
import TestSupport
import Testing

/// What our writers make is read by our readers and by the tools that everybody has.
@Suite struct PackingTests {
    private static let contents: [(name: String, bytes: [UInt8])] = [
        ("tests.csv", Array("a;b\n1;2\n".utf8)),
        ("folder/" + String(repeating: "long-", count: 30) + "name.csv", (0..<700_000).map { UInt8($0 * $0 % 251) }),
        ("vide.csv", []), ("été.csv", [UInt8](repeating: 0x31, count: 512)),
    ]

    private static func files(_ contents: [(name: String, bytes: [UInt8])] = contents) -> [PackedFile] {
        contents.map { content in
            PackedFile(name: content.name, size: UInt64(content.bytes.count)) { MemorySource(content.bytes) }
        }
    }

    private static func all(_ source: any ByteSource, pieces: Int = 1000) throws -> [UInt8] {
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: pieces)
        while case let count = try unsafe piece.withUnsafeMutableBytes({ try unsafe source.read(into: $0) }), count > 0
        {
            bytes += piece[..<count]
        }
        return bytes
    }

    @Test(arguments: ArchiveFormat.allCases, [1, 511, 1 << 20])
    func `an archive is read back file by file`(_ format: ArchiveFormat, pieces: Int) throws {
        let contents = Self.contents.filter { pieces > 1 || $0.bytes.count < 10_000 }
        let archive = try Self.all(Packing.archive(Self.files(contents), format: format), pieces: pieces)
        let read = try Archives.read(archive, format)
        #expect(read.map(\.name) == contents.map(\.name))
        #expect(read.map(\.bytes) == contents.map(\.bytes))
    }

    @Test(arguments: [("tar", ["-xf"]), ("unzip", ["-q"])])
    func `the usual tool unpacks an archive`(tool: String, words: [String]) throws {
        let folder = try TemporaryDirectory()
        let format: ArchiveFormat = tool == "tar" ? .tar : .zip
        let path = try folder.write("archive", try Self.all(Packing.archive(Self.files(), format: format)))
        let result = try Tool.run(tool, words + [path], environment: ["LC_ALL": "C.UTF-8"], directory: folder.path)
        #expect(result.status == 0, "\(result.errors)")
        for content in Self.contents { #expect(try folder.read(content.name) == content.bytes) }
    }

    @Test func `a zip archive with wide numbers is read by us and by the usual tools`() throws {
        let archive = try Self.all(Packing.archive(Self.files(), format: .zip, wideFrom: 10))
        #expect(try Archives.read(archive, .zip).map(\.bytes) == Self.contents.map(\.bytes))
        let folder = try TemporaryDirectory()
        let path = try folder.write("archive", archive)
        let script = "import sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); print(z.testzip(), len(z.namelist()))"
        let read = try Tool.run("python3", ["-c", script, path])
        #expect(read.output == "None \(Self.contents.count)\n", "\(read.errors)")
        let tested = try Tool.run("unzip", ["-tq", path], environment: ["LC_ALL": "C.UTF-8"])
        #expect(tested.status == 0, "\(tested.errors)")
    }

    @Test(arguments: [("gzip", FileCompression.gzip), ("zstd", .zstd)])
    func `the usual tool decompresses a file`(tool: String, compression: FileCompression) throws {
        for content in Self.contents {
            let packed = try Self.all(Packing.file(MemorySource(content.bytes), compression: compression))
            let result = try Tool.run(tool, ["-dc"], stdin: packed)
            #expect(result.status == 0 && result.stdout == content.bytes, "\(result.errors)")
            if !content.bytes.isEmpty {
                let source = try Unpacking.file(MemorySource(packed), compression: compression)
                #expect(try Self.all(source) == content.bytes)
            }
        }
    }

    @Test(arguments: [ArchiveFormat.zip, .tar], [3, 5])
    func `a file that has grown or shrunk since is not packed`(_ format: ArchiveFormat, size: UInt64) throws {
        let file = PackedFile(name: "a.csv", size: size) { MemorySource([1, 2, 3, 4]) }
        #expect(throws: ContainerFault.changed(entry: 1)) {
            _ = try Self.all(Packing.archive([file], format: format))
        }
    }
}
