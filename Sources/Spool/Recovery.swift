internal import Glibc
package import Platform
internal import Support

extension AccountTree {
    /// Undoes hand-overs that a crash cut off before the client was told that the drop had arrived: the file is an
    /// unfinished upload again, under its own name, unless the producer has begun it anew.
    ///
    /// Says how many there were.
    ///
    /// Hand-overs in progress hold the lock of `handover/` and are waited for.
    @discardableResult
    package func recover() throws(SystemError) -> Int {
        let lock = try handOver.directory.open(".", [.read, .directory])
        try lock.lock()
        return try undoLeftOver()
    }

    /// Like ``recover()``, but nil at once where a hand-over is in progress.
    func recoverUnlessBusy() throws(SystemError) -> Int? {
        let lock = try handOver.directory.open(".", [.read, .directory])
        guard try lock.tryLock() else { return nil }
        return try undoLeftOver()
    }

    /// The caller holds the lock.
    private func undoLeftOver() throws(SystemError) -> Int {
        let leftOver = try handOver.directory.names()
        var undone = 0
        for name in leftOver {
            // What a failing disk does not let go of now must not keep the producer out; it is tried again next time.
            guard (try? undo(name)) != nil else { continue }
            undone += 1
        }
        if undone > 0 {
            for channel in DropChannel.allCases { try? upload(channel).directory.sync() }
            try? handOver.directory.sync()
        }
        return undone
    }

    /// Undoes one hand-over; the caller holds the lock or has just let go of it.
    ///
    /// The file goes back to `origin`, where that is known, or to the name that it was to have.
    func undo(_ id: String, to origin: (channel: DropChannel, name: String)? = nil) throws(SystemError) {
        let directory = try handOver.directory.directory(id)
        if try directory.status("payload") != nil {
            let drop = (try? directory.read("drop.json", limit: HandedOverDrop.maximumBytes)).flatMap(
                HandedOverDrop.init(json:))
            let name = origin?.name ?? drop?.name ?? "recovered-\(id).part"
            let channel = origin?.channel ?? drop?.channel ?? .data
            do throws(SystemError) {
                try directory.renameExclusively("payload", to: name, in: upload(channel).directory)
            } catch {
                guard error.number == EEXIST else { throw error }
                try directory.remove("payload")
            }
        }
        for name in try directory.names() { try directory.remove(name) }
        try handOver.directory.removeDirectory(id)
    }
}
