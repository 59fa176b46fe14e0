import Foundation
import Platform
import Support
import TestSupport
import Testing

/// SIGKILL at every durable step, then a restart: nothing lost, nothing twice, one outcome each (design §11).
@Suite(.serialized) struct CrashTests {
    static let receiverPoints = CrashPoint.allCases.filter { $0.rawValue.hasPrefix("receiver.") }
    /// Those that every drop passes; the points of signatures beside drops and of deliveries have tests of their own.
    static let ingesterPoints = CrashPoint.allCases.filter {
        $0.rawValue.hasPrefix("ingester.") && !SignatureBesideTests.points.contains($0)
            && !DeliveryDropTests.points.contains($0)
    }
    /// Exit status of a process that SIGKILL ended, as a shell says it.
    private static let killed: Int32 = 137
    /// More often than any point is reached with the drops of ``fill(_:)``.
    private static let mostTimes = 40

    @Test func `every point belongs to the receiver or to the ingester, and there are at least twelve`() {
        #expect(CrashPoint.allCases.count >= 12)
        let others = SignatureBesideTests.points.count + DeliveryDropTests.points.count
        #expect(Self.receiverPoints.count + Self.ingesterPoints.count + others == CrashPoint.allCases.count)
    }

    // MARK: ingester

    /// Every kind of end, in the order in which the ingester takes the drops.
    private static let states = [
        "SIDEP_20261118.csv.age": "ingested", "OPPOSITION_SIDEP_20261119.csv.age": "ingested",
        "SIDEP_20261119.csv.age": "partial", "SIDEP_20261119_2.csv.age": "duplicate",
        "SIDEP_20261120.csv.age": "quarantined", "SIDEP_20261121.csv.age": "rejected",
        "SIDEP_20261122.csv.age": "ingested",
    ]
    /// Rows before, after the first and after the second publication: what a reader may see, and nothing in between.
    private static let rows = [40, 329, 349]

    /// Sends the drops of ``states`` with real `sftp`; the first is ingested already, so that the table exists.
    private func fill(_ gateway: Gateway) throws {
        try gateway.start(["receive"])
        try gateway.put(try gateway.seal(Sidep.day(40, from: 5001), "SIDEP_20261118.csv.age"))
        try gateway.ingestOnce()
        let update = try gateway.seal(
            Sidep.oppositions((11...22).map { ($0, "add") }), "OPPOSITION_SIDEP_20261119.csv.age")
        var rows = (1...303).map { Sidep.row($0) }
        rows[100] = Sidep.row(101, ["sexe": "Q"])
        rows[200] = Sidep.row(201, ["resultat": ""])
        let day = try gateway.seal(Sidep.file(rows), "SIDEP_20261119.csv.age")
        let again = try gateway.desk.write(
            "SIDEP_20261119_2.csv.age", try gateway.desk.read("SIDEP_20261119.csv.age"))
        var named = (1...5).map { Sidep.row($0) }
        named[4] = Sidep.row(5, ["nom": "DUPONT"])
        let nominative = try gateway.seal(Sidep.file(named), "SIDEP_20261120.csv.age")
        let bad = try gateway.seal(Sidep.file((1...5).map { Sidep.row($0, ["sexe": "Q"]) }), "SIDEP_20261121.csv.age")
        let last = try gateway.seal(Sidep.day(20, from: 6001), "SIDEP_20261122.csv.age")
        try gateway.put(update, folder: "oppositions")
        for path in [day, again, nominative, bad, last] { try gateway.put(path) }
        try gateway.stop()
    }

    @Test(arguments: ingesterPoints)
    func `an ingester killed at any time that a step is reached loses nothing and does nothing twice`(
        _ point: CrashPoint
    ) throws {
        let gateway = try Gateway()
        try fill(gateway)
        let store = try gateway.keepCopy()
        var crashes = 0
        for time in 1...Self.mostTimes {
            try gateway.restore(store)
            let killed = try gateway.ecluse(
                ["ingest", "--once"], environment: ["ECLUSE_CRASH_AT": "\(point.rawValue):\(time)"])
            if killed.status == 0 { break }
            let comment = "\(point.rawValue):\(time)"
            #expect(killed.status == Self.killed, "\(comment): \(killed.errors)")
            crashes += 1
            #expect(Self.rows.contains(try gateway.rows("sidep", "test")), "\(comment): all of a drop or nothing")
            try gateway.ingestOnce()
            try gateway.expectSound(Self.states, rows: Self.rows[2], comment)
        }
        #expect(crashes > 0, "the point is reached")
        #expect(crashes < Self.mostTimes, "every time that it is reached was tried")
        if PythonReaders.areInstalled {
            let table = gateway.home + "/catalogue/sidep/test"
            try #expect(PythonReaders.rows("delta-rs", table).count == Self.rows[2])
        }
    }

    @Test(arguments: [CrashPoint.logEntryWritten, .tableCommitted])
    func `a table whose making is cut off is made by the next attempt, and readers find no broken table`(
        _ point: CrashPoint
    ) throws {
        let gateway = try Gateway()
        try gateway.start(["receive"])
        try gateway.put(try gateway.seal(Sidep.day(30), "SIDEP_20261119.csv.age"))
        try gateway.stop()
        let killed = try gateway.ecluse(["ingest", "--once"], environment: ["ECLUSE_CRASH_AT": point.rawValue])
        #expect(killed.status == Self.killed)
        #expect(try gateway.rows("sidep", "test") == 0)
        try gateway.ingestOnce()
        try gateway.expectSound(["SIDEP_20261119.csv.age": "ingested"], rows: 30, point.rawValue)
    }

    @Test func `an opposition that comes between the commit and the restart leaves the receipt as the table is`() throws
    {
        let gateway = try Gateway()
        try fill(gateway)
        let killed = try gateway.ecluse(
            ["ingest", "--once"], environment: ["ECLUSE_CRASH_AT": CrashPoint.tableCommitted.rawValue])
        #expect(killed.status == Self.killed)
        try gateway.start(["receive"])
        let update = Sidep.oppositions((31...45).map { ($0, "add") })
        try gateway.put(try gateway.seal(update, "OPPOSITION_SIDEP_20261120.csv.age"), folder: "oppositions")
        try gateway.stop()
        try gateway.ingestOnce()
        let receipt = try gateway.outcome(of: "SIDEP_20261119.csv.age")
        #expect(receipt.counts("test") == ["read": 303, "kept": 289, "rejected": 2, "excluded": 12, "duplicate": 0])
        #expect(try gateway.rows("sidep", "test") == Self.rows[2])
    }

    @Test func `a second ingester on the same home ends at once`() throws {
        let gateway = try Gateway()
        try gateway.start(["ingest"], listens: false)
        try #require(gateway.roles?.waits(for: "ready") == true)
        let locked = wait(seconds: 20) {
            (try? gateway.ecluse(["ingest", "--once"]).errors.contains("already-running")) ?? false
        }
        #expect(locked)
        #expect(try gateway.stop()?.status == 0)
        try gateway.ingestOnce()
    }

    @Test func `an ingester killed again and again under load ends every drop once`() throws {
        var generator = SeededGenerator(2026)
        let gateway = try Gateway()
        // Here it is not the drop that ends the ingester.
        try gateway.configure("crashesPerDrop", "100")
        try gateway.start(["receive"])
        let binary = try #require(EcluseBinary.path)
        var states: [String: String] = [:]
        for round in 0..<8 {
            for part in 0..<3 {
                let name = "SIDEP_2026111\(round)_\(part).csv.age"
                try gateway.put(try gateway.seal(Sidep.day(25, from: (round * 3 + part) * 100), name))
                states[name] = "ingested"
            }
            let lines = Int.random(in: 1...6, using: &generator)
            let ingester = try RunningTool(
                binary, ["ingest", "--home", gateway.home], environment: ["SWIFT_BACKTRACE": "enable=no"])
            _ = wait(seconds: 10) { ingester.output.split(separator: "\n").count >= lines }
            ingester.send(SIGKILL)
            #expect(try ingester.wait(seconds: 20).status == Self.killed)
        }
        try gateway.stop()
        try gateway.ingestOnce()
        try gateway.expectSound(states, rows: 8 * 3 * 25, "killed at random")
    }

    // MARK: receiver

    /// How a producer names the file while it is on its way.
    enum Naming: String, CaseIterable, Sendable { case final, temporary }

    private func upload(_ gateway: Gateway, _ path: String, _ name: String, _ naming: Naming) throws -> ToolResult {
        switch naming {
        case .final: try gateway.sftp(["put \"\(path)\" /inbox/\(name)"])
        case .temporary:
            try gateway.sftp(["put \"\(path)\" /inbox/\(name).part", "rename /inbox/\(name).part /inbox/\(name)"])
        }
    }

    @Test(arguments: receiverPoints, Naming.allCases)
    func `a session killed at a step never loses an acknowledged drop, and the producer sends the others again`(
        _ point: CrashPoint, _ naming: Naming
    ) throws {
        let gateway = try Gateway()
        let name = "SIDEP_20261119.csv.age"
        let path = try gateway.seal(Sidep.day(900), name)
        try gateway.start(["receive"], environment: ["ECLUSE_CRASH_AT": point.rawValue])
        #expect(try upload(gateway, path, name, naming).status != 0, "the client is not told that the drop has arrived")
        try gateway.stop()
        let log = try gateway.receiverJournal()
        #expect(log.contains("session.authenticated"), "\(log)")
        #expect(log.contains(#""reason":"session.killed""#), "the listener notes what the session could not: \(log)")

        try gateway.start(["receive"])
        let resent = try upload(gateway, path, name, naming)
        if point == .handOverSynced {
            // The first upload is in the inbox already, only the reply was lost.
            #expect(resent.status != 0)
        } else {
            #expect(resent.status == 0, "\(resent.errors)")
        }
        if naming == .temporary, point == .handOverSynced { _ = try gateway.sftp(["rm /inbox/\(name).part"]) }
        try gateway.stop()
        try gateway.ingestOnce()
        try gateway.expectSound([name: "ingested"], rows: 900, point.rawValue)
    }

    @Test func `a drop whose hand-over was not acknowledged and that is sent again after its ingestion is a duplicate`()
        throws
    {
        let gateway = try Gateway()
        let name = "SIDEP_20261119.csv.age"
        let path = try gateway.seal(Sidep.day(50), name)
        try gateway.start(["receive"], environment: ["ECLUSE_CRASH_AT": CrashPoint.handOverSynced.rawValue])
        #expect(try gateway.sftp(["put \"\(path)\" /inbox/"]).status != 0)
        try gateway.stop()
        try gateway.ingestOnce()
        try gateway.start(["receive"])
        try gateway.put(path)
        try gateway.stop()
        try gateway.ingestOnce()
        #expect(try gateway.knownDrops().map(\.state).sorted() == ["duplicate", "ingested"])
        #expect(try gateway.rows("sidep", "test") == 50)
    }

    @Test func `an upload whose session is killed in the middle is resumed by the client`() throws {
        let gateway = try Gateway()
        let name = "SIDEP_20261119.csv.age"
        let path = try gateway.seal(Sidep.day(2000), name)
        try gateway.start(["receive"])
        // Slow enough to be caught half-way.
        let client = try RunningTool(
            "sftp", ["-l", "400"] + gateway.options + ["-b", "-", "\(Gateway.sidep)@127.0.0.1"],
            stdin: Array("put \"\(path)\" /inbox/\n".utf8))
        let partial = gateway.home + "/spool/\(Gateway.sidep)/upload/inbox/" + name
        let arrived = wait(seconds: 30) {
            ((try? FileManager.default.attributesOfItem(atPath: partial))?[.size] as? Int ?? 0) > 30_000
        }
        #expect(arrived, "the upload is under way")
        let session = try #require(gateway.sessionProcess())
        kill(session, SIGKILL)
        #expect(try client.wait(seconds: 30).status != 0)
        let resumed = try gateway.sftp(["reput \"\(path)\" /inbox/\(name)"])
        #expect(resumed.status == 0, "\(resumed.errors)")
        try gateway.stop()
        try gateway.ingestOnce()
        try gateway.expectSound([name: "ingested"], rows: 2000, "killed in mid-upload")
    }
}

extension Gateway {
    /// A copy of the home, to come back to.
    func keepCopy() throws -> String {
        let copy = desk.file("kept-home")
        try #require(try Tool.run("cp", ["-a", home, copy]).status == 0)
        return copy
    }

    /// Puts the copy back in the place of the home.
    func restore(_ copy: String) throws {
        try FileManager.default.removeItem(atPath: home)
        try #require(try Tool.run("cp", ["-a", copy, home]).status == 0)
    }

    /// The lines of the receiver and its sessions.
    func receiverJournal() throws -> String {
        let files = folder.allFiles().filter { $0.hasPrefix("home/journal/receiver/") && $0.hasSuffix(".jsonl") }
        return try files.map { String(decoding: try folder.read($0), as: UTF8.self) }.joined()
    }

    /// The process of a session of this home's receiver.
    func sessionProcess() -> pid_t? {
        let processes = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return processes.compactMap { pid_t($0) }.first { process in
            guard let line = FileManager.default.contents(atPath: "/proc/\(process)/cmdline") else { return false }
            let words = line.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
            return words.contains("receive-files") && words.contains(home)
        }
    }
}
