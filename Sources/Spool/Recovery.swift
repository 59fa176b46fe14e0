internal import Glibc
package import Platform
internal import Support

extension AccountTree {
    /// Undoes hand-overs that a crash cut off before the client was told that the drop had arrived: the file is an unfinished upload
    /// again, under its own name, unless the producer has begun it anew. Says how many there were.
    ///
    /// Hand-overs in progress hold the lock of `handover/` and are waited for.
    @discardableResult
    package func recover() throws(SystemError) -> Int {
        let lock = try handOver.directory.open(".", [.read, .directory])
        try lock.lock()
        let leftOver = try handOver.directory.names()
        for name in leftOver { try undo(name) }
        if !leftOver.isEmpty {
            for channel in DropChannel.allCases { try upload(channel).directory.sync() }
            try handOver.directory.sync()
        }
        return leftOver.count
    }

    /// Undoes one hand-over; the caller holds the lock.
    func undo(_ id: String) throws(SystemError) {
        let directory = try handOver.directory.directory(id)
        if try directory.status("payload") != nil {
            let drop = (try? directory.read("drop.json", limit: HandedOverDrop.maximumBytes)).flatMap(HandedOverDrop.init(json:))
            let name = drop?.name ?? "recovered-\(id).part"
            do throws(SystemError) {
                try directory.renameExclusively("payload", to: name, in: upload(drop?.channel ?? .data).directory)
            } catch {
                guard error.number == EEXIST else { throw error }
                try directory.remove("payload")
            }
        }
        for name in try directory.names() { try directory.remove(name) }
        try handOver.directory.removeDirectory(id)
    }
}
