import Foundation
import Support
import TestSupport
import Testing

/// Disks that fill up, directories that go, clocks that are set back, sessions that are killed: with the real thing.
@Suite(.serialized, .enabled(if: FaultySession.absence == nil, "\(FaultySession.absence ?? "")"))
struct DiskFaultTests {
    private static let name = "SIDEP_20261119.csv.age"

    @Test(.enabled(if: Machine.mounting == nil, "\(Machine.mounting ?? "")"))
    func `a disk that fills up in the middle of an upload refuses it, and it is resumed when there is room`() throws {
        let gateway = try Gateway()
        try gateway.configure("freeDiskBytes", "0")
        let path = try gateway.seal(Sidep.day(12_000), Self.name)
        let whole = try gateway.desk.read(Self.name)
        let disk = try MountedSpool(gateway, .memory(bytes: whole.count / 2 + 5000))
        defer { withExtendedLifetime(disk) {} }
        try gateway.start(["receive"])
        #expect(try gateway.sftp(["put \(path) /inbox/"]).status != 0)
        #expect(gateway.waitForReceiver("\"spool.disk-full\""))
        #expect(try gateway.wholeDrops() == [])
        // What is there is the beginning of the file, though its last write was stored in part.
        let part = try gateway.folder.read("home/spool/\(Gateway.sidep)/upload/inbox/\(Self.name)")
        #expect(part.count > 0 && part == Array(whole.prefix(part.count)))
        let full = try gateway.session(["reput \(path) /inbox/\(Self.name)"])
        gateway.expectExplained(full, "still full")
        #expect(full.refusals.contains { $0.sentence.contains("presque plein ; réessayez plus tard") })

        try disk.resize(to: whole.count * 4 + (1 << 20))
        let resumed = try gateway.sftp(["reput \(path) /inbox/\(Self.name)"])
        #expect(resumed.status == 0, "\(resumed.errors)")
        #expect(try gateway.wholeDrops() == [whole])
        try gateway.stop()
        try gateway.ingestOnce()
        #expect(try gateway.rows("sidep", "test") == 12_000)
    }

    @Test(.enabled(if: Machine.mounting == nil, "\(Machine.mounting ?? "")"))
    func `a disk without the room that the settings keep free takes nothing and says so`() throws {
        let gateway = try Gateway()
        let path = try gateway.seal(Sidep.day(10), Self.name)
        let disk = try MountedSpool(gateway, .memory(bytes: 8 << 20))
        defer { withExtendedLifetime(disk) {} }
        let refused = try gateway.session(["put \(path) /inbox/"])
        gateway.expectExplained(refused, "kept free")
        #expect(refused.refusals.contains { $0.sentence.contains("presque plein ; réessayez plus tard") })
        #expect(gateway.uploads().isEmpty && gateway.inbox().isEmpty)
        try disk.resize(to: 2 << 30)
        #expect(try gateway.session(["put \(path) /inbox/"]).result.status == 0)
        #expect(try gateway.wholeDrops().count == 1)
    }

    /// What goes away under a session; the sessions after it make it again.
    static let removed = ["inbox", "upload/inbox", "upload/handover", "upload", ""]

    @Test(arguments: removed)
    func `a directory that is removed under a session is named to its client, and the next session makes it again`(
        _ place: String
    ) throws {
        let gateway = try Gateway()
        let path = try gateway.seal(Sidep.day(50), Self.name)
        let session = try gateway.session([
            "ls /inbox", "!rm -r \(gateway.home)/spool/\(Gateway.sidep)/\(place)", "put \(path) /inbox/",
        ])
        gateway.expectExplained(session, place)
        #expect(session.refusals.contains { $0.sentence.contains("a disparu de notre côté") }, "\(session.refusals)")
        #expect(try gateway.receiverJournal().contains("\"spool.place-missing\""))
        #expect(gateway.inbox().isEmpty)
        let next = try gateway.session(["put \(path) /inbox/"])
        #expect(next.result.status == 0, "\(next.result.errors)")
        try gateway.ingestOnce()
        try gateway.expectSound([Self.name: "ingested"], rows: 50, place)
    }

    @Test func `a session that is killed leaves the upload of another alone`() throws {
        let gateway = try Gateway()
        try gateway.start(["receive"])
        let path = try gateway.desk.write("large", [UInt8](repeating: 5, count: 3 << 20))
        let killed = try gateway.startSlowUpload(path, as: "first.age")
        let other = try gateway.startSlowUpload(path, as: "second.age")
        let far = try gateway.startSlowUpload(path, as: "third.age", account: Gateway.oscour)
        let holder = try #require(Machine.process(holding: gateway.uploadPath("first.age")))
        kill(holder, SIGKILL)
        #expect(try killed.wait(seconds: 30).status != 0)
        #expect(try other.wait(seconds: 60).status == 0)
        #expect(try far.wait(seconds: 60).status == 0)
        let bytes = try gateway.desk.read("large")
        #expect(try gateway.wholeDrops() == [bytes])
        #expect(try gateway.wholeDrops(Gateway.oscour) == [bytes])
        let resumed = try gateway.sftp(["reput \(path) /inbox/first.age"])
        #expect(resumed.status == 0, "\(resumed.errors)")
        #expect(try gateway.wholeDrops() == [bytes, bytes])
        #expect(try gateway.stop()?.status == 0)
    }

    @Test(.enabled(if: Machine.missing("faketime") == nil, "faketime is not installed"))
    func `a clock that is set back keeps no drop waiting and breaks no chain`() throws {
        let gateway = try Gateway()
        let ingester = try OwnClock(gateway, ["ingest"])
        let names = ["SIDEP_20261118.csv.age", "SIDEP_20261119.csv.age", "SIDEP_20261120.csv.age"]
        for (index, offset) in ["+0", "-3d", "-2d"].enumerated() {
            try ingester.set(offset)
            let path = try gateway.seal(Sidep.day(20, from: 1 + index * 100), names[index])
            let session = try gateway.session(["put \(path) /inbox/"], under: ["faketime", "-f", offset])
            #expect(session.result.status == 0, "\(offset): \(session.result.errors)")
            let receipt = try gateway.outcome(of: names[index])
            #expect(receipt.state == "ingested", "\(offset): \(receipt.text)")
        }
        let times = try gateway.receipts(Gateway.sidep).filter { $0.kind == "arrival" }
            .compactMap { $0.json["receivedAt"]?.string }
        #expect(times.count == 3 && times[1] < times[2] && times[2] < times[0], "the clock was set back: \(times)")
        #expect(try ingester.stop() == 0)
        let states = Dictionary(uniqueKeysWithValues: names.map { ($0, "ingested") })
        try gateway.expectSound(states, rows: 60, "clock set back")
    }
}

extension Machine {
    /// A process that has the file at `path` open.
    static func process(holding path: String) -> pid_t? {
        let processes = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return processes.compactMap { pid_t($0) }.first { process in
            let files = "/proc/\(process)/fd"
            let numbers = (try? FileManager.default.contentsOfDirectory(atPath: files)) ?? []
            return numbers.contains {
                (try? FileManager.default.destinationOfSymbolicLink(atPath: files + "/" + $0)) == path
            }
        }
    }
}
