import Foundation
import Platform
import Support
import TestSupport
import Testing

/// Uploads that nobody finishes: given up after the days of the setting, with receipts, and only then.
@Suite(.serialized) struct UnfinishedUploadTests {
    private static let code = "drop.never-finished"

    /// Leaves uploads unfinished under `names` (paths in the producer's view), their last byte `days` days ago.
    private func leave(_ gateway: Gateway, _ names: [String], days: Int) throws {
        let path = try gateway.seal(Sidep.day(10), "left.age")
        for name in names {
            // A closed file of a temporary name waits to be renamed; the session's end leaves it.
            let session = try gateway.session(["put \(path) \(name).part"])
            try #require(session.result.status == 0, "\(session.result.errors)")
            let upload = "\(gateway.home)/spool/\(Gateway.sidep)/upload\(name)"
            // As a connection that is lost leaves a file of a final name.
            try FileManager.default.moveItem(atPath: upload + ".part", toPath: upload)
            try age(upload, days: days)
        }
    }

    private func age(_ path: String, days: Int) throws {
        try #require(try Tool.run("touch", ["-d", "\(days) days ago", path]).status == 0)
    }

    /// Names of what lies unfinished in both channels.
    private func left(_ gateway: Gateway) -> [String] {
        ["inbox", "oppositions"].flatMap { channel in
            let folder = "\(gateway.home)/spool/\(Gateway.sidep)/upload/\(channel)"
            return ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).map { "/\(channel)/\($0)" }
        }.sorted()
    }

    /// One arrival and one rejection with the reason for each of `names`, and nothing else of them anywhere.
    private func expectGivenUp(_ gateway: Gateway, _ names: [String], _ comment: String = "") throws {
        let own = names.compactMap { $0.split(separator: "/").last.map(String.init) }
        let receipts = try gateway.receipts(Gateway.sidep)
        for name in own {
            let found = receipts.filter { $0.name == name }
            #expect(found.map(\.kind) == ["arrival", "outcome"], "\(comment): \(name)")
            #expect(found.last?.state == "rejected" && found.last?.reasons == [Self.code], "\(comment): \(name)")
        }
        let drops = try gateway.knownDrops().filter { own.contains($0.name) }
        #expect(drops.map(\.state) == own.map { _ in "rejected" }, "\(comment)")
        #expect(gateway.inbox().isEmpty, "\(comment)")
        let handOver = "\(gateway.home)/spool/\(Gateway.sidep)/upload/handover"
        #expect(try FileManager.default.contentsOfDirectory(atPath: handOver) == [], "\(comment)")
        let archived = gateway.folder.allFiles().filter { path in drops.contains { path.contains($0.id + ".sealed") } }
        #expect(archived == [], "\(comment): the bytes are gone")
        #expect(try gateway.ecluse(["receipts", "verify"]).status == 0, "\(comment)")
        #expect(try gateway.ecluse(["journal", "verify"]).status == 0, "\(comment)")
        try gateway.expectNothingPublished()
    }

    @Test func `uploads of every kind of name are given up after seven days, with receipts, and younger ones are not`()
        throws
    {
        let gateway = try Gateway()
        let old = [
            "/inbox/SIDEP_20261119.csv.age", "/inbox/.SIDEP_20261118.csv.age", "/inbox/SIDEP_20261117.csv.age.filepart",
            "/oppositions/OPPOSITION_SIDEP_20261119.csv.age", "/oppositions/.later.tmp",
        ]
        let young = ["/inbox/SIDEP_20261120.csv.age", "/oppositions/now.part"]
        try leave(gateway, old, days: 8)
        let size = try gateway.desk.read("left.age").count
        let sha256 = try Reference.sha256(ofFile: gateway.desk.file("left.age"))
        try leave(gateway, young, days: 6)
        try gateway.ingestOnce()
        try expectGivenUp(gateway, old)
        #expect(left(gateway) == young)
        let receipt = try #require(try gateway.receipts(Gateway.sidep).last { $0.name == "SIDEP_20261119.csv.age" })
        #expect(receipt.text.contains("n’a jamais été terminé : \(size) octets sont arrivés"), "\(receipt.text)")
        #expect(receipt.text.contains("Renvoyez le fichier entier"), "\(receipt.text)")
        #expect(receipt.sha256 == sha256)

        // Once: nothing is done again, and what is there can still be finished.
        try gateway.ingestOnce()
        try expectGivenUp(gateway, old)
        let path = try gateway.seal(Sidep.day(10), "left.age")
        let renamed = try gateway.session(["put \(path) /inbox/next.part", "rename /inbox/next.part \(young[0])"])
        #expect(renamed.result.status == 0, "\(renamed.result.errors)")
        try gateway.ingestOnce()
        #expect(try gateway.outcome(of: "SIDEP_20261120.csv.age").state == "ingested")
    }

    @Test func `the days are a setting`() throws {
        let gateway = try Gateway()
        try gateway.configure("unfinishedDays", "2")
        try leave(gateway, ["/inbox/three.age"], days: 3)
        try leave(gateway, ["/inbox/one.age"], days: 1)
        try gateway.ingestOnce()
        try expectGivenUp(gateway, ["/inbox/three.age"])
        #expect(left(gateway) == ["/inbox/one.age"])
    }

    @Test func `an upload that a session holds is not taken, however long nothing was written`() throws {
        let gateway = try Gateway()
        let name = "/inbox/SIDEP_20261119.csv.age"
        try leave(gateway, [name], days: 30)
        // A session's lock, as it is from OPEN to CLOSE.
        let file = unsafe open("\(gateway.home)/spool/\(Gateway.sidep)/upload\(name)", O_RDWR | O_CLOEXEC)
        try #require(file >= 0 && flock(file, LOCK_EX | LOCK_NB) == 0)
        try gateway.ingestOnce()
        #expect(left(gateway) == [name])
        #expect(gateway.receiptsNow().isEmpty && gateway.inbox().isEmpty)
        // A program that another test starts at this moment may share the descriptor: the lock is given back, not only closed.
        flock(file, LOCK_UN)
        close(file)
        try gateway.ingestOnce()
        try expectGivenUp(gateway, [name])
    }

    @Test func `an upload that was resumed is not taken, and finishes as a drop`() throws {
        let gateway = try Gateway()
        let name = "SIDEP_20261119.csv.age"
        let path = try gateway.seal(Sidep.day(6000), name)
        try gateway.start(["receive"])
        let client = try gateway.startSlowUpload(path, as: name)
        client.send(SIGKILL)
        _ = try client.wait(seconds: 30)
        #expect(gateway.waitForReceiver("\"upload.interrupted\""))
        try age(gateway.uploadPath(name), days: 8)
        let resumed = try gateway.sftp(["reput \(path) /inbox/\(name)"])
        #expect(resumed.status == 0, "\(resumed.errors)")
        try gateway.stop()
        try gateway.ingestOnce()
        try gateway.expectSound([name: "ingested"], rows: 6000, "resumed")
    }

    /// The steps of a hand-over, and of the drop that it makes.
    static let points: [CrashPoint] = [
        .uploadSynced, .handOverPrepared, .handOverRenamed, .handOverSynced, .dropRegistered, .arrivalReceiptWritten,
        .processingStarted, .outcomeRecorded, .outcomeReceiptWritten, .journalAppended,
    ]

    @Test(arguments: points)
    func `an ingester killed while it gives uploads up loses none and gives each its receipts once`(
        _ point: CrashPoint
    ) throws {
        let gateway = try Gateway()
        let names = ["/inbox/.SIDEP_20261118.csv.age", "/oppositions/update.part"]
        try leave(gateway, names, days: 8)
        var time = 1
        // Each time that the point is reached, one after the other: what is done stays done.
        while time < 10 {
            let killed = try gateway.ecluse(
                ["ingest", "--once"], environment: ["ECLUSE_CRASH_AT": "\(point.rawValue):\(time)"])
            if killed.status == 0 { break }
            #expect(killed.status == 137, "\(killed.errors)")
            time += 1
        }
        #expect(time > 1 && time < 10, "the point is reached")
        try gateway.ingestOnce()
        #expect(left(gateway) == [])
        try expectGivenUp(gateway, names, point.rawValue)
    }

    @Test(.enabled(if: Machine.missing("faketime") == nil, "faketime is not installed"))
    func `an ingester that runs looks again later`() throws {
        let gateway = try Gateway()
        try leave(gateway, ["/inbox/SIDEP_20261118.csv.age"], days: 0)
        let ingester = try OwnClock(gateway, ["ingest"])
        // What wakes it: a drop that is refused, so that nothing is published.
        func wake(_ name: String) throws {
            let path = try gateway.desk.write(name, "no envelope")
            #expect(try gateway.session(["put \(path) /inbox/"]).result.status == 0)
            #expect(try gateway.outcome(of: name).state == "rejected")
        }
        try wake("SIDEP_20261119.csv.age")
        #expect(left(gateway) == ["/inbox/SIDEP_20261118.csv.age"])
        try ingester.set("+8d")
        try wake("SIDEP_20261120.csv.age")
        _ = try gateway.outcome(of: "SIDEP_20261118.csv.age")
        #expect(try ingester.stop() == 0)
        #expect(left(gateway) == [])
        try expectGivenUp(gateway, ["/inbox/SIDEP_20261118.csv.age"])
    }
}
