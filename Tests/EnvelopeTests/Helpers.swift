import Envelope
import Foundation
import Support
import Testing

/// Reads all of `source` through buffers of `size` bytes: what came before the end or the error, and the error.
func drain(_ source: any ByteSource, size: Int) -> (bytes: [UInt8], error: (any Error)?) {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: size)
    do {
        while true {
            let count = try unsafe buffer.withUnsafeMutableBytes { try unsafe source.read(into: $0) }
            if count == 0 { return (bytes, nil) }
            bytes += buffer[..<count]
        }
    } catch { return (bytes, error) }
}

/// What a whole age file gives: its plaintext, what came of it, and the error that stopped it.
func open(
    _ file: [UInt8], _ identities: [AgeIdentity], size: Int = 100_000, drip: Int? = nil
) -> (bytes: [UInt8], error: (any Error)?) {
    do {
        let source: any ByteSource = if let drip { DripSource(file, drip) } else { MemorySource(file) }
        return drain(try AgeReader(source: source, identities: identities), size: size)
    } catch { return ([], error) }
}

/// A stream that gives at most so many bytes at a time.
final class DripSource: ByteSource {
    private let source: MemorySource
    private let count: Int
    init(_ bytes: [UInt8], _ count: Int) {
        source = MemorySource(bytes)
        self.count = count
    }
    func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        unsafe source.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer.prefix(count)))
    }
}

/// Bytes that look random and are the same in every run.
struct Seeded: RandomNumberGenerator {
    private var state: UInt64
    init(_ seed: UInt64) { state = seed }
    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
        return mixed ^ mixed >> 31
    }
    mutating func bytes(_ count: Int) -> [UInt8] { (0..<count).map { _ in UInt8(truncatingIfNeeded: next()) } }
}

/// A place for the files of one test, removed with the object.
final class Scratch {
    let url: URL
    init() throws {
        url = FileManager.default.temporaryDirectory.appending(path: "ecluse-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }
    deinit { try? FileManager.default.removeItem(at: url) }
    func path(_ name: String) -> String { url.appending(path: name).path }
    func write(_ name: String, _ bytes: [UInt8], mode: Int = 0o600) throws -> String {
        try Data(bytes).write(to: url.appending(path: name))
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path(name))
        return path(name)
    }
    func read(_ name: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: url.appending(path: name))) }
}

/// Runs a real tool; files carry what does not fit a pipe.
enum Tool {
    static func exists(_ name: String) -> Bool { FileManager.default.isExecutableFile(atPath: "/usr/bin/\(name)") }

    static func run(
        _ name: String, _ arguments: [String], input: String? = nil
    ) throws -> (status: Int32, output: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/\(name)")
        process.arguments = arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        process.standardInput =
            try input.map { try FileHandle(forReadingFrom: URL(fileURLWithPath: $0)) } ?? FileHandle.nullDevice
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: output, as: UTF8.self))
    }
}

/// Files of this test target.
func fixtures(_ folder: String) throws -> [(name: String, bytes: [UInt8])] {
    let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: folder)
    return try FileManager.default.contentsOfDirectory(atPath: url.path).sorted().compactMap { name in
        let file = url.appending(path: name)
        guard try file.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile == true else { return nil }
        return (name, [UInt8](try Data(contentsOf: file)))
    }
}
