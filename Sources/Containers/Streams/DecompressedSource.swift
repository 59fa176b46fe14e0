internal import Compression
internal import Support

/// The content of a gzip file (RFC 1952) or zstd file (RFC 8878) as a stream.
///
/// A file may be several members or frames one after the other, as `pigz` and `cat` make them; anything else behind the first
/// is refused. The end is given out only when every checksum was right and the underlying stream has ended. After the first
/// error every read throws it again.
@safe
final class DecompressedSource: ByteSource {
    private enum Decoder { case gzip(InflateStream), zstd(ZstdStream) }

    private let input: LookaheadSource
    private let gauge: UnpackGauge
    private let decoder: Decoder
    private let kind: ContainerKind
    /// Whether a member or frame has begun and not ended.
    private var isInside = true
    private var failure: (any Error)?

    /// The content of `input`, which begins with the mark of `kind`: gzip, or zstd.
    init(_ input: LookaheadSource, _ kind: ContainerKind, _ limits: ContainerLimits) throws {
        self.input = input
        self.kind = kind
        gauge = UnpackGauge(input, limits)
        decoder = kind == .gzip ? .gzip(try InflateStream(.gzip)) : .zstd(try ZstdStream())
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        if let failure { throw failure }
        guard buffer.count > 0 else { return 0 }
        do {
            return try unsafe next(into: buffer)
        } catch {
            failure = error
            throw error
        }
    }

    private func next(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        while true {
            if !isInside {
                guard try beginsAnother() else { return 0 }
                isInside = true
            }
            let step = try unsafe step(into: buffer)
            input.consume(step.consumed)
            try gauge.add(step.produced)
            if step.isAtEnd { isInside = false }
            if step.produced > 0 { return step.produced }
            guard step.consumed == 0, !step.isAtEnd else { continue }
            guard try input.refill() else { throw ContainerFault.truncated(bytes: input.consumed) }
        }
    }

    private func step(into buffer: UnsafeMutableRawBufferPointer) throws -> DecompressionStep {
        do throws(CompressionFault) {
            switch decoder {
            case .gzip(let stream): return try unsafe stream.step(input.available, into: buffer)
            case .zstd(let stream): return try unsafe stream.step(input.available, into: buffer)
            }
        } catch {
            throw ContainerFault.of(error, at: input.consumed)
        }
    }

    /// Whether another member or frame follows; nothing else may.
    private func beginsAnother() throws -> Bool {
        if try input.isAtEnd() { return false }
        guard ContainerKind.detect(try input.peek(4)) == kind else { throw ContainerFault.trailingData }
        return true
    }
}

extension ContainerFault {
    /// What a decompressor's fault at `bytes` of the container means; a fault of the machine stays what it is.
    static func of(_ fault: CompressionFault, at bytes: UInt64) -> any Error {
        switch fault {
        case .malformed, .tooLong: ContainerFault.damaged(bytes: bytes)
        case .windowTooLarge: ContainerFault.window
        case .outOfMemory, .failed: fault
        }
    }
}
