import Containers
import Foundation
import Support
import TestSupport
import Testing

/// Archives and compressed files made by real tools, and what is found in them.
enum Archives {
    /// A file that was found in an archive.
    struct File: Equatable {
        let name: String
        let bytes: [UInt8]
    }

    private static let script = Checkout.root + "/Tests/ContainersTests/Vectors/archives.py"

    /// The archive `kind` of `archives.py`.
    static func make(_ kind: String) throws -> [UInt8] {
        let made = try Tool.run("python3", [script, kind])
        try #require(made.status == 0, "\(made.errors)")
        return made.stdout
    }

    /// `bytes` through a program that reads standard input and writes standard output.
    static func pipe(_ bytes: [UInt8], _ command: String) throws -> [UInt8] {
        let result = try Tool.run("sh", ["-c", command], stdin: bytes)
        try #require(result.status == 0, "\(command): \(result.errors)")
        return result.stdout
    }

    /// The two good files.
    static func files() throws -> [File] {
        [
            File(name: "tests.csv", bytes: try make("tests")), File(name: "controls.csv", bytes: try make("controls")),
        ]
    }

    /// Everything in `archive`, read in pieces of `size` bytes.
    static func read(
        _ archive: [UInt8], _ format: ArchiveFormat, limits: ContainerLimits = ContainerLimits(), size: Int = 4096
    ) throws -> [File] {
        let reader = try Unpacking.archive(MemorySource(archive), format: format, limits: limits)
        var files: [File] = []
        while let entry = try reader.next() {
            files.append(File(name: entry.name, bytes: try drain(entry.content, size: size)))
        }
        return files
    }

    /// The content of `file`, read in pieces of `size` bytes.
    static func read(
        _ file: [UInt8], _ compression: FileCompression, limits: ContainerLimits = ContainerLimits(), size: Int = 4096
    ) throws -> [UInt8] {
        try drain(Unpacking.file(MemorySource(file), compression: compression, limits: limits), size: size)
    }

    /// All of `source`; after its end it must stay at its end.
    static func drain(_ source: any ByteSource, size: Int) throws -> [UInt8] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: size)
        while case let count = try unsafe buffer.withUnsafeMutableBytes({ try unsafe source.read(into: $0) }), count > 0
        {
            bytes += buffer[..<count]
        }
        #expect(try unsafe buffer.withUnsafeMutableBytes { try unsafe source.read(into: $0) } == 0)
        return bytes
    }

    /// The fault of a container that `body` throws.
    static func fault(_ body: () throws -> Void) throws -> ContainerFault? {
        do {
            try body()
            return nil
        } catch let fault as ContainerFault {
            return fault
        }
    }
}
