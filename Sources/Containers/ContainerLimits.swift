internal import Support

/// How much a container may hold.
package struct ContainerLimits: Sendable, Equatable {
    /// Bytes of everything inside, decompressed.
    package var totalBytes: UInt64 = 256 << 30
    /// Times that the content may be larger than the container; judged above ``ratioFloor``.
    package var ratio: UInt64 = 200
    /// Entries of an archive, records that only describe the next entry included.
    package var entries = 1000
    /// Bytes of an entry's name.
    package var nameLength = 255

    /// Content below it is never too much, so that small files of equal lines pass.
    package static let ratioFloor: UInt64 = 16 << 20

    /// The documented defaults.
    package init() {}
}

/// Counts what comes out of a container against what went in.
final class UnpackGauge {
    private let limits: ContainerLimits
    private let input: LookaheadSource
    private var output: UInt64 = 0

    /// A gauge of what is unpacked from `input`.
    init(_ input: LookaheadSource, _ limits: ContainerLimits) {
        self.input = input
        self.limits = limits
    }

    /// Adds bytes that came out.
    func add(_ count: Int) throws(ContainerFault) {
        output += UInt64(count)
        guard output <= limits.totalBytes else { throw .tooLarge(limit: limits.totalBytes) }
        guard output > ContainerLimits.ratioFloor else { return }
        // A container is far below 2^56 bytes, so that this cannot overflow.
        guard output <= max(1, input.taken) * limits.ratio else { throw .ratio(limit: limits.ratio) }
    }
}
