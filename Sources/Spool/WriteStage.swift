internal import Glibc
internal import Platform
internal import Support

/// The end of a long upload on its way to the disk, past the page cache.
///
/// Copying a long upload through the page cache costs more than decrypting it, and leaves all of it to the fsync at the end, for
/// which the client waits. What arrives in order is therefore gathered here and written in large aligned pieces.
@safe
final class WriteStage {
    /// Offset from which on an upload is written this way.
    ///
    /// A shorter one stays in the page cache, where the ingester finds it.
    static let begin: UInt64 = 16 << 20
    /// Bytes of one piece.
    static let capacity = 2 << 20

    private let memory: UnsafeMutableRawBufferPointer
    private var count = 0
    /// Place in the file of the first byte held.
    private var place: UInt64 = 0
    private var isDirect = false
    private var isRefused = false

    init() {
        unsafe memory = .allocate(byteCount: WriteStage.capacity, alignment: FileDescriptor.directBlock)
    }

    deinit { unsafe memory.deallocate() }

    /// Takes `bytes`, which continue what was taken before, and writes what has become a whole piece.
    func append(_ bytes: UnsafeRawBufferPointer, at offset: UInt64, to file: borrowing FileDescriptor)
        throws(SystemError)
    {
        var rest = unsafe bytes
        if count == 0 {
            let beyond = Int(offset % UInt64(FileDescriptor.directBlock))
            let head = beyond == 0 ? 0 : min(rest.count, FileDescriptor.directBlock - beyond)
            try unsafe write(UnsafeRawBufferPointer(rebasing: rest[..<head]), at: offset, direct: false, to: file)
            unsafe rest = UnsafeRawBufferPointer(rebasing: rest[head...])
            place = offset + UInt64(head)
        }
        while rest.count > 0 {
            let piece = min(rest.count, WriteStage.capacity - count)
            unsafe UnsafeMutableRawBufferPointer(rebasing: memory[count...]).copyMemory(
                from: UnsafeRawBufferPointer(rebasing: rest[..<piece]))
            unsafe rest = UnsafeRawBufferPointer(rebasing: rest[piece...])
            count += piece
            guard count == WriteStage.capacity else { return }
            try unsafe write(UnsafeRawBufferPointer(memory), at: place, direct: true, to: file)
            place += UInt64(count)
            count = 0
        }
    }

    /// Writes all that is held; the file is as any other afterwards.
    func settle(_ file: borrowing FileDescriptor) throws(SystemError) {
        let whole = count - count % FileDescriptor.directBlock
        let held = unsafe UnsafeRawBufferPointer(rebasing: memory[..<count])
        count = 0
        if whole > 0 {
            try unsafe write(UnsafeRawBufferPointer(rebasing: held[..<whole]), at: place, direct: true, to: file)
        }
        let end = unsafe UnsafeRawBufferPointer(rebasing: held[whole...])
        try unsafe write(end, at: place + UInt64(whole), direct: false, to: file)
    }

    /// Writes `bytes` at `offset`, past the page cache if that is asked for and the file system can.
    private func write(
        _ bytes: UnsafeRawBufferPointer, at offset: UInt64, direct: Bool, to file: borrowing FileDescriptor
    ) throws(SystemError) {
        turn(direct && !isRefused, file)
        do throws(SystemError) {
            if bytes.count > 0 { try unsafe file.write(bytes, at: offset) }
        } catch {
            // Some file systems agree first and refuse then; after a short write the rest is no longer aligned.
            guard isDirect, error.number == EINVAL else {
                turn(false, file)
                throw error
            }
            isRefused = true
            turn(false, file)
            try unsafe file.write(bytes, at: offset)
        }
    }

    private func turn(_ direct: Bool, _ file: borrowing FileDescriptor) {
        guard direct != isDirect else { return }
        if file.setDirect(direct) { isDirect = direct } else { isRefused = true }
    }
}

extension AccountFileSystem {
    /// A stage for `upload`, unless another upload of the session has one.
    func stage(for upload: UploadFile) -> WriteStage? {
        guard staged == nil || staged === upload else { return nil }
        staged = upload
        return WriteStage()
    }
}
