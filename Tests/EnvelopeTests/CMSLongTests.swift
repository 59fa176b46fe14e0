import Envelope
import Foundation
import Support
import Testing

/// A file of a definite length above 4 GiB, made as it is read.
final class LongCMSSource: ByteSource {
    private let head: [UInt8]
    private let tail: [UInt8]
    private let zeros: UInt64
    private var position: UInt64 = 0

    /// The small file `file` whose content of `plain` bytes is made `count` bytes long, all its lengths in eight bytes.
    init(_ file: [UInt8], content: Range<Int>, count: UInt64) {
        // Content info, explicit tag, body, encrypted content info, content: the elements around the content, outermost first.
        var head: [UInt8] = []
        var index = 0
        let growth = count - UInt64(content.count)
        while index < content.lowerBound {
            let length = LongCMSSource.length(file, at: index)
            let start = index + 1 + length.bytes
            let end = start + length.value
            let isAround = start <= content.lowerBound && end >= content.upperBound
            if isAround {
                // The lengths inside grow by up to seven bytes each: an element around them says so in ``finished``.
                head += [file[index], 0x88] + LongCMSSource.bytes(UInt64(length.value) + growth)
                index = start
            } else {
                head += file[index..<min(end, content.lowerBound)]
                index = end
            }
        }
        self.head = LongCMSSource.finished(head, file, content)
        tail = Array(file[content.upperBound...])
        zeros = count
    }

    private static func length(_ file: [UInt8], at index: Int) -> (value: Int, bytes: Int) {
        let first = file[index + 1]
        guard first >= 0x80 else { return (Int(first), 1) }
        let count = Int(first & 0x7f)
        return (file[(index + 2)..<(index + 2 + count)].reduce(0) { $0 << 8 | Int($1) }, 1 + count)
    }

    private static func bytes(_ number: UInt64) -> [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: number >> (56 - 8 * $0)) }
    }

    /// Adds to each long length what the longer lengths inside it take.
    private static func finished(_ head: [UInt8], _ file: [UInt8], _ content: Range<Int>) -> [UInt8] {
        var head = head
        var places: [(new: Int, old: Int)] = []
        var (new, old) = (0, 0)
        while old < content.lowerBound {
            let length = Self.length(file, at: old)
            let start = old + 1 + length.bytes
            let end = start + length.value
            if start <= content.lowerBound, end >= content.upperBound {
                places.append((new, length.bytes))
                (new, old) = (new + 10, start)
            } else {
                new += end - old
                old = end
            }
        }
        var extra: UInt64 = 0
        for place in places.reversed() {
            let value = head[(place.new + 2)..<(place.new + 10)].reduce(UInt64(0)) { $0 << 8 | UInt64($1) } + extra
            head.replaceSubrange((place.new + 2)..<(place.new + 10), with: bytes(value))
            extra += UInt64(9 - place.old)
        }
        return head
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        var filled = 0
        while filled < buffer.count {
            let start = UInt64(head.count)
            if position < start {
                unsafe buffer[filled] = head[Int(position)]
            } else if position < start + zeros {
                let count = min(buffer.count - filled, Int(min(start + zeros - position, UInt64(Int32.max))))
                unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[filled..<(filled + count)])
                    .initializeMemory(as: UInt8.self, repeating: 0)
                filled += count
                position += UInt64(count)
                continue
            } else if position < start + zeros + UInt64(tail.count) {
                unsafe buffer[filled] = tail[Int(position - start - zeros)]
            } else {
                break
            }
            filled += 1
            position += 1
        }
        return filled
    }
}

@Suite(.enabled(if: CMSBench.canRun, "openssl is not installed")) struct CMSLongTests {
    private static let isWanted = ProcessInfo.processInfo.environment["ECLUSE_LONG"] != nil

    /// Everything of a file of so many bytes is read, and its tag, which is another's, refused.
    private func read(_ count: UInt64) throws -> (count: UInt64, fault: EnvelopeFault?) {
        let bench = try CMSBench()
        try bench.makeKey("key", "p256")
        let file = try bench.seal([UInt8](repeating: 7, count: 60), "aes-256-gcm", to: [("key", [])])
        // The content is the last but one element: its header has two bytes, the tag after it 18.
        let end = file.count - 18
        let source = LongCMSSource(file, content: (end - 60)..<end, count: count)
        var total: UInt64 = 0
        do {
            let envelope = try EnvelopeOpener.open(
                source, identities: EnvelopeIdentities(cms: [try bench.identity("key")]),
                policy: EnvelopePolicy(formats: [.cms]), now: CMSBench.now)
            var buffer = [UInt8](repeating: 0, count: 1 << 20)
            while case let read = try unsafe buffer.withUnsafeMutableBytes({ buffer throws in
                try unsafe envelope.read(into: buffer)
            }), read > 0 { total += UInt64(read) }
            return (total, nil)
        } catch let fault as EnvelopeFault { return (total, fault) }
    }

    @Test func `reads definite lengths in eight bytes`() throws {
        let result = try read(3_000_000)
        #expect(result.count == 3_000_000 && result.fault == .contentAltered)
    }

    @Test(.enabled(if: isWanted, "takes seconds: set ECLUSE_LONG"))
    func `reads a content of more than 4 GiB to its end`() throws {
        let result = try read(1 << 32 + 12_345)
        #expect(result.count == 1 << 32 + 12_345 && result.fault == .contentAltered)
    }

    @Test(.enabled(if: isWanted, "takes a minute: set ECLUSE_LONG"))
    func `refuses more than AES-GCM can protect`() throws {
        #expect(try read(1 << 36).fault == .contentTooLong)
    }
}
