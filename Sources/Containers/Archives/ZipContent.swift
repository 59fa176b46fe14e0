internal import Compression
internal import Support

/// The content of one entry of a zip archive; its end is given out only when sizes and CRC-32 were right.
@safe
final class ZipContent: ByteSource {
    private enum Decoder { case stored, deflated(InflateStream) }

    private let input: LookaheadSource
    private let gauge: UnpackGauge
    private let record: ZipRecord
    private let decoder: Decoder
    private var crc = CRC32()
    private var compressedSize: UInt64 = 0
    private var size: UInt64 = 0
    private var isEnded = false
    private var failure: (any Error)?

    /// The content that follows the local record `record` in `input`.
    init(_ input: LookaheadSource, _ record: ZipRecord, _ method: ZipRecord.Method, _ gauge: UnpackGauge) throws {
        self.input = input
        self.record = record
        self.gauge = gauge
        decoder = method == .stored ? .stored : .deflated(try InflateStream(.none))
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        if let failure { throw failure }
        guard !isEnded, buffer.count > 0 else { return 0 }
        do {
            let count = try unsafe next(into: buffer)
            unsafe crc.update(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
            size += UInt64(count)
            try gauge.add(count)
            if count == 0 { try end() }
            return count
        } catch {
            failure = error
            throw error
        }
    }

    /// Reads what is left and gives what was found: `entry` with its sizes and its checksum.
    func finish(_ entry: ZipEntry) throws -> ZipEntry {
        try drain()
        var entry = entry
        (entry.crc, entry.compressedSize, entry.size) = (crc.value, compressedSize, size)
        return entry
    }

    /// Compressed bytes that still belong to the entry, as far as is known.
    private var left: UInt64 { record.isDescribed ? .max : record.compressedSize - compressedSize }

    private func next(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        switch decoder {
        case .stored: try unsafe copy(into: buffer)
        case .deflated(let stream): try unsafe inflate(stream, into: buffer)
        }
    }

    private func copy(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        guard left > 0 else { return 0 }
        let count = try unsafe input.read(
            into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<Int(min(UInt64(buffer.count), left))]))
        guard count > 0 else { throw ContainerFault.truncated(bytes: input.consumed) }
        compressedSize += UInt64(count)
        return count
    }

    private var isInflated = false

    private func inflate(_ stream: InflateStream, into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        while !isInflated {
            let available = unsafe input.available
            let count = Int(min(UInt64(available.count), left))
            let step: DecompressionStep
            do throws(CompressionFault) {
                step = try unsafe stream.step(UnsafeRawBufferPointer(rebasing: available[..<count]), into: buffer)
            } catch {
                throw ContainerFault.of(error, at: input.consumed)
            }
            input.consume(step.consumed)
            compressedSize += UInt64(step.consumed)
            isInflated = step.isAtEnd
            if step.produced > 0 { return step.produced }
            guard step.consumed == 0, !step.isAtEnd else { continue }
            guard left > 0 else { throw damaged }
            guard try input.refill() else { throw ContainerFault.truncated(bytes: input.consumed) }
        }
        return 0
    }

    private func end() throws {
        isEnded = true
        if record.isDescribed { return try takeDescriptor() }
        guard compressedSize == record.compressedSize, size == record.size, crc.value == record.crc else {
            throw damaged
        }
    }

    /// Takes the descriptor behind the content (APPNOTE §4.3.9): its mark may be missing, and nothing but the numbers themselves
    /// says whether they are wide.
    private func takeDescriptor() throws {
        for isMarked in [true, false] {
            for isWide in [true, false] {
                let expected = descriptor(isMarked: isMarked, isWide: isWide)
                guard try input.peek(expected.count) == expected else { continue }
                return input.consume(expected.count)
            }
        }
        throw try input.peek(ZipContent.longestDescriptor).count < ZipContent.longestDescriptor
            ? ContainerFault.truncated(bytes: input.consumed) : damaged
    }

    private static let longestDescriptor = 24

    private func descriptor(isMarked: Bool, isWide: Bool) -> [UInt8] {
        let mark = isMarked ? bytes(UInt64(ZipMark.descriptor), 4) : []
        let width = isWide ? 8 : 4
        return mark + bytes(UInt64(crc.value), 4) + bytes(compressedSize, width) + bytes(size, width)
    }

    private func bytes(_ value: UInt64, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: value >> UInt64(8 * $0)) }
    }

    private var damaged: ContainerFault { .damaged(bytes: input.consumed) }
}
