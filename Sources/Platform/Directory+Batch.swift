extension Directory {
    /// Writes several files like ``writeDurably(_:_:permissions:)``, in order, with one fsync of the directory for all.
    ///
    /// Each is whole on the disk before it has its name; a crash may leave the first ones without the last.
    package borrowing func writeDurably(_ files: [(name: String, bytes: [UInt8])], permissions: UInt32 = 0o600)
        throws(SystemError)
    {
        for (name, bytes) in files {
            let file = try open(".\(name).new", [.write, .create, .truncate], permissions: permissions)
            try file.write(bytes)
            try file.sync()
            try file.close()
        }
        for (name, _) in files { try rename(".\(name).new", to: name, in: self) }
        try sync()
    }
}
