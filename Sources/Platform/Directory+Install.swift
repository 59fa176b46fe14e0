internal import Glibc

/// What operators put into a home whose directories belong to several users.
///
/// Root writes there for others: what it installs belongs to the owner of the directory, so that the role finds its own key
/// and not root's.
extension Directory {
    /// Rights of a file that those may read who may read this directory, and its owner may change.
    package borrowing func readableLikeThis() throws(SystemError) -> UInt32 {
        try descriptor.status().permissions & 0o644
    }

    /// Writes the file `name` durably, like ``writeDurably(_:_:permissions:)``, but with `permissions` whatever the umask.
    package borrowing func install(_ name: String, _ bytes: [UInt8], permissions: UInt32) throws(SystemError) {
        let temporary = ".\(name).new"
        // Left by a crash, or laid there by the directory's owner: root must not write through it.
        try remove(temporary)
        let file = try open(temporary, [.write, .create, .exclusive], permissions: 0o600)
        try file.write(bytes)
        try handOver(file)
        guard fchmod(file.raw, permissions) == 0 else { throw SystemError("fchmod") }
        try file.sync()
        try file.close()
        try rename(temporary, to: name, in: self)
        try sync()
    }

    /// Makes the directory `name` with `permissions` whatever the umask, where they are nil as open as this one; one that exists is
    /// left as it is.
    package borrowing func installDirectory(_ name: String, permissions: UInt32? = nil) throws(SystemError) {
        guard try status(name) == nil else { return }
        try make(name)
        let made = try directory(name)
        try handOver(made.descriptor)
        let own = try descriptor.status().permissions
        guard fchmod(made.descriptor.raw, permissions ?? own) == 0 else { throw SystemError("fchmod") }
        try sync()
    }

    /// Gives what root made to the owner of this directory.
    private borrowing func handOver(_ made: borrowing FileDescriptor) throws(SystemError) {
        guard geteuid() == 0 else { return }
        let own = try descriptor.status()
        guard fchown(made.raw, own.owner, own.group) == 0 else { throw SystemError("fchown") }
    }
}
