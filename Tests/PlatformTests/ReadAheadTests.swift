import Foundation
import Platform
import Support
import TestSupport
import Testing

@Suite struct ReadAheadTests {
    private let temporary: TemporaryDirectory

    init() throws { temporary = try TemporaryDirectory() }

    /// Writes `count` bytes that are the same nowhere near, past the page cache where `isDirect`.
    private func write(_ count: Int, isDirect: Bool) throws -> [UInt8] {
        var generator = SeededGenerator(UInt64(count))
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count + 8)
        while bytes.count < count {
            let word = generator.next()
            for shift in 0..<8 { bytes.append(UInt8(truncatingIfNeeded: word >> UInt64(8 * shift))) }
        }
        bytes.removeLast(bytes.count - count)
        let file = try FileDescriptor.open(temporary.file("f"), [.write, .create, .truncate])
        try file.write(bytes)
        try file.sync()
        if isDirect { _ = posix_fadvise(file.raw, 0, 0, POSIX_FADV_DONTNEED) }
        return bytes
    }

    private func read(_ source: ReadAhead, pieces: Int) throws -> [UInt8] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: pieces)
        while true {
            let count = try unsafe buffer.withUnsafeMutableBytes { try unsafe source.read(into: $0) }
            if count == 0 { return bytes }
            bytes += buffer[..<count]
        }
    }

    @Test func `gives every byte of small and large files, in the page cache or not`() throws {
        let large = Int(ReadAhead.largeBytes)
        for count in [0, 1, 4096, large - 1, large, large + 1, large + 4096, 2 * large + 12_345] {
            for isDirect in [false, true] {
                let bytes = try write(count, isDirect: isDirect)
                for pieces in [1 << 20, 300_001] {
                    let source = try ReadAhead(FileDescriptor.open(temporary.file("f"), .read))
                    #expect(try read(source, pieces: pieces) == bytes, "\(count) bytes")
                }
            }
        }
    }

    @Test func `may be let go before the end`() throws {
        _ = try write(Int(ReadAhead.largeBytes) * 2, isDirect: false)
        for _ in 0..<20 {
            let source = try ReadAhead(FileDescriptor.open(temporary.file("f"), .read))
            var buffer = [UInt8](repeating: 0, count: 100)
            #expect(try unsafe buffer.withUnsafeMutableBytes { try unsafe source.read(into: $0) } == 100)
        }
    }

    @Test func `says what the disk says`() throws {
        #expect(throws: SystemError.self) {
            let source = try ReadAhead(FileDescriptor.open(temporary.path, [.read, .directory]))
            _ = try read(source, pieces: 10)
        }
    }

    @Test func `a disk that fails is no end of the file, however often one asks`() throws {
        for count in [4096, Int(ReadAhead.largeBytes)] {
            _ = try write(count, isDirect: false)
            // What is open for writing alone cannot be read.
            let source = try ReadAhead(FileDescriptor.open(temporary.file("f"), .write))
            for _ in 0..<3 {
                #expect(throws: SystemError.self) { _ = try read(source, pieces: 4096) }
            }
        }
    }
}
