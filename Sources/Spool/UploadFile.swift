internal import Crypto
internal import Platform
internal import SFTP
internal import Support

/// An upload that a client has open for writing.
///
/// It holds the file's lock, so that nobody else writes or takes it.
@safe
final class UploadFile: SFTPFile {
    let channel: DropChannel
    let name: String

    private let file: FileDescriptor
    private let owner: AccountFileSystem
    private let isAppending: Bool
    /// Bytes on the disk, holes included.
    private var size: UInt64
    /// Bytes that earlier sessions had left.
    private let found: UInt64
    /// What FSETSTAT announced beyond that: CLOSE takes nothing shorter.
    private var announced: UInt64 = 0
    private var extents: Extents
    /// What was written of a second attempt, from the place where it began inside what the first had left.
    private var again: Extents?
    private var hash: SHA256?
    /// Bytes from the start that `hash` has seen.
    private var hashed: UInt64 = 0
    /// Bytes that may be written before the account's limits are looked at again.
    private var allowance: UInt64 = 0
    private var failure: SFTPFailure?
    /// Whether the file says that it has holes (``HoleMark``).
    private var isMarked = false
    /// Where a long upload is gathered; nil where all of it has been written.
    private var stage: WriteStage?

    init(
        _ file: consuming FileDescriptor, channel: DropChannel, name: String, size: UInt64, isAppending: Bool,
        owner: AccountFileSystem
    ) {
        self.file = file
        self.channel = channel
        self.name = name
        self.size = size
        found = size
        self.isAppending = isAppending
        self.owner = owner
        extents = Extents(contiguous: size)
        hash = size == 0 ? try? SHA256() : nil
    }

    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: UInt64) throws(SFTPFailure) -> Int {
        throw SFTPFailure(.permissionDenied, "spool.no-read-back")
    }

    func write(_ bytes: UnsafeRawBufferPointer, at offset: UInt64) throws(SFTPFailure) {
        if let failure { throw failure }
        do throws(SFTPFailure) {
            try unsafe store(bytes, at: isAppending ? size : offset)
        } catch {
            fail(error)
            throw error
        }
    }

    /// A piece is missing from now on: CLOSE must not take the file.
    private func fail(_ error: SFTPFailure) {
        failure = error
        owner.report(.refused(code: error.code))
    }

    private func store(_ bytes: UnsafeRawBufferPointer, at offset: UInt64) throws(SFTPFailure) {
        let (end, overflow) = offset.addingReportingOverflow(UInt64(bytes.count))
        guard !overflow, end <= owner.limits.dropBytes else { throw owner.tooLarge }
        // As write(2): nothing at any place is nothing, not a hole before it.
        guard end > offset else { return }
        try reserve(end)
        // Before the bytes are there: a session that is killed in between must not leave a hole, or a mixture of two attempts,
        // that nothing tells of.
        if offset > extents.contiguous || offset < found, !isMarked { try mark(true) }
        try spoolCall(told: SFTPFailure.init(writing:)) { () throws(SystemError) in try unsafe put(bytes, at: offset) }
        CrashPoint.reached(.uploadWritten)
        if offset < found, again == nil { again = Extents(contiguous: offset) }
        let isNoted = extents.add(offset..<end) && again?.add(offset..<end) ?? true
        guard isNoted else { throw SFTPFailure(.failure, "spool.incomplete") }
        size = max(size, end)
        if offset == hashed, let hash {
            unsafe hash.update(bytes)
            hashed = end
        } else if offset < hashed {
            hash = nil
        }
    }

    private func mark(_ isSet: Bool) throws(SFTPFailure) {
        try spoolCall { () throws(SystemError) in try HoleMark.set(isSet, on: file) }
        isMarked = isSet
    }

    /// Writes what continues a long upload through its stage, everything else at once.
    private func put(_ bytes: UnsafeRawBufferPointer, at offset: UInt64) throws(SystemError) {
        if offset >= WriteStage.begin, offset == extents.contiguous, extents.isWhole {
            if stage == nil { stage = owner.stage(for: self) }
            if let stage { return try unsafe stage.append(bytes, at: offset, to: file) }
        }
        try settle()
        try unsafe file.write(bytes, at: offset)
    }

    private func settle() throws(SystemError) {
        guard let stage else { return }
        self.stage = nil
        try stage.settle(file)
    }

    /// Writes what is gathered still; where that fails CLOSE will not take the file.
    private func settled() throws(SFTPFailure) {
        do throws(SFTPFailure) {
            try spoolCall(told: SFTPFailure.init(writing:)) { () throws(SystemError) in try settle() }
        } catch {
            fail(error)
            throw error
        }
    }

    /// Brings the file up to date for whoever looks at it by its name.
    func settleForOthers() { try? settled() }

    /// Looks at the account's limits once every ``Usage/measureEvery`` bytes.
    private func reserve(_ end: UInt64) throws(SFTPFailure) {
        guard end > size else { return }
        let growth = end - size
        if growth > allowance {
            try owner.tree.checkRoom(owner.limits, newFile: false, growth: growth)
            allowance = Usage.measureEvery + growth
        }
        allowance -= growth
    }

    func attributes() throws(SFTPFailure) -> SFTPAttributes {
        owner.fileAttributes(size: max(size, announced), at: owner.clock.now())
    }

    /// A smaller size cuts the file; a larger one is remembered, not stored: what was not sent must not look as if it had arrived.
    func setAttributes(_ attributes: SFTPAttributes) throws(SFTPFailure) {
        guard let newSize = attributes.size else { return }
        guard newSize <= owner.limits.dropBytes else { throw owner.tooLarge }
        announced = newSize
        guard newSize < size else { return }
        try settled()
        try spoolCall { () throws(SystemError) in try file.truncate(to: newSize) }
        extents.cut(at: newSize)
        again?.cut(at: newSize)
        size = newSize
        if newSize < hashed { hash = nil }
    }

    func sync() throws(SFTPFailure) {
        if let failure { throw failure }
        try settled()
        do throws(SystemError) { try file.sync() } catch {
            let refusal = SFTPFailure(HandOverFault(.notKept, error))
            forget()
            fail(refusal)
            throw refusal
        }
    }

    /// Nobody knows what a disk kept whose fsync failed, and the next fsync succeeds all the same (fsync(2)): the upload begins
    /// from nothing again.
    private func forget() {
        try? file.truncate(to: 0)
        size = 0
    }

    func close() throws(SFTPFailure) {
        do throws(SFTPFailure) {
            if let failure { throw failure }
            try settled()
            guard extents.isWhole, extents.contiguous == size, announced <= size else {
                throw SFTPFailure(.failure, "spool.incomplete")
            }
            if isMarked { try mark(false) }
            let digest = try digest()
            if UploadName.isTemporary(name) {
                owner.remember(digest, of: file, channel, name)
            } else {
                try owner.handOver(file, channel, from: name, as: name, digest, size)
            }
        } catch {
            if failure == nil { owner.report(.refused(code: error.code)) }
            guard error.code != HandOverFault.notConfirmed else { throw error }
            if let left = try? file.status() { size = left.size }
            interrupt()
            throw error
        }
    }

    func abandon() { interrupt() }

    /// Keeps what has arrived without a hole, so that the size that the client is shown is the place where it goes on; of a
    /// second attempt that began anew, what it wrote, not what the first had left behind it.
    private func interrupt() {
        settleForOthers()
        // What could not be written is not there.
        let stored = (try? file.status().size) ?? 0
        let kept = min(extents.contiguous, again?.contiguous ?? .max, stored)
        if kept < size, (try? file.truncate(to: kept)) != nil { size = kept }
        if isMarked, size == kept { try? mark(false) }
        owner.report(.interrupted(channel: channel, name: name, size: size))
    }

    /// What was written in order is hashed already; the rest is read again.
    private func digest() throws(SFTPFailure) -> SHA256Digest {
        if let hash, hashed == size { return hash.finish() }
        return try spoolCall { () throws(SystemError) in
            guard let hash else { return try HandOver.digest(of: file) }
            return try HandOver.digest(of: file, from: hashed, continuing: hash)
        }
    }
}
