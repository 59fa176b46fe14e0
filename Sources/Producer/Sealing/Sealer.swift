package import Crypto
package import Envelope
internal import Glibc
internal import Platform
package import Support

/// A sealed file on the producer's disk: ciphertext that only the gateway opens.
package struct SealedFile: Sendable {
    package let path: String
    package let size: UInt64
    package let sha256: SHA256Digest

    /// The file at `path`, which is read to its end.
    package init(_ path: String) throws {
        self.path = path
        size = try DeskFile.status(path).size
        sha256 = try DeskFile.digest(path)
    }

    init(path: String, size: UInt64, sha256: SHA256Digest) {
        self.path = path
        self.size = size
        self.sha256 = sha256
    }
}

/// Seals a stream into a file that appears under its name, readable for its owner alone, once it is whole.
///
/// The plaintext goes through memory only. A sealed copy on the disk, and not a stream straight into the upload, because an upload
/// that is resumed must go on with the same bytes, and age seals the same file to other bytes each time; the copy is as
/// safe as what lies at the gateway.
package final class Sealer {
    private let directory: Directory
    private let folder: String
    private let name: String
    private let temporary: String
    private let replaces: Bool
    private let output: SealedOutput
    private let writer: AgeWriter
    private var isFinished = false

    /// Begins the file `name` in `folder`, for `recipients`; a file of that name is replaced where `replaces`.
    package init(_ recipients: [AgeRecipient], folder: String, name: String, replaces: Bool) throws {
        directory = try Directory(folder)
        self.folder = folder
        self.name = name
        self.replaces = replaces
        temporary = ".\(name).new"
        if !replaces, try directory.status(name) != nil { throw SystemError("link", number: EEXIST) }
        // What an interrupted run has left.
        try directory.remove(temporary)
        let output = try SealedOutput(directory.open(temporary, [.write, .create, .exclusive], permissions: 0o600))
        self.output = output
        writer = try unsafe AgeWriter(recipients: recipients) { try unsafe output.write($0) }
    }

    deinit { if !isFinished { try? directory.remove(temporary) } }

    /// `source`, everything of which is sealed as it is read.
    package func sealing(_ source: any ByteSource) -> any ByteSource {
        unsafe TeeSource(source) { [writer] bytes in try unsafe writer.write(bytes) }
    }

    /// Reads what is left of `source`, which ``sealing(_:)`` gave, and puts the file under its name.
    package func finish(_ source: any ByteSource) throws -> SealedFile {
        try (source as? TeeSource)?.drain()
        try writer.finish()
        let (size, digest) = try output.finish()
        if replaces {
            try directory.rename(temporary, to: name, in: directory)
        } else {
            try directory.renameExclusively(temporary, to: name, in: directory)
        }
        isFinished = true
        try directory.sync()
        return SealedFile(path: folder + "/" + name, size: size, sha256: digest)
    }
}

/// A file that is written and hashed.
private final class SealedOutput {
    private let file: FileDescriptor
    private let hash: SHA256
    private var size: UInt64 = 0

    init(_ file: consuming FileDescriptor) throws {
        self.file = file
        hash = try SHA256()
    }

    func write(_ bytes: UnsafeRawBufferPointer) throws {
        try unsafe file.write(bytes)
        unsafe hash.update(bytes)
        size += UInt64(bytes.count)
    }

    func finish() throws -> (UInt64, SHA256Digest) {
        try file.sync()
        return (size, hash.finish())
    }
}
