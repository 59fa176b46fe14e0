import Foundation
import Platform
import Testing

struct FileWatchTests {
    @Test func `tells of names that appear and go`() throws {
        let path = NSTemporaryDirectory() + "ecluse-watch-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: path) }
        let watch = try FileWatch()
        try watch.add(path)
        #expect(try watch.wait(milliseconds: 0).isEmpty)
        let directory = try Directory(path)
        try directory.writeDurably("receipt", [1])
        try directory.remove("receipt")
        let events = try watch.wait(milliseconds: -1)
        #expect(events.contains(.appeared(directory: path, name: "receipt")))
        #expect(events.contains(.written(directory: path, name: ".receipt.new")))
        #expect(events.last == .disappeared(directory: path, name: "receipt"))
    }
}
