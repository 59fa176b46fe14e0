internal import Glibc
package import Support

/// A file of an archive.
package struct ArchiveEntry {
    /// Place in the archive, from 1.
    package let number: Int
    /// Name with its folders, separated by `/`; neither absolute nor leaving the archive.
    package let name: String
    /// The file's bytes, no container themselves; valid until the next entry is asked for.
    package let content: any ByteSource
}

/// The files of an archive, pulled in the order in which they lie in it.
package protocol ArchiveReader: AnyObject {
    /// The next file; what was not read of the one before is read and checked first. Nil once the archive is known to be
    /// whole and nothing follows it.
    ///
    /// - Throws: ``ContainerFault``, or what the underlying stream throws.
    func next() throws -> ArchiveEntry?
}

extension ByteSource {
    /// Reads what is left, so that it is checked, and forgets it.
    func drain() throws {
        let scratch = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 << 10, alignment: 16)
        defer {
            if let base = scratch.baseAddress { unsafe explicit_bzero(base, scratch.count) }
            unsafe scratch.deallocate()
        }
        while try unsafe read(into: scratch) > 0 {}
    }
}
