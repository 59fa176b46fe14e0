extension FileDescriptor {
    /// Bytes that are copied at once.
    private static let copied = 1 << 20

    /// Copies this file from its start into the file `name` of `directory`: after this call it is whole on the disk or was
    /// never there.
    package borrowing func copy(to name: String, in directory: borrowing Directory) throws(SystemError) {
        let temporary = ".\(name).new"
        let copy = try directory.open(temporary, [.write, .create, .truncate])
        var buffer = [UInt8](repeating: 0, count: FileDescriptor.copied)
        var position: UInt64 = 0
        while true {
            var failure: SystemError?
            var count = 0
            unsafe buffer.withUnsafeMutableBytes { raw in
                do throws(SystemError) {
                    count = try unsafe read(into: raw, at: position)
                    try unsafe copy.write(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(raw)[..<count]))
                } catch { failure = error }
            }
            if let failure { throw failure }
            guard count > 0 else { break }
            position += UInt64(count)
        }
        try copy.sync()
        try copy.close()
        try directory.rename(temporary, to: name, in: directory)
        try directory.sync()
    }
}
