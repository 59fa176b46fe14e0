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
        // The end of writing is told when the last descriptor goes, of which a process that is just being started has a copy.
        let written = FileWatch.Event.written(directory: path, name: ".receipt.new")
        let gone = FileWatch.Event.disappeared(directory: path, name: "receipt")
        var events: [FileWatch.Event] = []
        while !events.contains(written) || !events.contains(gone) { events += try watch.wait(milliseconds: -1) }
        let appeared = try #require(events.firstIndex(of: .appeared(directory: path, name: "receipt")))
        #expect(try appeared < #require(events.firstIndex(of: gone)))
    }
}
