import Foundation
import TestSupport
import Testing

/// A file system of its own in the place of a gateway's spool; it goes with this value.
final class MountedSpool {
    /// Why power cannot be cut; nil where it can.
    static let absence = FaultySession.absence ?? Machine.missing("xfs_io", "mkfs.ext4") ?? Machine.mounting

    enum Kind {
        /// In memory, with room for so many bytes.
        case memory(bytes: Int)
        /// An ext4 file system in a file, as on a disk.
        case ext4(bytes: Int)
    }

    private let place: String
    private let image: String?

    /// Mounts the file system and copies what was in the spool.
    init(_ gateway: Gateway, _ kind: Kind) throws {
        place = gateway.home + "/spool"
        let kept = gateway.desk.file("kept-spool")
        try #require(try Tool.run("cp", ["-a", place, kept]).status == 0)
        switch kind {
        case .memory(let bytes):
            image = nil
            let made = try Tool.run("mount", ["-t", "tmpfs", "-o", "size=\(bytes),mode=750", "none", place])
            try #require(made.status == 0, "\(made.errors)")
        case .ext4(let bytes):
            let image = gateway.desk.file("disk.img")
            self.image = image
            try #require(FileManager.default.createFile(atPath: image, contents: nil))
            try FileHandle(forWritingTo: URL(fileURLWithPath: image)).truncate(atOffset: UInt64(bytes))
            let made = try Tool.run("mkfs.ext4", ["-q", "-F", image])
            try #require(made.status == 0, "\(made.errors)")
            try mount()
        }
        try #require(try Tool.run("cp", ["-a", kept + "/.", place]).status == 0)
        try #require(try Tool.run("sync", ["-f", place]).status == 0)
    }

    deinit { _ = try? Tool.run("umount", ["-l", place]) }

    private func mount() throws {
        let made = try Tool.run("mount", ["-o", "loop", try #require(image), place])
        try #require(made.status == 0, "\(made.errors)")
    }

    /// Gives a file system in memory room for `bytes`.
    func resize(to bytes: Int) throws {
        try #require(try Tool.run("mount", ["-o", "remount,size=\(bytes)", place]).status == 0)
    }

    /// Cuts the power: what the disk has not been told to keep is gone.
    func cutPower() throws {
        let cut = try Tool.run("xfs_io", ["-x", "-c", "shutdown", place])
        try #require(cut.status == 0, "\(cut.errors)")
    }

    /// Power comes back: the file system is mended from its journal.
    func mountAgain() throws {
        let gone = try Tool.run("umount", [place])
        try #require(gone.status == 0, "\(gone.errors)")
        try mount()
    }
}
